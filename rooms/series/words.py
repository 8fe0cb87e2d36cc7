"""How a series is said."""

from __future__ import annotations

from rooms.models import Series
from rooms.series.recurrence import clock_of, sentence_of


def times_of(series: Series) -> str:
    """« chaque mardi jusqu’au 30 juin 2027, de 9 h à 10 h »."""
    return f"{sentence_of(series.rule, series.first_date)}, {clocks_of(series.starts_at, series.ends_at)}"


def clocks_of(starts_at: int, ends_at: int) -> str:
    return f"de {clock_of(starts_at)} à {clock_of(ends_at)}"
