"""Notify of items by number, without subject or sender; their mails are not on the administrators' lists."""

from collections.abc import Iterable

from django.urls import reverse

from core.notifications.actions import notify, outdate
from core.notifications.registry import NotificationKind
from core.people.models import Agent, Direction
from core.people.roles import Role
from core.ui.mails import render_mail
from mailroom.models import Item
from mailroom.policies import is_mail_office, reads_mail_of

GROUP = "Le courrier de la mairie"

TO_ASSIGN = NotificationKind(
    "mailroom.to_assign", "Un courrier est à attribuer", group=GROUP, to_whom=is_mail_office, is_batched=True
)
ARRIVED = NotificationKind(
    "mailroom.arrived", "Un courrier est confié à ma direction, ou me quitte", group=GROUP
)
REPLIED = NotificationKind("mailroom.replied", "Ma réponse a une suite, ou n’arrive pas", group=GROUP)


def notify_to_assign(item: Item, text: str = "", *, by: Agent | None = None) -> None:
    """`by` is told nothing: they have it before their eyes."""
    office = [agent for agent in Agent.objects.with_role(Role.MAIL_OFFICE) if agent != by]
    _notify(TO_ASSIGN, item, office, "mailroom/mails/to_assign.txt", text=text)


def notify_assigned(item: Item, *, by: Agent | None = None) -> None:
    """The head of the direction in charge, else its agents; those who have a copy or are named read it only.

    `by` is None when its sender wrote again.
    """
    outdate([TO_ASSIGN, ARRIVED], item)
    assert item.direction
    direction, named = item.direction, list(item.readers.select_related("direction"))
    told = [*_contacts(direction, item), *(one for one in named if reads_mail_of(one, direction))]
    others = [agent for agent in told if agent != by]
    _notify(ARRIVED, item, others, "mailroom/mails/assigned.txt")
    reading = named
    if not item.is_confidential:
        reading += [unit.head for unit in item.copies.select_related("head") if unit.head]
    copied = [agent for agent in dict.fromkeys(reading) if agent not in told and agent != by]
    _notify(ARRIVED, item, copied, "mailroom/mails/copied.txt")


def notify_moved(item: Item, *, by: Agent, former: Agent | None) -> None:
    """Whoever followed it: they no longer do."""
    if former and former != by:
        url = reverse("mailroom:item_list")
        _notify(ARRIVED, item, [former], "mailroom/mails/moved.txt", url=url, by=by)


def notify_replied(item: Item) -> None:
    if item.taken_by:
        _notify(REPLIED, item, [item.taken_by], "mailroom/mails/replied.txt")


def notify_lost(item: Item) -> None:
    if item.taken_by:
        _notify(REPLIED, item, [item.taken_by], "mailroom/mails/lost.txt")


def forget(item: Item) -> None:
    """Nothing waits any more."""
    outdate([TO_ASSIGN, ARRIVED, REPLIED], item)


def _contacts(direction: Direction, item: Item) -> list[Agent]:
    if direction.head and direction.head.is_active:
        return [direction.head]
    if item.is_confidential:
        # Its named readers, who are notified besides.
        return []
    agents = Agent.objects.active()
    return list(agents.filter(direction=direction)) or list(agents.filter(direction__parent=direction))


def _notify(
    kind: NotificationKind,
    item: Item,
    people: Iterable[Agent],
    mail: str,
    *,
    url: str = "",
    **said: Agent | str,
) -> None:
    notify(kind, people, **render_mail(mail, item=item, **said), about=item, url=url, is_confidential=True)
