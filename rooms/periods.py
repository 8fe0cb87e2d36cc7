"""The town's clock: wall-clock times made moments, and days of 23, 24 or 25 hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import french

QUARTER = timedelta(minutes=15)
# How forms write the midnight that ends a day.
MIDNIGHT = "24:00"
# What a calendar page shows; far from the ends of what dates can hold.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def town_zone() -> ZoneInfo:
    return timezone.get_default_timezone()


def at(day: date, clock: time) -> datetime:
    """That wall-clock time of the town; the first of the two in the night when the clocks go back."""
    return datetime.combine(day, clock, tzinfo=town_zone())


def midnight(day: date) -> datetime:
    return at(day, time())


def sure_moment(day: date, clock: time) -> datetime:
    """Like `at`, but raises ValidationError for a time that does not exist that day, or exists twice."""
    moment = at(day, clock)
    if moment.astimezone(UTC).astimezone(town_zone()).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ValidationError(
            f"Cette nuit-là, on passe à l’heure d’été{french.NBSP}: {french.clock(clock)} n’existe pas. "
            f"Choisissez une heure avant 2{french.NBSP}h ou à partir de 3{french.NBSP}h.",
            code="missing_time",
        )
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        raise ValidationError(
            f"Cette nuit-là, on passe à l’heure d’hiver{french.NBSP}: {french.clock(clock)} existe deux fois. "
            f"Choisissez une heure avant 2{french.NBSP}h ou à partir de 3{french.NBSP}h.",
            code="double_time",
        )
    return moment


def typed_moment(day: date, clock: str) -> datetime:
    """`"09:15"` or `MIDNIGHT` of that day; raises what `sure_moment` does, and ValueError for what is no time."""
    return (
        midnight(day + timedelta(days=1))
        if clock == MIDNIGHT
        else sure_moment(day, time.fromisoformat(clock))
    )


def whole_day(day: date) -> DateTimeTZRange:
    """From midnight to midnight: 23 or 25 hours when the clocks change."""
    return DateTimeTZRange(midnight(day), midnight(day + timedelta(days=1)))


def is_within(inner: DateTimeTZRange, outer: DateTimeTZRange) -> bool:
    """All of `inner`, its ends included; both have two ends."""
    return outer.lower <= inner.lower and inner.upper <= outer.upper


def overlap(one: DateTimeTZRange, other: DateTimeTZRange) -> bool:
    """They share some time; both have two ends."""
    return bool(one.lower < other.upper and other.lower < one.upper)


def started_quarter(moment: datetime) -> datetime:
    """The quarter of an hour that runs at `moment`; it may still be booked."""
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def next_quarter(moment: datetime) -> datetime:
    """The first quarter of an hour from `moment` on: itself, where it stands on one."""
    started = started_quarter(moment)
    return started if started == moment else started + QUARTER


def quarters(start: datetime, end: datetime) -> Iterator[datetime]:
    """Each quarter of an hour from start to end included, in the town's time."""
    moment, last, zone = start.astimezone(UTC), end.astimezone(UTC), town_zone()
    while moment <= last:
        yield moment.astimezone(zone)
        moment += QUARTER


def readable_day(text: str) -> date | None:
    """`2026-11-26` as a day that the calendar can show, or None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def when_closed(period: DateTimeTZRange) -> str:
    """Write the period as `when` does, but whole days as days: « du lundi 7 au mercredi 9 décembre 2026 inclus »."""
    start, end = french.local(period.lower), french.local(period.upper)
    if start.time() != time() or end.time() != time():
        return when(period)
    last = end.date() - timedelta(days=1)
    if last == start.date():
        return f"le {french.long_date(last)}, toute la journée"
    return f"du {french.long_date(start)} au {french.long_date(last)} inclus"


def when(period: DateTimeTZRange) -> str:
    """« le jeudi 26 novembre 2026 de 14 h à 15 h 30 »."""
    start, end = french.local(period.lower), french.local(period.upper)
    if start.date() == (end - timedelta(microseconds=1)).date():
        until = "minuit" if end.date() != start.date() else french.clock(end)
        return f"le {french.long_date(start)} de {french.clock(start)} à {until}"
    return f"du {french.moment(start)} au {french.moment(end)}"
