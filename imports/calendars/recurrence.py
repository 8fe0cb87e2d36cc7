"""The dates of someone else's series made `Series` of this house, where a rhythm of ours gives them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings

from core.french import spaced
from imports.calendars.source_events import Rule, Slot, Unit, key_of
from rooms.ics import rrule
from rooms.ics.rrule import Recurrence
from rooms.recurrence import longest_until, minutes_on

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
    clocks = Counter(found[1:] for slot in slots if (found := minutes_on(slot.period)))
    if not clocks:
        return None
    (starts_at, ends_at), _ = clocks.most_common(1)[0]
    rhythm = rrule.rhythm_of(recurrence, days)
    if rhythm is None:
        return None
    for slot in slots:
        own = minutes_on(slot.period)
        slot.is_apart = slot.is_apart or own is None or own[1:] != (starts_at, ends_at)
    booked = {slot.series_date for slot in slots}
    skipped = [day for day in rhythm.days(days[0]) if day not in booked]
    return Rule(rhythm.rrule(), days[0], starts_at, ends_at, skipped)
