"""The events of a file as what can be booked: series with their exceptions, single events, and what is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from django.conf import settings

from core import french
from core.french import spaced
from core.imports.cells import flat
from imports.calendars.recurrence import as_series
from imports.calendars.report import ImportOutcome, Report, ReportLine
from imports.calendars.source_events import Slot, Unit, key_of, label_of
from rooms.ics import rrule, splitting
from rooms.ics.event import (
    OFF_QUARTERS,
    Impossible,
    Moment,
    ParsedEvent,
    Person,
    event_of,
    until_of,
    why,
    widened,
)
from rooms.ics.zones import Zones
from rooms.models import Room
from rooms.periods import LAST_YEAR, midnight

# What a file may hold once its rules are unrolled.
MOST_DATES = 100_000
MOST_RULES = 10_000
# Rules are walked through from their first day on: two thousand years of each would be long.
OLDEST_YEAR = 1900
# A booking lasts a month at most.
LONGEST_DAYS = timedelta(days=32)
TOO_MUCH = spaced(
    f"le fichier donne plus de {french.number(MOST_DATES)} dates en tout : coupez-le en plusieurs."
)
OTHER_KINDS = spaced("Les tâches et les notes du fichier sont laissées : ce ne sont pas des réservations.")
ALL_DAY = spaced("Les événements « toute la journée » prennent la salle de minuit à minuit.")


def read_ics(data: bytes, *, room: Room, since: date, report: Report) -> Iterator[Unit | ReportLine]:
    """Each event in the order of the file; dates over before `since` are counted and left.

    Raises `splitting.Unreadable` before anything is given.
    """
    return Reader(room, since, report).units(list(splitting.blocks(data)))


@dataclass(slots=True)
class Date:
    """A booking for one date of a recurring event; `series_date` if its rule gives it."""

    key: str
    length: timedelta | None = None
    series_date: date | None = None


class Dates(dict[datetime, Date]):
    """The dates of a recurring event by their start, a time of its clock; those of its rule first."""

    def __init__(self) -> None:
        super().__init__()
        self._by_day: dict[date, list[datetime]] = defaultdict(list)

    def add(
        self, start: datetime, key: str, length: timedelta | None = None, series_date: date | None = None
    ) -> None:
        if start not in self:
            self[start] = Date(key, length, series_date)
            self._by_day[start.date()].append(start)

    def matching(self, moment: Moment) -> list[datetime]:
        """The dates that EXDATE or RECURRENCE-ID names: those of a day, or the one that starts then.

        Some programs leave the former hour in them when a series moves: then, the one that the rule gives that day.
        """
        if isinstance(moment, datetime):
            if moment in self:
                return [moment]
            return [start for start in self._by_day[moment.date()] if self[start].series_date]
        return self._by_day[moment]


@dataclass
class Reader:
    room: Room
    since: date
    report: Report
    zones: Zones = field(default_factory=Zones)
    dates: int = 0
    rules: int = 0

    def units(self, blocks: list[splitting.Block]) -> Iterator[Unit | ReportLine]:
        groups: dict[str, list[ParsedEvent]] = defaultdict(list)
        for block in blocks:
            if block.kind == "VTIMEZONE":
                self.zones.learn(block)
        for number, block in enumerate(blocks):
            if block.kind in splitting.OTHERS:
                self.report.note(OTHER_KINDS)
            elif block.kind == "VEVENT":
                try:
                    event = self._event(block)
                except (Impossible, OverflowError) as error:
                    yield refused(block.line, "", why(error))
                else:
                    groups[event.uid or f"sans identifiant {number}"].append(event)
        for note in self.zones.notes:
            self.report.note(note)
        for uid, events in groups.items():
            yield from self._group(uid, events)

    def _event(self, block: splitting.Block) -> ParsedEvent:
        if not block.is_complete:
            raise Impossible("le fichier s’arrête au milieu de cet événement.")
        if block.fault:
            raise Impossible(block.fault)
        return event_of(block, self.zones)

    def _group(self, uid: str, events: list[ParsedEvent]) -> Iterator[Unit | ReportLine]:
        """Read the events of one identifier: the whole, and its changed dates; the newest of each counts."""
        events = sorted(events, key=lambda event: event.sequence)
        whole = next((event for event in reversed(events) if event.instead_of is None), None)
        newest: dict[Moment, ParsedEvent] = {}
        for event in events:
            if event.instead_of is not None:
                newest[(whole or event).local(event.instead_of)] = event
        if whole and whole.is_free and not whole.is_cancelled:
            self.report.counts["free"] += 1
            if all(event.is_free or event.is_cancelled for event in newest.values()):
                return
        try:
            if whole and (whole.rules or whole.added or whole.excluded or newest):
                yield from self._series(uid, whole, newest)
                return
            for event in filter(None, [whole, *newest.values()]):
                yield from self._alone(uid, event)
        except (Impossible, rrule.Unknown, OverflowError) as error:
            first = whole or events[0]
            yield refused(first.line, label_of(first), why(error))

    def _alone(self, uid: str, event: ParsedEvent) -> Iterator[Unit | ReportLine]:
        key = self._key(uid, _day(event.local(event.instead_of)) if event.instead_of else "")
        try:
            slot = self._slot(event, event.start, key)
        except (Impossible, OverflowError) as error:
            yield refused(event.line, label_of(event), why(error))
            return
        if slot:
            yield self._unit(event, key, [slot])
        else:
            self.report.counts["past"] += 1

    def _series(
        self, uid: str, whole: ParsedEvent, changed: dict[Moment, ParsedEvent]
    ) -> Iterator[Unit | ReportLine]:
        recurrences, days, dates = self._dates(uid, whole, changed)
        removed = {start for moment in whole.excluded for start in dates.matching(whole.local(moment))}
        if recurrences and _are_over(recurrences, whole):
            # « Supprimer cette date et les suivantes », on the first one.
            removed.add(whole.start)
        overrides: dict[datetime, ParsedEvent] = {}
        orphans = []
        for moment, event in changed.items():
            start = next((start for start in dates.matching(moment) if start not in removed), None)
            if start is None:
                orphans.append((moment, event))
            else:
                overrides[start] = event
        slots, refusals = [], []
        is_refused, is_free = False, whole.is_free and not whole.is_cancelled
        if is_free:
            # How far its rule goes is nobody's matter.
            whole.notes.clear()
        for start, each in dates.items():
            event = overrides.get(start, whole)
            if start in removed or (event is whole and (is_refused or is_free)):
                continue
            try:
                if event is whole:
                    slot = self._slot(whole, start, each.key, each.length)
                else:
                    slot = self._slot(event, event.start, each.key)
            except Impossible as error:
                refusals.append(refused(event.line, label_of(event), why(error)))
                # All the dates of the rule last as long: said once.
                is_refused = is_refused or (event is whole and each.length is None)
                continue
            if slot:
                # The busy dates of a free series have no rhythm of their own.
                slot.series_date = None if is_free else each.series_date
                slot.is_apart = event is not whole
                slots.append(slot)
        yield from refusals
        if slots:
            unit = self._unit(whole, self._key(uid, "série"), slots)
            yield from as_series(unit, days, recurrences[0] if recurrences else None)
        elif not refusals:
            self.report.counts["cancelled" if removed and removed >= set(dates) else "past"] += 1
        for moment, event in orphans:
            yield from self._orphan(uid, moment, event)

    def _orphan(self, uid: str, moment: Moment, event: ParsedEvent) -> Iterator[Unit | ReportLine]:
        """A change of a date that the series leaves out or does not give: not booked, as if it were cancelled."""
        key = self._key(uid, _day(moment))
        try:
            slot = self._slot(event, event.start, key)
        except (Impossible, OverflowError):
            return
        if slot is None:
            return
        if not slot.is_cancelled:
            slot.is_cancelled = True
            event.notes.append(
                spaced(f"Il remplace le {french.long_date(_day(moment))}, que sa série n’a pas : laissé.")
            )
        yield self._unit(event, key, [slot])

    def _dates(
        self, uid: str, whole: ParsedEvent, changed: dict[Moment, ParsedEvent]
    ) -> tuple[list[rrule.Recurrence], list[date], Dates]:
        """The rules, the days of the first up to the longest that series last, and all the dates before EXDATE.

        Beyond these days, a date of a rule is there only when a change has brought it within them.
        """
        first = whole.start.date()
        dates = Dates()
        if not whole.rules:
            days, recurrences = [first], list[rrule.Recurrence]()
            dates.add(whole.start, self._key(uid, first if whole.added else ""), series_date=first)
        else:
            if not OLDEST_YEAR <= first.year < LAST_YEAR:
                raise OverflowError
            earliest = self.since - LONGEST_DAYS
            last = max(first, self.since) + relativedelta(years=settings.ROOMS_SERIES_YEARS)
            far = {
                _day(moment)
                for moment, event in changed.items()
                if event.start.date() >= earliest and not earliest <= _day(moment) <= last
            }
            recurrences, within = [], []
            for number, rule in enumerate(whole.rules):
                recurrence, given = self._given(whole, rule, min({earliest, *far}), max({last, *far}))
                recurrences.append(recurrence)
                within.append([day for day in given if earliest <= day <= last])
                for day in given:
                    if day in far or earliest <= day <= last:
                        is_of_series = not number and day not in far
                        dates.add(
                            whole.on(day), self._key(uid, day), series_date=day if is_of_series else None
                        )
            self._note_ends(whole, recurrences, within, last)
            days = within[0]
            # The first date counts whatever the rule says.
            if first >= earliest or first in far:
                dates.add(whole.start, self._key(uid, whole.start.isoformat()))
        for start, length in whole.added:
            dates.add(start, self._key(uid, start.isoformat()), length)
        return recurrences, days, dates

    def _note_ends(
        self,
        whole: ParsedEvent,
        recurrences: list[rrule.Recurrence],
        within: list[list[date]],
        last: date,
    ) -> None:
        """Say that the rules never fall, or how far each is taken."""
        if not any(within) and whole.start.date() >= self.since and not _are_over(recurrences, whole):
            whole.notes.append(
                spaced("Sa règle de répétition ne tombe jamais : seule sa première date est prise.")
            )
        for recurrence, days in zip(recurrences, within, strict=True):
            if days and (recurrence.is_endless or (recurrence.until and recurrence.until > last)):
                why_cut = "Sans fin" if recurrence.is_endless else "Plus longue qu’une série d’ici"
                whole.notes.append(spaced(f"{why_cut} : pris jusqu’au {french.long_date(days[-1])}."))

    def _given(
        self, whole: ParsedEvent, rule: str, earliest: date, last: date
    ) -> tuple[rrule.Recurrence, list[date]]:
        """The rule read, and its days; those before `earliest` may be left out."""
        first = whole.start.date()
        self.rules += 1
        if self.rules > MOST_RULES:
            raise Impossible(
                spaced(f"le fichier a plus de {french.number(MOST_RULES)} séries : coupez-le en plusieurs.")
            )
        recurrence = rrule.parse(rule, lambda text: until_of(text, whole))
        last = min(last, date(LAST_YEAR, 1, 1))
        given = list(islice(recurrence.dates(first, last, since=earliest), MOST_DATES))
        self.dates += len(given)
        if self.dates > MOST_DATES:
            raise Impossible(TOO_MUCH)
        return recurrence, given

    def _key(self, uid: str, date: date | str) -> str:
        return key_of("ics", self.room.pk, uid, date)

    def _slot(
        self, event: ParsedEvent, start: datetime, key: str, length: timedelta | None = None
    ) -> Slot | None:
        """Return the booking to make; None for what is past."""
        period, is_wider = widened(*event.ends(start, length))
        if period.upper <= midnight(self.since):
            return None
        if is_wider and OFF_QUARTERS not in event.notes:
            event.notes.append(OFF_QUARTERS)
        if event.is_all_day:
            self.report.note(ALL_DAY)
        return Slot(
            key, period, event.title, event.is_private, is_cancelled=event.is_cancelled or event.is_free
        )

    def _is_the_room(self, organiser: Person) -> bool:
        """Google and Exchange give a resource's own mailbox as the organiser of what was booked through it."""
        return bool(organiser.name) and flat(organiser.name) == flat(self.room.name)

    def _unit(self, event: ParsedEvent, key: str, slots: list[Slot]) -> Unit:
        return Unit(
            where=f"ligne {event.line}",
            key=key,
            room=self.room,
            title=event.title,
            organiser=Person() if self._is_the_room(event.organiser) else event.organiser,
            slots=slots,
            is_private=event.is_private,
            notes=event.notes,
        )


def refused(line: int, label: str, words: str) -> ReportLine:
    return ReportLine(ImportOutcome.REFUSED, f"ligne {line}", label, words)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _are_over(recurrences: list[rrule.Recurrence], whole: ParsedEvent) -> bool:
    """Whether each rule ended before the first date."""
    return all(each.until is not None and each.until < whole.start.date() for each in recurrences)
