"""Books what a reader found, in batches, past the rules of hours but never over someone else's booking.

A dry run is the same code without the writing. Twice is once: each booking keeps the key of the event it came from.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.french import count_of, listed, of, spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web import locks
from imports.calendars.report import SAMPLE, ImportOutcome, Report, ReportLine
from imports.calendars.source_events import Slot, Unit
from imports.people import People
from rooms.availability import occupancy
from rooms.availability.rule_context import closures_by_room
from rooms.ics.event import LONGEST_TITLE
from rooms.models import Booking, Room, Series
from rooms.periods import when, when_closed

Held = tuple[datetime, datetime, str]


class Taken:
    """Periods by cell, in order; they never overlap, for what clashes is not added."""

    def __init__(self) -> None:
        self._cells: dict[int, list[object]] = {}
        self._held: dict[object, list[Held]] = defaultdict(list)

    def learn(self, rooms: Iterable[Room]) -> None:
        for room in rooms:
            if id(room) not in self._cells:
                # A room that a dry run would create has a cell of its own.
                pks: list[object] = list(room.cells.values_list("pk", flat=True)) if room.pk else []
                self._cells[id(room)] = pks or [id(room)]

    def find(self, room: Room, slot: Slot) -> str:
        """The place in the source of what stands in the way, or nothing."""
        wanted = occupancy.blocked(room, slot.period)
        for cell in self._cells[id(room)]:
            held = self._held[cell]
            place = bisect_left(held, (wanted.lower,))
            for lower, upper, where in held[max(place - 1, 0) : place + 1]:
                if lower < wanted.upper and wanted.lower < upper:
                    return where
        return ""

    def add(self, room: Room, slot: Slot, where: str) -> None:
        wanted = occupancy.blocked(room, slot.period)
        for cell in self._cells[id(room)]:
            insort(self._held[cell], (wanted.lower, wanted.upper, where))


State = Booking.State


@dataclass
class Batch:
    """The units of one transaction, and what becomes of each of their dates."""

    units: Sequence[Unit]
    by: Agent
    people: People
    taken: Taken
    seen: set[str]
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[ReportLine] = field(default_factory=list)
    # In order, with the booking that stands for each.
    accepted: list[tuple[Unit, Slot, Booking]] = field(default_factory=list)
    _ruled: dict[str, Unit] = field(default_factory=dict)
    _old: dict[str, Series] = field(default_factory=dict)

    @property
    def bookings(self) -> list[Booking]:
        return [booking for _, _, booking in self.accepted]

    def decide(self) -> None:
        """Four statements and one for each room, whatever the number of dates; nothing is written."""
        self.taken.learn(unit.room for unit in self.units)
        wanted = self._new()
        in_the_way = self._in_the_way(wanted)
        for place, (unit, slot) in enumerate(wanted):
            if other := in_the_way.get(place):
                self._clash(unit, slot, f"par {_said(other)}")
            elif where := self.taken.find(unit.room, slot):
                self._clash(unit, slot, f"par un autre événement du même import ({where})")
            else:
                self._accept(unit, slot)
        self._note_closed()
        self._find_series()
        for unit in self.units:
            self._remark(unit)

    def write(self) -> None:
        """A statement for the series, one for the bookings, one for what they hold."""
        series = self._series()
        for unit, slot, booking in self.accepted:
            # Dates added to a rule bear its key, and stand alone.
            if unit.rule and (one := series.get(unit.key)):
                booking.series, booking.series_date = one, slot.series_date
                booking.is_apart = slot.is_apart
        Booking.objects.bulk_create(self.bookings)
        occupancy.hold(self.bookings)

    @property
    def strangers(self) -> Counter[str]:
        """Count the accepted dates of each name that no account here answers to."""
        units = (unit for unit, _, _ in self.accepted if unit.organiser.label and not self._known(unit))
        return Counter(unit.organiser.label[:60] for unit in units)

    def add_to(self, report: Report) -> None:
        report.counts.update(self.counts)
        for line in self.lines:
            report.tell(line)
        for unit, slot, booking in self.accepted[: SAMPLE - len(report.sample)]:
            who = str(booking.organiser)
            report.sample.append([unit.label, unit.room.name, when(slot.period), who])

    def _new(self) -> list[tuple[Unit, Slot]]:
        keys = [slot.key for unit in self.units for slot in unit.slots]
        found = Booking.objects.filter(imported_from__in=keys).select_related("room")
        known = {booking.imported_from: booking for booking in found}
        new = []
        for unit in self.units:
            for slot in unit.slots:
                if slot.key in self.seen:
                    self._tell(
                        ImportOutcome.REFUSED, unit, f"{when(slot.period)}, ce fichier le donne deux fois."
                    )
                    self.counts["refused"] += 1
                    continue
                self.seen.add(slot.key)
                if booking := known.get(slot.key):
                    self._compare(unit, slot, booking)
                elif slot.is_cancelled:
                    self.counts["cancelled"] += 1
                else:
                    new.append((unit, slot))
        return new

    def _compare(self, unit: Unit, slot: Slot, booking: Booking) -> None:
        """With what an earlier import booked, which is left as it is."""
        said = ""
        if booking.is_holding and slot.is_cancelled:
            said = spaced(
                f"annulé à la source, mais encore réservé ici {when(booking.period)} : à vous de voir."
            )
        elif booking.is_holding and (booking.room, booking.period) != (unit.room, slot.period):
            said = spaced(
                f"la source dit maintenant {unit.room.called}, {when(slot.period)} ; "
                f"ici, {booking.room.called}, {when(booking.period)} : rien n’est changé."
            )
        elif booking.is_holding and booking.title not in (slot.title, self._titled(unit, slot)):
            said = spaced(f"{when(booking.period)}, son objet n’est plus le même : rien n’est changé.")
        self.counts["changed" if said else "same"] += 1
        self._tell(ImportOutcome.CHANGED if said else ImportOutcome.SAME, unit, said)

    def _in_the_way(self, wanted: list[tuple[Unit, Slot]]) -> dict[int, Booking]:
        by_room: dict[Room, list[int]] = defaultdict(list)
        for place, (unit, _) in enumerate(wanted):
            if unit.room.pk:
                by_room[unit.room].append(place)
        first: dict[int, int] = {}
        for room, places in by_room.items():
            for position, _, booking in occupancy.conflicts([room], [wanted[n][1].period for n in places]):
                first.setdefault(places[position], booking)
        others = Booking.objects.select_related("organiser").in_bulk(first.values())
        return {place: others[booking] for place, booking in first.items() if booking in others}

    def _accept(self, unit: Unit, slot: Slot) -> None:
        self.taken.add(unit.room, slot, unit.where)
        booking = Booking(
            room=unit.room,
            organiser=self._known(unit) or self.by,
            title=self._titled(unit, slot),
            is_private=slot.is_private,
            period=slot.period,
            state=State.REQUESTED if slot.is_asked else State.CONFIRMED,
            imported_from=slot.key,
        )
        self.accepted.append((unit, slot, booking))
        self.counts["booked"] += 1
        self.counts["asked"] += slot.is_asked

    def _note_closed(self) -> None:
        """Taken all the same, as out of hours; but the report says it to who imports over an election."""
        known = {unit.room for unit, _, _ in self.accepted if unit.room.pk}
        if not known:
            return
        periods = [slot.period for _, slot, _ in self.accepted]
        span = DateTimeTZRange(min(each.lower for each in periods), max(each.upper for each in periods))
        closures = closures_by_room(list(known), span)
        for unit, slot, _ in self.accepted:
            for closure in closures.get(unit.room.pk, ()):
                closed, taken = closure.period, slot.period
                words = spaced(f"Fermée {when_closed(closed)} ({closure.reason}) : prise quand même.")
                if closed.lower < taken.upper and taken.lower < closed.upper and words not in unit.notes:
                    unit.notes.append(words)

    def _known(self, unit: Unit) -> Agent | None:
        return self.people.only(unit.organiser.address, unit.organiser.identifiant, unit.organiser.name)

    def _titled(self, unit: Unit, slot: Slot) -> str:
        """« Point budget (Marie Durand) » when nobody here is known for it: whom to ask is not lost."""
        if self._known(unit) or not unit.organiser.label:
            return slot.title
        name = f" ({unit.organiser.label[:60]})"
        return slot.title[: LONGEST_TITLE - len(name)] + name

    def _find_series(self) -> None:
        """Find the series that an earlier import made, or make them."""
        self._ruled = {unit.key: unit for unit, _, _ in self.accepted if unit.rule}
        self._old = {one.imported_from: one for one in Series.objects.filter(imported_from__in=self._ruled)}
        self.counts["series"] += len(self._ruled) - len(self._old)

    def _series(self) -> dict[str, Series]:
        """Written; an earlier import's takes in the dates that it skipped."""
        dates: dict[str, set[date | None]] = defaultdict(set)
        for unit, slot, _ in self.accepted:
            dates[unit.key].add(slot.series_date)
        new = {
            key: self._new_series(unit, dates[key])
            for key, unit in self._ruled.items()
            if key not in self._old
        }
        Series.objects.bulk_create(new.values())
        for key, one in self._old.items():
            one.skipped = [day for day in one.skipped if day not in dates[key]]
            one.sequence += 1
            one.save(update_fields=["skipped", "sequence"])
        return new | self._old

    def _new_series(self, unit: Unit, booked: set[date | None]) -> Series:
        assert unit.rule
        given = {slot.series_date for slot in unit.slots if slot.series_date}
        return Series(
            room=unit.room,
            organiser=self._known(unit) or self.by,
            title=self._titled(unit, unit.slots[0]) if unit.slots[0].title == unit.title else unit.title,
            is_private=unit.is_private,
            rule=unit.rule.text,
            first_date=unit.rule.first_date,
            starts_at=unit.rule.starts_at,
            ends_at=unit.rule.ends_at,
            skipped=sorted({*unit.rule.skipped, *(given - booked)}),
            imported_from=unit.key,
        )

    def _clash(self, unit: Unit, slot: Slot, words: str) -> None:
        self.counts["clash"] += 1
        self._tell(ImportOutcome.CLASH, unit, f"{when(slot.period)}, {unit.room.called} prise {words}.")

    def _remark(self, unit: Unit) -> None:
        if unit.notes:
            self.counts["noted"] += 1
            self._tell(ImportOutcome.NOTED, unit, " ".join(unit.notes))

    def _tell(self, outcome: ImportOutcome, unit: Unit, words: str) -> None:
        self.lines.append(ReportLine(outcome, unit.where, unit.label, words))


def _said(booking: Booking) -> str:
    """Reports are read by others than its organiser: of a private booking, only that it stands there."""
    if booking.is_private:
        return f"une réservation privée, {when(booking.period)}"
    return spaced(f"« {booking.title} » {of(booking.organiser)}, {when(booking.period)}")


BATCH = 500
# More names than these are read nowhere.
MOST_NAMED = 100
ACTION_NAME = "a repris un ancien agenda"
# After each batch, in its transaction: the report so far.
Progress = Callable[[Report], None]


@dataclass(kw_only=True)
class Importer:
    """One run over one source; `by` answers for it, and is the organiser of what nobody else is known for.

    No notification for each booking: `imports.calendars.actions` sends one for the whole import.
    """

    by: Agent
    is_trial: bool
    report: Report = field(default_factory=Report)
    progress: Progress | None = None
    # How many bookings each organiser got, by their id: for the notifications at the end.
    organisers: Counter[int] = field(default_factory=Counter)
    # The same of those whom nobody here is, by their name there.
    _strangers: Counter[str] = field(default_factory=Counter)
    _people: People = field(default_factory=People)
    _taken: Taken = field(default_factory=Taken)
    _seen: set[str] = field(default_factory=set)

    def run(self, found: Iterable[Unit | ReportLine]) -> Report:
        """Book what can be, and say of the rest why not."""
        for units in self._batches(found):
            self._book(units)
        if self._strangers:
            self.report.note(self._said_strangers())
        return self.report

    def _said_strangers(self) -> str:
        names = [f"{name} ({count})" for name, count in sorted(self._strangers.items())]
        if left := names[MOST_NAMED:]:
            names[MOST_NAMED:] = [count_of(len(left), "autre personne", "autres personnes")]
        return spaced(
            f"Sans compte ouvert ici, leurs réservations vont à {self.by}, avec leur nom dans l’objet : "
            f"{listed(names)}."
        )

    def _batches(self, found: Iterable[Unit | ReportLine]) -> Iterator[list[Unit]]:
        """Some five hundred dates at a time; what the reader refused is reported on the way."""
        units: list[Unit] = []
        size = 0
        for one in found:
            self.report.counts["events"] += 1
            if isinstance(one, ReportLine):
                self.report.counts[one.outcome] += 1
                self.report.tell(one)
                continue
            units.append(one)
            size += len(one.slots)
            if size >= BATCH:
                yield units
                units, size = [], 0
        yield units

    def _book(self, units: list[Unit]) -> None:
        """One batch in one transaction, under the locks that every booking takes."""
        batch = Batch(units, self.by, self._people, self._taken, self._seen)
        with transaction.atomic(), action_context(ACTION_NAME, by=self.by):
            if not self.is_trial:
                self._lock(units)
            batch.decide()
            if not self.is_trial:
                batch.write()
            batch.add_to(self.report)
            self.organisers.update(booking.organiser_id for booking in batch.bookings)
            self._strangers.update(batch.strangers)
            if self.progress:
                self.progress(self.report)

    @staticmethod
    def _lock(units: list[Unit]) -> None:
        # Two imports of one file take turns, so that the second finds what the first booked.
        locks.wait_for("imports.calendars")
        if rooms := {unit.room for unit in units}:
            occupancy.lock(*rooms)
