"""The bookings of one agent: to come, over, cancelled; the dates of a series as one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import french
from core.french import spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.pagination import paginate
from rooms import policies, waiting_list
from rooms.models import Booking
from rooms.periods import when
from rooms.querysets import BookingQuerySet

LISTS = {"a-venir": "À venir", "passees": "Passées", "annulees": "Annulées"}
MINE: dict[str, Callable[[Agent, datetime], BookingQuerySet]] = {
    "a-venir": lambda agent, now: Booking.objects.upcoming_of(agent, now=now),
    "passees": lambda agent, now: Booking.objects.past_of(agent, now=now),
    "annulees": lambda agent, now: Booking.objects.cancelled_of(agent),
}
UNKNOWN = spaced("Ce choix n’existe pas : voici vos réservations à venir.")


@dataclass(frozen=True)
class MyBookingLine:
    """One booking, or of a series the date that comes first in the list; `dates` says how many there are."""

    booking: Booking
    when: str
    can_change: bool
    # What is not settled, how it ended, or whose it is; empty for an ordinary one.
    state: str
    whose: str
    dates: str


@require_safe
def my_bookings(request: AgentRequest) -> HttpResponse:
    asked = request.GET.get("quoi", "")
    chosen = asked if asked in LISTS else "a-venir"
    now = timezone.now()
    page = paginate(_one_a_series(chosen, request.user, now), request)
    bookings = list(page)
    series = {booking.series_id for booking in bookings if booking.series_id}
    dates = _dates(chosen, request.user, now, series)
    context = {
        "page": page,
        "lines": _lines(bookings, dates, request.user),
        "waits": waiting_list.rows_of(request.user) if chosen == "a-venir" else [],
        "lists": LISTS.items(),
        "chosen": chosen,
        "notices": [UNKNOWN] if asked not in ("", chosen) else [],
    }
    return render(request, "rooms/my_bookings.html", context)


def _one_a_series(chosen: str, agent: Agent, now: datetime) -> BookingQuerySet:
    """Keep, of each series, the date that the list's order puts first."""
    mine = MINE[chosen](agent, now)
    first = mine.filter(series__isnull=False).order_by("series", *mine.query.order_by).distinct("series")
    lines = mine.filter(Q(series=None) | Q(pk__in=first.values("pk")))
    # People are nearly always oneself: three joins would read all the agents.
    people = ("organiser", "booked_by", "cancelled_by")
    return lines.select_related(None).select_related("room__site", "series").prefetch_related(*people)


def _dates(chosen: str, agent: Agent, now: datetime, series: set[int]) -> Any:
    """Count the dates of these series in this list, and give the first and the last."""
    of_series = MINE[chosen](agent, now).select_related(None).filter(series__in=series).order_by()
    starts = F("period__startswith")
    counted = of_series.values("series").annotate(count=Count("pk"), first=Min(starts), last=Max(starts))
    return counted.values_list("series", "count", "first", "last")


def _lines(bookings: list[Booking], dates: Iterable[Any], agent: Agent) -> list[MyBookingLine]:
    said = _said_dates(dates)
    return [
        MyBookingLine(
            booking=booking,
            when=when(booking.period),
            can_change=policies.can_change(agent, booking),
            state=state_words(booking),
            whose=_whose(booking, agent),
            dates=said.get(booking.series_id or 0, ""),
        )
        for booking in bookings
    ]


def _said_dates(dates: Iterable[Any]) -> dict[int, str]:
    """« 12 dates, du jeudi 6 mai 2027 au jeudi 3 juin 2027 », for each series that has several in this list."""
    return {
        pk: f"{count} dates, du {french.long_date(first)} au {french.long_date(last)}"
        for pk, count, first, last in dates
        if count > 1
    }


def state_words(booking: Booking) -> str:
    """« Demandée : … », « Annulée par … : motif »; nothing for a confirmed one."""
    if booking.state == Booking.State.REQUESTED:
        return spaced("Demandée : qui gère la salle doit encore l’accepter.")
    if booking.state == Booking.State.HELD and booking.held_until:
        return spaced(f"Proposée : gardée pour vous jusqu’au {french.moment(booking.held_until)}.")
    if not booking.is_cancelled:
        return ""
    ended = booking.get_state_display()
    by = f" par {booking.cancelled_by}" if booking.cancelled_by else ""
    return spaced(f"{ended}{by} : {booking.cancel_reason}") if booking.cancel_reason else f"{ended}{by}."


def _whose(booking: Booking, agent: Agent) -> str:
    if booking.organiser_id != agent.pk:
        return f"pour {booking.organiser}"
    if booking.booked_by and booking.booked_by_id != agent.pk:
        return f"saisie par {booking.booked_by}"
    return ""
