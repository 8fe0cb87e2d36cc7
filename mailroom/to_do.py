from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from core.admin.to_do import Queue, kept_rows, register
from core.people.models import Agent
from core.ui.addresses import fixed_address
from mailroom.access import is_mail_office
from mailroom.models import Item, State


@kept_rows
def in_charge(agent: Agent) -> Any:
    return Item.objects.in_charge_of(agent).filter(closed_at=None)


@kept_rows
def late(agent: Agent) -> Any:
    items = Item.objects.visible_to(agent).late(on=timezone.localdate())
    return items if is_mail_office(agent) else items.in_charge_of(agent)


@kept_rows
def to_answer(agent: Agent) -> Any:
    return Item.objects.visible_to(agent).filter(state=State.TAKEN, taken_by=agent)


@kept_rows
def to_take(agent: Agent) -> Any:
    return Item.objects.visible_to(agent).in_charge_of(agent).filter(state=State.ASSIGNED)


@register
def mail_to_treat(agent: Agent) -> Iterator[Queue]:
    """Of the mail office: what is to assign; of everybody: what they follow, and what their direction has to take."""
    url = fixed_address("mailroom:item_list")
    is_office = is_mail_office(agent)
    theirs = in_charge(agent=agent)
    yield Queue(
        late(agent=agent),
        "courrier en retard",
        "courriers en retard",
        f"{url}?queue=en-retard",
        is_late=True,
        within=None if is_office else theirs,
    )
    if is_office:
        waiting = Item.objects.visible_to(agent).to_assign()
        yield Queue(waiting, "courrier à attribuer", "courriers à attribuer", f"{url}?queue=a-attribuer")
    yield Queue(
        to_answer(agent=agent),
        "courrier à répondre",
        "courriers à répondre",
        f"{url}?queue=a-moi&state=taken",
        within=theirs,
    )
    yield Queue(
        to_take(agent=agent),
        "courrier à prendre en charge",
        "courriers à prendre en charge",
        f"{url}?queue=ma-direction&state=assigned",
        within=theirs,
    )
