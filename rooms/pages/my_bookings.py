"""The bookings of one agent: to come, over, cancelled; the dates of a series as one line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.pagination import paginate
from rooms import policies, waiting_list
from rooms.models import Booking
from rooms.querysets import BookingQuerySet

LISTS = {"a-venir": "À venir", "passees": "Passées", "annulees": "Annulées"}


@require_safe
def my_bookings(request: AgentRequest) -> HttpResponse:
    asked = request.GET.get("quoi", "")
    chosen = asked if asked in LISTS else "a-venir"
    if asked not in ("", chosen):
        messages.warning(request, spaced("Ce choix n’existe pas : voici vos réservations à venir."))
    mine = _mine(chosen, request.user)
    page = paginate(_one_a_series(mine), request)
    bookings = list(page)
    dates = _dates(mine, {booking.series_id for booking in bookings if booking.series_id})
    context = {
        "page": page,
        "lines": [
            (booking, policies.can_change(request.user, booking), dates.get(booking.series_id or 0))
            for booking in bookings
        ],
        "waits": waiting_list.rows_of(request.user) if chosen == "a-venir" else [],
        "lists": LISTS.items(),
        "chosen": chosen,
    }
    return render(request, "rooms/my_bookings.html", context)


def _mine(chosen: str, agent: Agent) -> BookingQuerySet:
    mine = Booking.objects.of(agent).order_by("-period", "-pk").for_list()
    if chosen == "passees":
        return mine.confirmed().filter(period__endswith__lte=timezone.now())
    return mine.ended() if chosen == "annulees" else Booking.objects.upcoming_of(agent)


def _one_a_series(mine: BookingQuerySet) -> BookingQuerySet:
    """Keep, of each series, the date that the list's order puts first."""
    first = mine.filter(series__isnull=False).order_by("series", *mine.query.order_by).distinct("series")
    lines = mine.filter(Q(series=None) | Q(pk__in=first.values("pk")))
    # People are nearly always oneself: three joins would read all the agents.
    people = ("organiser", "booked_by", "cancelled_by")
    return lines.select_related(None).select_related("room__site", "series").prefetch_related(*people)


def _dates(mine: BookingQuerySet, series: set[int]) -> dict[int, dict[str, Any]]:
    """Of each of these series with several dates in this list, their `count`, the `first` and the `last`."""
    starts = F("period__startswith")
    of_series = mine.select_related(None).filter(series__in=series).order_by().values("series")
    counted: Any = of_series.annotate(count=Count("pk"), first=Min(starts), last=Max(starts))
    return {row["series"]: row for row in counted.filter(count__gt=1)}
