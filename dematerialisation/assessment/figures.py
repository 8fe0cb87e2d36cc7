"""What the data say of a period; None where nothing is counted, and the page says so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from core.people.models import Agent
from deliberations.models import Deliberation
from dematerialisation.models import Action, GroupMember
from manuals.models import Manual
from rooms.models import Room
from suggestions.models import Idea
from tips.models import Tip

# Rooms are shared once so many directions book them.
SHARED_BY = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """`code` is the same from one period to the next; `label` is kept with its number."""

    code: str
    label: str
    value: int | None


def as_json(figures: list[Figure]) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in figures]


def from_json(kept: list[dict[str, Any]]) -> list[Figure]:
    return [Figure(**row) for row in kept]


def figures_of(first: date, last: date) -> list[Figure]:
    """Six statements; no money is counted."""
    period = (first, last)
    ideas = Idea.objects.aggregate(
        received=Count("pk", filter=Q(received_at__date__range=period)),
        # As promised, or its day has passed.
        promised=Count("pk", filter=_promised(period)),
        in_time=Count("pk", filter=_promised(period) & Q(first_answered_at__date__lte=F("due_on"))),
        done=Count("pk", filter=Q(done_at__date__range=period)),
    )
    people = Agent.objects.aggregate(
        members=Count("pk", filter=Q(pk__in=GroupMember.objects.values("agent")), distinct=True),
        leaders=Count(
            "pk", filter=Q(pk__in=Action.objects.assessed_in(first, last).values("leader")), distinct=True
        ),
    )
    tips = Tip.objects.published().filter(month__range=(first.replace(day=1), last)).count()
    manuals = Manual.objects.filter(added_at__date__range=period).count()
    held = {"session__held_on__range": period}
    deliberations = Deliberation.objects.published().filter(**held).count()
    return [
        Figure("ideas_received", "idées reçues", ideas["received"]),
        Figure("ideas_promised", "idées auxquelles une réponse était due", ideas["promised"]),
        Figure("ideas_in_time", "dont répondues à temps", ideas["in_time"] if ideas["promised"] else None),
        Figure("ideas_done", "idées réalisées", ideas["done"]),
        Figure("rooms_shared", f"salles réservées par {SHARED_BY} directions ou plus", _shared_rooms(period)),
        Figure("tips", "conseils publiés", tips),
        # Nobody counts who reads a tip.
        Figure("tips_read", "lectures des conseils", None),
        Figure("manuals", "manuels mis en ligne", manuals),
        Figure("deliberations", "délibérations en ligne", deliberations),
        Figure("members", "agents membres du groupe", people["members"]),
        Figure("leaders", "agents qui ont mené une action", people["leaders"]),
    ]


def _promised(period: tuple[date, date]) -> Q:
    due = Q(first_answered_at__isnull=False) | Q(due_on__lt=timezone.localdate())
    return Q(due_on__range=period, withdrawn_at=None) & due


def _shared_rooms(period: tuple[date, date]) -> int:
    booked = Q(bookings__state="confirmed", bookings__period__startswith__date__range=period)
    directions = Count("bookings__organiser__direction", filter=booked, distinct=True)
    return Room.objects.alias(sharing=directions).filter(sharing__gte=SHARED_BY).count()
