"""The rule of an invitation made a series of ours: its dates to come, their hours, and those that are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import french
from core.french import NBSP, spaced
from rooms.ics import rrule
from rooms.ics.event import ParsedEvent, until_of
from rooms.mail_in.reading import period_of
from rooms.models import Room, Series
from rooms.recurrence import Rule, longest_until, minutes_on
from rooms.series.plan import DateChoice, DateWay, Obstructed

# Dates of a rule that is followed from its first day on, those that are over included.
MOST_DATES = 5_000
# As often as somebody may take a date while the locks are awaited.
TRIES = 4
SKIP = DateChoice(DateWay.SKIP)
ODD = spaced(
    "Le rythme de cette réunion n’est pas de ceux que la salle connaît : réservez-la date par date, ou sur l’intranet."
)
PAST = "Cette série n’a plus de date à venir."
OVER_MIDNIGHT = spaced(
    "Les dates d’une série commencent et finissent le même jour : réservez celles-ci une à une."
)


@dataclass
class Wish:
    """`days` are the dates asked for, those to come; `others` their hours where the clock shows other ones."""

    rule: Rule
    days: list[date]
    starts_at: int
    ends_at: int
    others: dict[date, DateChoice]
    note: str = ""
    refused: dict[date, str] = field(default_factory=dict)

    def choices(self, first: date) -> dict[date, DateChoice]:
        """Return what is chosen for the dates that the rule gives from that day on."""
        asked = set(self.days)
        skipped = {day: SKIP for day in self.rule.days(first) if day not in asked}
        return {**self.others, **skipped, **dict.fromkeys(self.refused, SKIP)}

    def written(self, first: date, write: Callable[[dict[date, DateChoice]], Series]) -> Series:
        """Write the dates that are possible; the others are in `refused`, unless the town wants all or none."""
        for _ in range(TRIES):
            try:
                return write(self.choices(first))
            except Obstructed as obstructed:
                self.refused |= {line.date: _without_title(line.obstacle) for line in obstructed.plan.open}
                if settings.ROOMS_SERIES_WHOLE or len(self.refused) >= len(self.days):
                    raise ValidationError(self.all_refused()) from obstructed
        raise ValidationError(self.all_refused())

    def all_refused(self) -> str:
        day, why = min(self.refused.items())
        return spaced(
            f"Toutes les dates ne sont pas possibles. Par exemple, le {french.long_date(day)} : {why}"
        )


def _without_title(obstacle: str) -> str:
    """The sentence without the title of what stands there: a private one must not travel by mail."""
    words, title, _ = obstacle.partition(f"{NBSP}: «")
    return f"{words}." if title else obstacle


def wish_of(event: ParsedEvent, room: Room) -> Wish:
    """Raise ValidationError for a rule that is not read, gives no date to come, or too many."""
    if len(event.rules) > 1 or event.added:
        raise ValidationError(ODD)
    try:
        recurrence = rrule.parse(event.rules[0], lambda text: until_of(text, event))
    except (rrule.Unknown, ValueError, OverflowError) as error:
        raise ValidationError(ODD) from error
    days, note = _days(event, recurrence)
    rule = rrule.rhythm_of(recurrence, days)
    if rule is None:
        raise ValidationError(ODD)
    hours = {day: clocks(day, period_of(event, room, event.on(day))) for day in days}
    (starts_at, ends_at), _ = Counter(hours.values()).most_common(1)[0]
    others = {
        day: DateChoice(DateWay.TIME, day=day, starts_at=own[0], ends_at=own[1])
        for day, own in hours.items()
        if own != (starts_at, ends_at)
    }
    return Wish(rule, days, starts_at, ends_at, others, note)


def _days(event: ParsedEvent, recurrence: rrule.Recurrence) -> tuple[list[date], str]:
    """The dates to come that it holds, and a sentence where they are cut."""
    today, most = timezone.localdate(), settings.ROOMS_SERIES_DATES
    last = longest_until(max(event.start.date(), today))
    removed = {
        moment.date() if isinstance(moment, datetime) else moment
        for moment in map(event.local, event.excluded)
    }
    given = islice(recurrence.dates(event.start.date(), last, since=today), MOST_DATES)
    to_come = [day for day in given if day >= today]
    is_longer = recurrence.is_endless or bool(recurrence.until and recurrence.until > last)
    if len(to_come) > most and not is_longer:
        raise ValidationError(
            spaced(f"Cette série a plus de {french.number(most)} dates : arrêtez-la plus tôt.")
        )
    days = [day for day in to_come[:most] if day not in removed]
    if not days:
        raise ValidationError(PAST)
    until = f"Une série ne va pas plus loin : la salle est prise jusqu’au {french.long_date(days[-1])}."
    return days, spaced(until) if is_longer else ""


def clocks(day: date, period: DateTimeTZRange) -> tuple[int, int]:
    """The minutes of that day's clock at which it starts and ends."""
    found = minutes_on(period)
    if found is None or found[0] != day:
        raise ValidationError(OVER_MIDNIGHT)
    return found[1:]
