"""Times of other calendars made periods of ours: whole quarters of an hour, a month at most, from a day on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.ui.french import spaced
from rooms.constraints import LONGEST_SECONDS, QUARTER_SECONDS
from rooms.periods import FIRST_YEAR, LAST_YEAR

OFF_QUARTERS = spaced("Ses heures ne tombaient pas sur un quart d’heure : élargies.")


class Impossible(ValueError):
    """No booking can last so; the message is a sentence."""


def widened(start: datetime, end: datetime) -> tuple[DateTimeTZRange, bool]:
    """The quarters that hold it all, and whether it had to grow; raises Impossible.

    `start` and `end` are aware; quarters are the same in all the zones that towns live in.
    """
    # Two times of one zone are compared by their clock, which an hour of the year shows twice, or not at all.
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if not (FIRST_YEAR <= start.year < LAST_YEAR and FIRST_YEAR <= end.year < LAST_YEAR):
        raise Impossible(f"ses dates sont hors de {FIRST_YEAR}–{LAST_YEAR}.")
    if end <= start:
        raise Impossible("il finit avant de commencer." if end < start else "il ne dure rien.")
    first = int(start.timestamp() // QUARTER_SECONDS)
    last = -int(-end.timestamp() // QUARTER_SECONDS)
    period = DateTimeTZRange(_moment(first), _moment(last))
    if (last - first) * QUARTER_SECONDS > LONGEST_SECONDS:
        raise Impossible("il dure plus d’un mois.")
    return period, (period.lower, period.upper) != (start, end)


def _moment(quarter: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=quarter * QUARTER_SECONDS)
