from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.people.models import Agent
from mailroom.access import is_mail_office
from mailroom.models import Item, State


@register
def mail_to_treat(agent: Agent) -> Iterator[Queue]:
    """Of the mail office: what is to assign; of everybody: what they follow, and what their direction has to take."""
    url = reverse("mailroom:item_list")
    is_office, items = is_mail_office(agent), Item.objects.visible_to(agent)
    theirs = items.in_charge_of(agent)
    late = (items if is_office else theirs).late(on=timezone.localdate())
    yield Queue(
        late,
        "courrier en retard",
        "courriers en retard",
        f"{url}?queue=en-retard",
        is_late=True,
    )
    if is_office:
        yield Queue(
            items.to_assign(), "courrier à attribuer", "courriers à attribuer", f"{url}?queue=a-attribuer"
        )
    yield Queue(
        items.filter(state=State.TAKEN, taken_by=agent),
        "courrier à répondre",
        "courriers à répondre",
        f"{url}?queue=a-moi&state=taken",
    )
    yield Queue(
        theirs.filter(state=State.ASSIGNED),
        "courrier à prendre en charge",
        "courriers à prendre en charge",
        f"{url}?queue=ma-direction&state=assigned",
    )
