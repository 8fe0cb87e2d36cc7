"""MRBS's and GRR's entries as what can be booked: those of one repeat together, the others alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby

from django.utils import timezone

from core.ui.french import count_of, spaced
from rooms.importers.datetimes import OFF_QUARTERS, Impossible, widened
from rooms.importers.mrbs.rooms import Places
from rooms.importers.mrbs.tables import Row, Tables, in_order, is_grr, number, text
from rooms.importers.recurrence import NOT_OURS, as_series
from rooms.importers.report import ImportOutcome, Report, ReportLine
from rooms.importers.rrule import Recurrence
from rooms.importers.source_events import Person, Slot, Unit, clean_title, key_of
from rooms.models import Room
from rooms.periods import midnight

PRIVATE, AWAITING, TENTATIVE = 1, 2, 4
CHANGED_ENTRY = 2
GRR_AWAITING, GRR_DECLINED = 1, 3
# 5 (the same weekday of the month) is GRR's and old MRBS's; 6 is n-weekly in old MRBS, a cycle of days in GRR.
FREQUENCIES = {1: "DAILY", 2: "WEEKLY", 3: "MONTHLY", 4: "YEARLY", 5: "MONTHLY", 6: "WEEKLY"}
GRR_CYCLE = 6
RECUR_ID = re.compile(r"(\d{8})T(\d{6})Z$")
TENTATIVE_NOTE = spaced("Elle était provisoire : prise comme les autres.")
NO_DESCRIPTIONS = spaced("Les descriptions des réservations ne sont pas reprises : seul leur objet l’est.")


def read_entries(
    tables: Tables, places: Places, *, since: date, report: Report
) -> Iterator[Unit | ReportLine]:
    """Yield the entries that are not over before `since`."""
    return _Reader(tables, places, since, report).units()


@dataclass
class _Reader:
    tables: Tables
    places: Places
    since: date
    report: Report
    people: dict[str, Person] = field(default_factory=dict)
    repeats: dict[int, Row] = field(default_factory=dict)
    is_grr: bool = False

    def units(self) -> Iterator[Unit | ReportLine]:
        self.is_grr = is_grr(self.tables)
        self.people = _people(self.tables)
        self.repeats = {number(row, "id"): row for row in self.tables.rows("repeat")}
        groups = groupby(self.tables.entries(midnight(self.since)), key=lambda row: in_order(row)[:2])
        for (room, repeat), rows in groups:
            found = [row for row in rows if self._stands(row)]
            if not found:
                continue
            if fault := self._fault(room):
                words = f"{fault} ({count_of(len(found), 'réservation')})."
                yield ReportLine(ImportOutcome.REFUSED, *self._place(found[0]), words=words)
            elif repeat and len(found) > 1:
                yield from self._series(self.places.rooms[room], repeat, found)
            else:
                for row in found:
                    yield from self._alone(self.places.rooms[room], row)

    def _stands(self, row: Row) -> bool:
        """Neither deleted nor declined there, nor a request whose time is over."""
        if text(row, "supprimer") == "1" or (self.is_grr and number(row, "moderate") == GRR_DECLINED):
            self.report.counts["cancelled"] += 1
            return False
        if self._is_asked(row) and number(row, "start_time") <= timezone.now().timestamp():
            # No notification today for what was not answered then.
            self.report.counts["lapsed"] += 1
            return False
        if text(row, "description").strip():
            self.report.note(NO_DESCRIPTIONS)
        return True

    def _fault(self, room: int) -> str:
        if room in self.places.by_periods:
            return spaced(
                "la salle se réserve là-bas par périodes nommées, non par heures : à reprendre à la main"
            )
        return "" if room in self.places.rooms else "sa salle n’existe plus"

    def _place(self, row: Row) -> tuple[str, str]:
        title = clean_title(text(row, "name"))
        label = "événement privé" if self._is_private(row) else spaced(f"« {title} »")
        return spaced(f"réservation n° {number(row, 'id')}"), label

    def _alone(self, room: Room, row: Row) -> Iterator[Unit | ReportLine]:
        notes: list[str] = []
        try:
            slot = self._slot(room, row, notes)
        except Impossible as error:
            yield ReportLine(ImportOutcome.REFUSED, *self._place(row), words=str(error))
        else:
            yield self._unit(room, row, slot.key, [slot], notes)

    def _series(self, room: Room, repeat: int, rows: list[Row]) -> Iterator[Unit | ReportLine]:
        notes: list[str] = []
        slots: list[Slot] = []
        days: set[date] = set()
        for row in rows:
            try:
                slot = self._slot(room, row, notes)
            except Impossible as error:
                yield ReportLine(ImportOutcome.REFUSED, *self._place(row), words=str(error))
                continue
            day = _rule_day(row, slot)
            if day and day not in days:
                slot.series_date = day
                slot.is_apart = number(row, "entry_type") == CHANGED_ENTRY
                days.add(day)
            slots.append(slot)
        if slots:
            # An id of a repeat is the series' own; the room stands beside it for dates moved elsewhere.
            key = key_of(self.tables.prefix, "repeat", repeat, number(rows[0], "room_id"))
            recurrence = self._recurrence(repeat)
            if recurrence is None:
                notes.append(NOT_OURS)
            unit = self._unit(room, _typical(rows), key, slots, notes)
            yield from as_series(unit, sorted(days), recurrence)

    def _slot(self, room: Room, row: Row, notes: list[str]) -> Slot:
        start, end = number(row, "start_time"), number(row, "end_time")
        try:
            moments = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
        except (OverflowError, ValueError, OSError) as error:
            raise Impossible("ses dates sont hors du calendrier.") from error
        period, is_wider = widened(*moments)
        if is_wider and OFF_QUARTERS not in notes:
            notes.append(OFF_QUARTERS)
        is_tentative = number(row, "status") & TENTATIVE or number(row, "option_reservation") > 0
        if is_tentative and TENTATIVE_NOTE not in notes:
            notes.append(TENTATIVE_NOTE)
        title = clean_title(text(row, "name"))
        return Slot(self._key(row), period, title, self._is_private(row), is_asked=self._is_asked(row))

    def _key(self, row: Row) -> str:
        """MRBS gives an entry another id when it is edited, but keeps its identifier; GRR keeps the id."""
        room = number(row, "room_id")
        if uid := text(row, "ical_uid"):
            own_day = text(row, "ical_recur_id") or (
                number(row, "start_time") if number(row, "repeat_id") else ""
            )
            return key_of(self.tables.prefix, room, uid, own_day)
        return key_of(self.tables.prefix, room, "entry", number(row, "id"))

    def _unit(self, room: Room, row: Row, key: str, slots: list[Slot], notes: list[str]) -> Unit:
        return Unit(
            where=self._place(row)[0],
            key=key,
            room=room,
            title=clean_title(text(row, "name")),
            organiser=self._organiser(row),
            slots=slots,
            is_private=self._is_private(row),
            notes=notes,
        )

    def _organiser(self, row: Row) -> Person:
        """In GRR, for whom it was booked: an account, or « Nom|adresse » from outside."""
        name, _, address = text(row, "beneficiaire_ext").partition("|")
        if name.strip():
            return Person(name=name.strip(), address=address.strip())
        login = text(row, "beneficiaire") or text(row, "create_by")
        return self.people.get(login.lower(), Person(identifiant=login))

    def _is_asked(self, row: Row) -> bool:
        """It waits for somebody to accept it."""
        return (
            number(row, "moderate") == GRR_AWAITING if self.is_grr else bool(number(row, "status") & AWAITING)
        )

    @staticmethod
    def _is_private(row: Row) -> bool:
        return bool(number(row, "status") & PRIVATE) or text(row, "private") in ("1", "True", "true")

    def _recurrence(self, repeat: int) -> Recurrence | None:
        row = self.repeats.get(repeat)
        frequency = FREQUENCIES.get(number(row, "rep_type")) if row else None
        if row is None or frequency is None or (self.is_grr and number(row, "rep_type") == GRR_CYCLE):
            return None
        interval = number(row, "rep_interval") or number(row, "rep_num_weeks") or 1
        # Seven signs, Sunday first.
        signs = text(row, "rep_opt")[:7] if frequency == "WEEKLY" else ""
        by_day = tuple((0, (place - 1) % 7) for place, sign in enumerate(signs) if sign == "1")
        return Recurrence(frequency, min(max(interval, 1), 99), by_day=by_day)


def _rule_day(row: Row, slot: Slot) -> date | None:
    """The day that the rule gave: MRBS keeps it of what was moved; of GRR's changed entries nothing is known."""
    if found := RECUR_ID.match(text(row, "ical_recur_id")):
        moment = datetime.strptime(f"{found[1]}{found[2]}+0000", "%Y%m%d%H%M%S%z")
        return timezone.localtime(moment).date()
    return (
        None if number(row, "entry_type") == CHANGED_ENTRY else timezone.localtime(slot.period.lower).date()
    )


def _typical(rows: list[Row]) -> Row:
    """An entry that was not changed, for what is common to all."""
    return next((row for row in rows if number(row, "entry_type") != CHANGED_ENTRY), rows[0])


def _people(tables: Tables) -> dict[str, Person]:
    found = {}
    for table in ("users", "user"):
        for row in tables.rows(table):
            login = text(row, "name")
            name = text(row, "display_name")
            found[login.lower()] = Person(name=name, address=text(row, "email"), identifiant=login)
    for row in tables.rows("utilisateurs"):
        login = text(row, "login")
        name = f"{text(row, 'prenom')} {text(row, 'nom')}".strip()
        found[login.lower()] = Person(name=name, address=text(row, "email"), identifiant=login)
    return found
