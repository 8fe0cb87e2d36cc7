"""Figures of a period; None where nothing is counted, and the page says so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from core.people.models import Agent
from deliberations.models import Deliberation
from dematerialisation.models import Action, GroupMember
from legalwatch.models import Entry
from manuals.models import Manual
from rooms.models import Room
from suggestions.statistics.measures import Statistic, counts_between
from tips.models import Tip

# Rooms are shared once so many directions book them.
SHARED_BY = 2
IDEAS = {
    "received": "idées reçues",
    "promised": "idées auxquelles une réponse était due",
    "in_time": "dont répondues à temps",
    "done": "idées réalisées",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """`code` is the same from one period to the next; `label` is kept with its number, None when it has none.

    A number about too few people is hidden.
    """

    code: str
    label: str
    value: int | None
    is_hidden: bool = False


def as_json(figures: list[Figure]) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in figures]


def from_json(kept: list[dict[str, Any]]) -> list[Figure]:
    return [Figure(**row) for row in kept]


def figures_of(first: date, last: date) -> list[Figure]:
    """Seven statements; no money is counted."""
    period = (first, last)
    ideas = counts_between(first, last)
    people = Agent.objects.aggregate(
        members=Count("pk", filter=Q(pk__in=GroupMember.objects.values("agent")), distinct=True),
        leaders=Count(
            "pk", filter=Q(pk__in=Action.objects.assessed_in(first, last).values("leader")), distinct=True
        ),
    )
    tips = Tip.objects.published().filter(month__range=(first.replace(day=1), last)).count()
    manuals = Manual.objects.filter(added_at__date__range=period).count()
    watch = Entry.objects.published().filter(publish_at__date__range=period).count()
    held = {"session__held_on__range": period}
    deliberations = Deliberation.objects.published().filter(**held).count()
    return [
        *(_of_ideas(name, label, ideas[name]) for name, label in IDEAS.items()),
        Figure("rooms_shared", f"salles réservées par {SHARED_BY} directions ou plus", _shared_rooms(period)),
        Figure("tips", "conseils publiés", tips),
        # Nobody counts who reads a tip.
        Figure("tips_read", "lectures des conseils", None),
        Figure("manuals", "manuels mis en ligne", manuals),
        Figure("deliberations", "délibérations en ligne", deliberations),
        Figure("watch", "textes de la veille juridique, par un lien", watch),
        Figure("members", "agents membres du groupe", people["members"]),
        Figure("leaders", "agents qui ont mené une action", people["leaders"]),
    ]


def _of_ideas(name: str, label: str, counted: Statistic) -> Figure:
    value = None if counted.value is None else int(counted.value)
    return Figure(f"ideas_{name}", label, value, counted.is_hidden)


def _shared_rooms(period: tuple[date, date]) -> int:
    booked = Q(bookings__state="confirmed", bookings__period__startswith__date__range=period)
    directions = Count("bookings__organiser__direction", filter=booked, distinct=True)
    return Room.objects.alias(sharing=directions).filter(sharing__gte=SHARED_BY).count()
