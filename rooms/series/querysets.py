from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from core import french
from core.people.models import Agent
from rooms.models import Booking, Room, Series
from rooms.querysets import series_readable_by
from rooms.recurrence import clock_of, sentence_of


def times_of(series: Series) -> str:
    """« chaque mardi jusqu’au 30 juin 2027, de 9 h à 10 h »."""
    return f"{sentence_of(series.rule, series.first_date)}, {clocks_of(series.starts_at, series.ends_at)}"


def clocks_of(starts_at: int, ends_at: int) -> str:
    return f"de {clock_of(starts_at)} à {clock_of(ends_at)}"


def awaiting(series: Series) -> str:
    """« 3 dates attendent l’accord… », after what an action on the series says; nothing when none does."""
    count = series.occurrences.to_come().filter(state=Booking.State.REQUESTED).count()
    words = french.count_of(count, "date attend", "dates attendent")
    return f" {words} l’accord de qui gère la salle{french.NBSP}; la place est gardée." if count else ""


# Offered for an exchange: around that day, so that the list stays short.
NEARBY = timedelta(days=31)
MOST_OFFERED = 60


def visible_series(agent: Agent) -> QuerySet[Series]:
    """Return the series whose title this agent may read."""
    found = Series.objects.select_related("room__site", "organiser", "booked_by", "continues")
    return found.filter(series_readable_by(agent))


def tightest_date(series: Series) -> Booking | None:
    """Return the date to come whose rooms hold the fewest people, where people are counted; three statements."""
    if not series.attendance:
        return None
    rows = series.occurrences.to_come().for_list().select_related("layout")
    return min(rows, key=lambda row: row.places, default=None)


def without_organiser(agent: Agent) -> QuerySet[Series]:
    """Return the series with dates to come, in rooms that this agent manages, whose organiser's account is closed."""
    to_come = Q(
        occurrences__period__endswith__gt=timezone.now(),
        occurrences__state__in=("confirmed", "requested", "held"),
    )
    return (
        Series.objects.filter(organiser__is_active=False, room__in=Room.objects.kept_by(agent))
        .annotate(
            count=Count("occurrences", filter=to_come),
            next_at=Min(Lower("occurrences__period"), filter=to_come),
        )
        .filter(count__gt=0)
        .select_related("room__site", "organiser")
        .order_by("next_at", "pk")
    )


def exchangeable(booking: Booking, *, by: Agent) -> QuerySet[Booking]:
    """Bookings near that day that this agent may change as well."""
    now, middle = timezone.now(), booking.period.lower
    theirs = Q(organiser=by) | Q(booked_by=by) | Q(room__in=Room.objects.kept_by(by))
    return (
        Booking.objects.filter(
            theirs,
            state__in=("confirmed", "requested"),
            period__endswith__gt=now,
            period__startswith__gte=middle - NEARBY,
            period__startswith__lte=middle + NEARBY,
        )
        .exclude(pk=booking.pk)
        .for_list()
        .order_by("period", "pk")[:MOST_OFFERED]
    )
