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
    items = Item.objects.visible_to(agent)
    late = items.late(on=timezone.localdate())
    theirs = late if is_mail_office(agent) else late.in_charge_of(agent)
    yield Queue(theirs, "courrier en retard", "courriers en retard", f"{url}?queue=en-retard", is_late=True)
    if is_mail_office(agent):
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
        items.in_charge_of(agent).filter(state=State.ASSIGNED),
        "courrier à prendre en charge",
        "courriers à prendre en charge",
        f"{url}?queue=ma-direction&state=assigned",
    )
