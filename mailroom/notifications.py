"""Notify of items by number, without subject or sender; their mails are not on the administrators' lists."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from core.notifications.actions import notify, outdate
from core.notifications.registry import NotificationKind
from core.people.models import Agent, Direction
from core.people.roles import Role
from core.web.mails import render_mail
from mailroom.models import Item, State
from mailroom.policies import is_mail_office, reads_mail_of

GROUP = "Le courrier de la mairie"

TO_ASSIGN = NotificationKind(
    "mailroom.to_assign", "Un courrier est à attribuer", group=GROUP, to_whom=is_mail_office, is_batched=True
)
ARRIVED = NotificationKind(
    "mailroom.arrived", "Un courrier est confié à ma direction, ou me quitte", group=GROUP
)
REPLIED = NotificationKind("mailroom.replied", "Ma réponse a une suite, ou n’arrive pas", group=GROUP)

DUE = NotificationKind(
    "mailroom.due", "Un courrier arrive à son échéance, ou la dépasse", group=GROUP, is_batched=True
)
OPINION = NotificationKind(
    "mailroom.opinion", "Un avis m’est demandé sur un courrier, ou m’est rendu", group=GROUP
)
STUCK = NotificationKind("mailroom.stuck", "Personne ne peut viser ma réponse", group=GROUP)


def notify_to_assign(item: Item, text: str = "", *, by: Agent | None = None) -> None:
    """`by` is not notified: they have it before their eyes."""
    office = [agent for agent in Agent.objects.with_role(Role.MAIL_OFFICE) if agent != by]
    _notify(TO_ASSIGN, item, office, "mailroom/mails/to_assign.txt", text=text)


def notify_assigned(item: Item, *, by: Agent | None = None) -> None:
    """The head of the direction in charge, else its agents; those who have a copy or are named read it only.

    `by` is None when its sender wrote again.
    """
    outdate([TO_ASSIGN, ARRIVED], item)
    assert item.direction
    direction, named = item.direction, list(item.readers.select_related("direction"))
    notified = [*_contacts(direction, item), *(one for one in named if reads_mail_of(one, direction))]
    others = [agent for agent in notified if agent != by]
    _notify(ARRIVED, item, others, "mailroom/mails/assigned.txt")
    reading = named
    if not item.is_confidential:
        reading += [unit.head for unit in item.copies.select_related("head") if unit.head]
    copied = [agent for agent in dict.fromkeys(reading) if agent not in notified and agent != by]
    _notify(ARRIVED, item, copied, "mailroom/mails/copied.txt")


def notify_moved(item: Item, *, by: Agent, former: Agent | None) -> None:
    """To the agent who followed it: they no longer do."""
    if former and former != by:
        url = reverse("mailroom:item_list")
        _notify(ARRIVED, item, [former], "mailroom/mails/moved.txt", url=url, by=by)


def notify_given(item: Item, *, by: Agent) -> None:
    if item.taken_by and item.taken_by != by:
        _notify(ARRIVED, item, [item.taken_by], "mailroom/mails/given.txt", by=by)


def notify_due(item: Item, *, on: date) -> None:
    """Notify the agent who follows it, else those who should take it; and the head of the direction."""
    assert item.direction
    people = [item.taken_by] if item.taken_by else _contacts(item.direction, item)
    if item.is_confidential and not people:
        named = item.readers.select_related("direction")
        people = [one for one in named if reads_mail_of(one, item.direction)]
    people += [item.direction.head] if item.direction.head else []
    assert item.due_on
    _notify(DUE, item, people, "mailroom/mails/due.txt", is_late=item.due_on < on, is_today=item.due_on == on)


def notify_asked(item: Item, direction: Direction, *, by: Agent) -> None:
    people = [agent for agent in _contacts(direction, item) if agent != by]
    _notify(OPINION, item, people, "mailroom/mails/opinion_asked.txt", by=by)


def outdate_opinion(item: Item, direction: Direction) -> None:
    """For those of the direction that answered: others still owe theirs, or have an answer to read."""
    for agent in _contacts(direction, item):
        outdate([OPINION], item, recipient=agent)


def notify_advised(item: Item, asker: Agent, *, by: Agent) -> None:
    people = {asker.pk: asker} | ({item.taken_by.pk: item.taken_by} if item.taken_by else {})
    _notify(
        OPINION,
        item,
        [agent for agent in people.values() if agent != by],
        "mailroom/mails/opinion_given.txt",
        by=by,
    )


def notify_replied(item: Item, *, by: Agent | None = None) -> None:
    """`by` joined another item to this one."""
    if item.taken_by and item.taken_by != by:
        said: dict[str, Any] = {"by": by} if by else {}
        _notify(REPLIED, item, [item.taken_by], "mailroom/mails/replied.txt", **said)


def notify_lost(item: Item) -> None:
    if item.taken_by:
        _notify(REPLIED, item, [item.taken_by], "mailroom/mails/lost.txt")


def notify_stuck(item: Item, author: Agent) -> None:
    """Notify the author of an answer that nobody can approve, or the office when they have left."""
    is_here = author.is_at_work
    people = [author] if is_here else Agent.objects.with_role(Role.MAIL_OFFICE)
    _notify(STUCK, item, people, "mailroom/mails/stuck.txt", author=author, is_here=is_here)


def forget(item: Item) -> None:
    """Nothing waits any more; opinions do until it closes."""
    is_over = item.closed_at is not None or item.state == State.SPAM
    outdate([TO_ASSIGN, ARRIVED, REPLIED, DUE, STUCK, *([OPINION] if is_over else [])], item)


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
    **said: Agent | str | bool,
) -> None:
    notify(kind, people, **render_mail(mail, item=item, **said), about=item, url=url, is_confidential=True)
