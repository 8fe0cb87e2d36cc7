"""The rhythms of a series: what people choose, what iCalendar writes, the dates that it gives, the words for it.

Everything here is a matter of days; the hours are the series', on the town's clock (`times_on`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core import french
from core.french import spaced
from rooms import periods

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = (0, 1, 2, 3, 4)
LAST = -1
RANKS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", LAST: "dernier"}
LONGEST_INTERVAL = 99
MIDNIGHT = 1440


class Frequency(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class UnknownRule(ValueError):
    """An RRULE that this house does not write; the dates of a series that has it are its rows."""


@dataclass(frozen=True)
class Rule:
    """A rhythm and its end: `until` (the last day that may have a date) or `count`, one of the two.

    `weekdays` (Monday is 0) are a weekly rule's. A monthly rule has either `month_day` (1 to 31, or -1 for the last
    one; a month that lacks it is passed over) or `nth`, a rank (1 to 4, or -1) and a weekday. A yearly rule falls on
    the day and month of its first date, so that 29 February comes every fourth year.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    nth: tuple[int, int] | None = None
    until: date | None = None
    count: int | None = None

    @property
    def is_working_days(self) -> bool:
        return self.frequency == Frequency.WEEKLY and self.interval == 1 and self.weekdays == WORKING_DAYS

    # What iCalendar writes

    def rrule(self) -> str:
        """`FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630`: a value of RRULE without DTSTART, UNTIL as a date."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(CODES[number] for number in self.weekdays))
        if self.nth:
            parts.append(f"BYDAY={self.nth[0]}{CODES[self.nth[1]]}")
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        elif self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    @classmethod
    def read(cls, text: str) -> Rule:
        """The rule that `rrule()` wrote; raises UnknownRule for a shape of another house."""
        try:
            given = dict(part.split("=", 1) for part in text.split(";"))
            frequency = Frequency(given.pop("FREQ"))
            rule = cls(frequency, interval=int(given.pop("INTERVAL", "1")))
            if "COUNT" in given:
                rule = replace(rule, count=int(given.pop("COUNT")))
            if "UNTIL" in given:
                rule = replace(rule, until=date.fromisoformat(given.pop("UNTIL")[:8]))
            if "BYMONTHDAY" in given:
                rule = replace(rule, month_day=int(given.pop("BYMONTHDAY")))
            if days := given.pop("BYDAY", ""):
                rule = _with_days(rule, days.split(","))
        except (KeyError, ValueError) as error:
            raise UnknownRule(text) from error
        if given.pop("WKST", "MO") != "MO" or given or not _is_ours(rule):
            raise UnknownRule(text)
        return rule

    # The dates

    def days(self, first: date) -> Iterator[date]:
        """Its dates from `first` on, in order, without its count; never beyond the longest series allowed."""
        last = longest_until(first)
        until = min(self.until, last) if self.until else last
        if until < first:
            return
        whole = replace(self, count=None, until=until).rrule()
        for moment in rrulestr(whole, dtstart=datetime.combine(first, time())):
            yield moment.date()

    def dates(self, first: date) -> list[date]:
        """All its dates from `first` on; raises ValidationError for none, for too many, or for too long a time."""
        self.check(first)
        most = settings.ROOMS_SERIES_DATES
        found = list(islice(self.days(first), self.count or most + 1))
        if len(found) > most:
            raise ValidationError(
                spaced(f"Ce rythme donne plus de {french.number(most)} dates : arrêtez-le plus tôt."),
                code="too_many_dates",
            )
        if not found:
            raise ValidationError(
                spaced(
                    "Ce rythme ne tombe jamais : il ne donne aucune date. Choisissez-en un autre, ou une fin "
                    "plus lointaine."
                ),
                code="no_date",
            )
        if self.count and len(found) < self.count:
            raise ValidationError(
                spaced(
                    f"Avec ce rythme, {french.number(self.count)} fois mènent au-delà de "
                    f"{_years()} : une série s’arrête au plus tard le {french.long_date(longest_until(first))}."
                ),
                code="too_long",
            )
        return found

    def check(self, first: date) -> None:
        """Raise ValidationError for a rule that cannot be followed from that day, before any date is computed."""
        if not 1 <= self.interval <= LONGEST_INTERVAL:
            raise ValidationError(
                spaced(f"Écrivez un nombre de 1 à {LONGEST_INTERVAL} : 2 pour « une fois sur deux »."),
                code="interval",
            )
        if (self.until is None) == (self.count is None):
            raise ValidationError(
                spaced("Dites quand la série s’arrête : une date, ou un nombre de fois."),
                code="no_end",
            )
        if self.until and self.until < first:
            raise ValidationError("La série s’arrêterait avant d’avoir commencé.", code="ends_before_start")
        if self.until and self.until > longest_until(first):
            raise ValidationError(
                spaced(
                    f"Une série dure {_years()} au plus : arrêtez-la au plus tard le "
                    f"{french.long_date(longest_until(first))}."
                ),
                code="too_long",
            )
        if self.count is not None and not 1 <= self.count <= settings.ROOMS_SERIES_DATES:
            raise ValidationError(
                f"Une série compte de 1 à {french.number(settings.ROOMS_SERIES_DATES)} dates.",
                code="too_many_dates",
            )

    # Other rules made of this one

    def moved(self, first: date, days: int) -> Rule | None:
        """The rule that gives each of its dates that many days later; None when no rule of its kind does."""
        old = list(islice(self.days(first), self.count))
        wanted = [day + timedelta(days=days) for day in old]
        for candidate in self._candidates(wanted[0], days):
            found = list(islice(candidate.days(wanted[0]), len(wanted) + 1))
            if (found[: len(wanted)] if self.count else found) == wanted:
                return candidate
        return None

    def _candidates(self, first: date, days: int) -> Iterator[Rule]:
        until = self.until + timedelta(days=days) if self.until else None
        moved = replace(self, until=until)
        if self.frequency == Frequency.WEEKLY:
            yield replace(moved, weekdays=tuple(sorted((number + days) % 7 for number in self.weekdays)))
        elif self.nth:
            for rank in ranks_of(first):
                yield replace(moved, nth=(rank, first.weekday()))
        elif self.month_day:
            yield replace(moved, month_day=first.day)
        else:
            yield moved

    # The words

    def rhythm(self, first: date) -> str:
        """« chaque mardi », « un lundi sur deux », « le premier mardi de chaque mois »."""
        return _RHYTHMS[self.frequency](self, first)

    def sentence(self, first: date) -> str:
        """« chaque mardi jusqu’au 30 juin 2027 », « chaque jour, 10 fois »."""
        if self.count:
            return f"{self.rhythm(first)}, {french.count_of(self.count, 'fois', 'fois')}"
        return f"{self.rhythm(first)} jusqu’au {_date(self.until)}" if self.until else self.rhythm(first)


def sentence_of(text: str, first: date) -> str:
    """The sentence of a stored rule; for an imported one of another shape, words that are still true."""
    try:
        return Rule.read(text).sentence(first)
    except UnknownRule:
        return "selon le rythme de l’agenda d’où elle vient"


def longest_until(first: date) -> date:
    """The last day that a series starting on `first` may have."""
    return first + relativedelta(years=settings.ROOMS_SERIES_YEARS)


def ranks_of(day: date) -> list[int]:
    """Return the ranks of its weekday in its month: `[4, -1]` for a fourth Thursday that is the last one."""
    rank = (day.day - 1) // 7 + 1
    ranks = [rank] if rank in RANKS else []
    return [*ranks, LAST] if (day + timedelta(days=7)).month != day.month else ranks


def times_on(day: date, starts_at: int, ends_at: int) -> DateTimeTZRange:
    """The period between two times of the town's clock, in minutes since midnight, on that day.

    Raises ValidationError when the clocks change that night and one of the times does not exist, or exists twice.
    """
    return DateTimeTZRange(_moment(day, starts_at), _moment(day, ends_at))


def minutes_on(period: DateTimeTZRange) -> tuple[date, int, int] | None:
    """Return the day and the two minutes that `times_on` takes; None for a period of several days."""
    start, end = french.local(period.lower), french.local(period.upper)
    starts_at, ends_at = (moment.hour * 60 + moment.minute for moment in (start, end))
    if end.date() == start.date():
        return start.date(), starts_at, ends_at
    is_midnight = not ends_at and end.date() == start.date() + timedelta(days=1)
    return (start.date(), starts_at, MIDNIGHT) if is_midnight else None


def _moment(day: date, minutes: int) -> datetime:
    if minutes == MIDNIGHT:
        return periods.midnight(day + timedelta(days=1))
    return periods.sure_moment(day, time(minutes // 60, minutes % 60))


def clock_of(minutes: int) -> str:
    """« 9 h 30 »; « minuit » for the end of the day."""
    return "minuit" if minutes == MIDNIGHT else french.clock(time(minutes // 60, minutes % 60))


def minutes_of(clock: str) -> int:
    """`"09:30"` → 570; `"24:00"` → 1440."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _with_days(rule: Rule, days: list[str]) -> Rule:
    """BYDAY: plain weekdays of a weekly rule, or one ranked weekday of a monthly one."""
    if rule.frequency == Frequency.MONTHLY:
        [ranked] = days
        return replace(rule, nth=(int(ranked[:-2]), CODES.index(ranked[-2:])))
    numbers = tuple(sorted({CODES.index(day) for day in days}))
    if rule.frequency == Frequency.DAILY and rule.interval == 1:
        # « Chaque jour, mais seulement ceux-là » is a week's rule.
        return replace(rule, frequency=Frequency.WEEKLY, weekdays=numbers)
    return replace(rule, weekdays=numbers)


def _is_ours(rule: Rule) -> bool:
    if rule.interval < 1 or (rule.count is not None and rule.count < 1):
        return False
    if rule.frequency == Frequency.MONTHLY:
        if rule.nth:
            return rule.nth[0] in RANKS and rule.month_day is None
        return rule.month_day is not None and (1 <= rule.month_day <= 31 or rule.month_day == LAST)
    if rule.month_day is not None:
        return False
    return (rule.frequency == Frequency.WEEKLY) == bool(rule.weekdays)


def _years() -> str:
    return french.count_of(settings.ROOMS_SERIES_YEARS, "an")


def _date(day: date | None) -> str:
    """« 30 juin 2027 »."""
    return french.long_date(day).split(" ", 1)[1] if day else ""


def _daily(rule: Rule, first: date) -> str:
    return "chaque jour" if rule.interval == 1 else f"tous les {rule.interval} jours"


def _weekly(rule: Rule, first: date) -> str:
    names = [french.WEEKDAYS[number] for number in rule.weekdays]
    if rule.is_working_days:
        return "du lundi au vendredi"
    if rule.interval == 1:
        return f"chaque {french.listed(names)}"
    if rule.interval == 2 and len(names) == 1:
        return f"un {names[0]} sur deux"
    return f"toutes les {rule.interval} semaines, {french.listed([f'le {name}' for name in names])}"


def _monthly(rule: Rule, first: date) -> str:
    if rule.nth:
        day = f"le {RANKS[rule.nth[0]]} {french.WEEKDAYS[rule.nth[1]]}"
    elif rule.month_day == LAST:
        day = "le dernier jour"
    else:
        day = "le 1ᵉʳ" if rule.month_day == 1 else f"le {rule.month_day}"
    return f"{day} de chaque mois" if rule.interval == 1 else f"{day}, tous les {rule.interval} mois"


def _yearly(rule: Rule, first: date) -> str:
    day = f"le {french.day_and_month(first)}"
    return f"{day} de chaque année" if rule.interval == 1 else f"{day}, tous les {rule.interval} ans"


_RHYTHMS = {
    Frequency.DAILY: _daily,
    Frequency.WEEKLY: _weekly,
    Frequency.MONTHLY: _monthly,
    Frequency.YEARLY: _yearly,
}
