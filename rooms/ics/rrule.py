"""On which days an RRULE of someone else's falls; `rooms.recurrence` knows those that this house writes.

Days are walked through one after the other within the window asked for, so that no rule, however odd, costs more than
the window is long: the library that knows rules looks for a day that never comes up to the year 9999.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rooms.recurrence import CODES, LAST, Frequency, ranks_of
from rooms.recurrence import Rule as Rhythm

DAY = timedelta(days=1)
# Of a rule: what is read; the rest (BYWEEKNO, RSCALE, BYSETPOS of a day…) is refused rather than guessed.
KNOWN = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
}
MOST_COUNT = 100_000
MOST_LEFT_OUT = 10


class Unknown(ValueError):
    """A rule that is not read; the message is a sentence."""


@dataclass(frozen=True)
class Recurrence:
    """A rule of days: UNTIL as a day of the same clock as the first."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def is_endless(self) -> bool:
        return self.count is None and self.until is None

    def dates(self, first: date, last: date, since: date = date.min) -> Iterator[date]:
        """Yield the rule's dates from its first day on, none after `last`; those before `since` may be left out."""
        last = min(last, self.until) if self.until else last
        left = self.count if self.count is not None else MOST_COUNT
        for span in self._spans(first, last, date.min if self.count else since):
            chosen = [day for day in span if self._falls_on(day, first)]
            for day in self._picked(chosen):
                if day > last or left == 0:
                    return
                if day >= first:
                    left -= 1
                    yield day

    def _picked(self, days: list[date]) -> list[date]:
        if not self.by_set_pos:
            return days
        places = {place - 1 if place > 0 else len(days) + place for place in self.by_set_pos}
        return [day for place, day in enumerate(days) if place in places]

    def _spans(self, first: date, last: date, since: date) -> Iterator[list[date]]:
        """The days of each day, week, month or year that the interval keeps."""
        start, number = SPANS[self.freq](first, self.week_start), 0
        while start <= last:
            end = NEXT[self.freq](start)
            if number % self.interval == 0 and end > since:
                yield [start + DAY * n for n in range((end - start).days)]
            start, number = end, number + 1

    def _falls_on(self, day: date, first: date) -> bool:
        if self.by_month and day.month not in self.by_month:
            return False
        if self.by_month_day and not _is_among(
            day.day, monthrange(day.year, day.month)[1], self.by_month_day
        ):
            return False
        if self.by_year_day and not _is_among(day.timetuple().tm_yday, _year_length(day), self.by_year_day):
            return False
        if self.by_day:
            return any(self._is_nth(day, nth, weekday) for nth, weekday in self.by_day)
        return bool(self.by_month_day or self.by_year_day) or self._is_like(day, first)

    def _is_nth(self, day: date, nth: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if not nth or self.freq in ("DAILY", "WEEKLY"):
            return True
        if self.freq == "YEARLY" and not self.by_month:
            place, length = day.timetuple().tm_yday, _year_length(day)
        else:
            place, length = day.day, monthrange(day.year, day.month)[1]
        return nth == ((place - 1) // 7 + 1 if nth > 0 else -((length - place) // 7 + 1))

    def _is_like(self, day: date, first: date) -> bool:
        """Compare with the first day, which decides when the rule says no day."""
        if self.freq == "WEEKLY":
            return day.weekday() == first.weekday()
        if self.freq == "MONTHLY":
            return day.day == first.day
        if self.freq == "YEARLY":
            return day.day == first.day and (bool(self.by_month) or day.month == first.month)
        return True


def _is_among(place: int, length: int, wanted: Sequence[int]) -> bool:
    return place in wanted or place - length - 1 in wanted


def _year_length(day: date) -> int:
    return date(day.year, 12, 31).timetuple().tm_yday


SPANS: dict[str, Callable[[date, int], date]] = {
    "DAILY": lambda day, _: day,
    "WEEKLY": lambda day, start: day - DAY * ((day.weekday() - start) % 7),
    "MONTHLY": lambda day, _: day.replace(day=1),
    "YEARLY": lambda day, _: day.replace(month=1, day=1),
}
NEXT: dict[str, Callable[[date], date]] = {
    "DAILY": lambda day: day + DAY,
    "WEEKLY": lambda day: day + DAY * 7,
    "MONTHLY": lambda day: (day + DAY * 31).replace(day=1),
    "YEARLY": lambda day: day.replace(year=day.year + 1),
}


def day_of(text: str) -> date:
    """`20261201`; raises ValueError, for a week (`2026-W01`) too."""
    if not re.fullmatch("[0-9]{8}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse(text: str, until: Callable[[str], date] = lambda value: day_of(value[:8])) -> Recurrence:
    """`FREQ=WEEKLY;BYDAY=MO,-1FR;…`; raises Unknown. `until` makes a day of what UNTIL says."""
    parts = _parts(text)
    try:
        return Recurrence(
            freq=parts["FREQ"],
            interval=_positive(parts.get("INTERVAL", "1")),
            count=_positive(parts["COUNT"]) if "COUNT" in parts else None,
            until=until(parts["UNTIL"]) if "UNTIL" in parts else None,
            by_day=tuple(map(_nth_weekday, _listed(parts, "BYDAY"))),
            by_month_day=_numbers(parts, "BYMONTHDAY", 31),
            by_year_day=_numbers(parts, "BYYEARDAY", 366),
            by_month=_numbers(parts, "BYMONTH", 12),
            by_set_pos=_numbers(parts, "BYSETPOS", 366),
            week_start=CODES.index(parts.get("WKST", "MO")),
        )
    except ValueError as error:
        raise Unknown("sa règle de répétition n’est pas lisible.") from error


def _parts(text: str) -> dict[str, str]:
    """Its names and values, once it is one that we read."""
    parts = dict(part.split("=", 1) for part in text.upper().split(";") if "=" in part)
    freq = parts.get("FREQ", "")
    if freq in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise Unknown("il se répète toutes les heures ou plus souvent, ce qu’une salle ne fait pas.")
    if freq not in SPANS:
        raise Unknown("sa règle de répétition n’est pas lisible.")
    # Outlook repeats the hour of the start, which says nothing more.
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if "," not in parts.get(name, ","):
            del parts[name]
    if odd := set(parts) - KNOWN:
        raise Unknown(
            f"sa règle de répétition n’est pas de celles que l’on reprend ({', '.join(sorted(odd))})."
        )
    return parts


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if parts.get(name) else []


def _numbers(parts: dict[str, str], name: str, most: int) -> tuple[int, ...]:
    found = tuple(map(_integer, _listed(parts, name)))
    if any(not 0 < abs(number) <= most for number in found):
        raise ValueError(name)
    return found


def _positive(text: str) -> int:
    if not 0 < (number := _integer(text)) <= MOST_COUNT:
        raise ValueError(text)
    return number


def _nth_weekday(text: str) -> tuple[int, int]:
    nth, name = text.strip()[:-2], text.strip()[-2:]
    if nth and not 0 < abs(_integer(nth)) <= 53:
        raise ValueError(text)
    return _integer(nth or "0"), CODES.index(name)


def _integer(text: str) -> int:
    """Python's own reading takes `1_0` and letters of other scripts too."""
    if not re.fullmatch("[+-]?[0-9]{1,9}", text):
        raise ValueError(text)
    return int(text)


def rhythm_of(recurrence: Recurrence, days: Sequence[date]) -> Rhythm | None:
    """Return the rhythm of ours, ended by the last of these days of the rule, that gives them and few others."""
    for rhythm in _rhythms(recurrence, days):
        found = list(rhythm.days(days[0]))
        # One that gives more than twice as many is another; of a few, many may be left out.
        if set(days) <= set(found) and len(found) <= 2 * len(days) + MOST_LEFT_OUT:
            return rhythm
    return None


def _rhythms(recurrence: Recurrence, days: Sequence[date]) -> Iterator[Rhythm]:
    first, weekdays = days[0], tuple(sorted({weekday for _, weekday in recurrence.by_day}))
    bare = Rhythm(Frequency(recurrence.freq), recurrence.interval, until=days[-1])
    if bare.frequency == Frequency.DAILY and recurrence.interval == 1 and weekdays:
        yield replace(bare, frequency=Frequency.WEEKLY, weekdays=weekdays)
    elif bare.frequency == Frequency.WEEKLY:
        yield replace(bare, weekdays=weekdays or (first.weekday(),))
    elif bare.frequency == Frequency.MONTHLY:
        for rank in ranks_of(first):
            yield replace(bare, nth=(rank, first.weekday()))
        yield replace(bare, month_day=first.day)
        yield replace(bare, month_day=LAST)
    else:
        yield bare
