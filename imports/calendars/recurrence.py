"""The dates of someone else's series made `Series` of this house, where a rhythm of ours gives them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from core.french import spaced
from imports.calendars.source_events import Rule, Slot, Unit, key_of
from rooms.ics import rrule
from rooms.ics.rrule import Recurrence
from rooms.recurrence import longest_until

# A rhythm that gives more than twice the dates that there are is not theirs.
MOST_SKIPPED = 2
NOT_OURS = spaced("Son rythme n’est pas de ceux d’ici : pris date par date.")


def as_series(unit: Unit, days: Sequence[date], recurrence: Recurrence | None) -> Iterator[Unit]:
    """The unit as one or several series, or as single bookings, which a note says.

    `days` are all those of the rule, in order; the unit's slots those that are booked, by `series_date` (null for
    dates added apart from the rule). A series is cut where it would be longer than series may be.
    """
    added = [slot for slot in unit.slots if slot.series_date is None]
    by_day = {slot.series_date: slot for slot in unit.slots if slot.series_date}
    is_whole, is_said = True, False
    for number, part in enumerate(_parts([day for day in days if day >= min(by_day, default=date.max)])):
        slots = [by_day[day] for day in part if day in by_day]
        rule = _rule(part, slots, recurrence) if recurrence else None
        if slots and rule:
            is_said = True
            key = unit.key if not number else key_of(unit.key, part[0])
            yield replace(unit, key=key, slots=slots, rule=rule, notes=unit.notes if not number else [])
        elif slots:
            # One date alone has no rhythm to lose.
            is_whole = is_whole and (recurrence is None or len(part) == 1)
            added += slots
    if added:
        notes = [] if is_said else unit.notes
        if not is_whole:
            notes = [*notes, NOT_OURS]
        yield replace(
            unit, slots=[replace(slot, series_date=None, is_apart=False) for slot in added], notes=notes
        )


def _parts(days: Sequence[date]) -> Iterator[list[date]]:
    part: list[date] = []
    for day in days:
        if part and (len(part) == settings.ROOMS_SERIES_DATES or day > longest_until(part[0])):
            yield part
            part = []
        part.append(day)
    if part:
        yield part


def _rule(days: list[date], slots: list[Slot], recurrence: Recurrence) -> Rule | None:
    """A rhythm of ours that gives these days, and the usual hours; slots at others are apart."""
    if len(days) < 2 or not slots:
        return None
    clocks = Counter(clock for slot in slots if (clock := _clock(slot)))
    if not clocks:
        return None
    (starts_at, ends_at), _ = clocks.most_common(1)[0]
    for rhythm in rrule.rhythms(recurrence, days):
        found = list(rhythm.days(days[0]))
        if set(days) <= set(found) and len(found) <= MOST_SKIPPED * len(days):
            for slot in slots:
                slot.is_apart = slot.is_apart or _clock(slot) != (starts_at, ends_at)
            booked = {slot.series_date for slot in slots}
            skipped = [day for day in found if day not in booked]
            return Rule(rhythm.rrule(), days[0], starts_at, ends_at, skipped)
    return None


def _clock(slot: Slot) -> tuple[int, int] | None:
    """The minutes of the town's clock at which it starts and ends, when that is on one day."""
    start, end = timezone.localtime(slot.period.lower), timezone.localtime(slot.period.upper)
    if end.date() == start.date():
        return _minutes(start), _minutes(end)
    is_midnight = end.date() == start.date() + timedelta(days=1) and not _minutes(end)
    return (_minutes(start), 1440) if is_midnight else None


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
