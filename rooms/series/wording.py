"""How a series is said."""

from __future__ import annotations

from django.utils import timezone

from core.ui import french
from rooms.models import Booking, Series
from rooms.recurrence import clock_of, sentence_of


def times_of(series: Series) -> str:
    """« chaque mardi jusqu’au 30 juin 2027, de 9 h à 10 h »."""
    return f"{sentence_of(series.rule, series.first_date)}, {clocks_of(series.starts_at, series.ends_at)}"


def clocks_of(starts_at: int, ends_at: int) -> str:
    return f"de {clock_of(starts_at)} à {clock_of(ends_at)}"


def awaiting(series: Series) -> str:
    """« 3 dates attendent l’accord… », after what an action on the series says; nothing when none does."""
    to_come = series.occurrences.filter(period__endswith__gt=timezone.now())
    count = to_come.filter(state=Booking.State.REQUESTED).count()
    words = french.count_of(count, "date attend", "dates attendent")
    return f" {words} l’accord de qui gère la salle{french.NBSP}; la place est gardée." if count else ""
