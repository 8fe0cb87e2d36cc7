"""MRBS's tables, or GRR's of the same lineage: areas and rooms found or created, then entries as what can be booked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from core.french import count_of, spaced
from core.history.context import action_context
from core.imports.cells import flat
from imports.calendars.importer import Importer
from imports.calendars.mrbs_database import Database, Row, check_columns, is_grr, is_true, number, text
from imports.calendars.recurrence import NOT_OURS, as_series
from imports.calendars.report import ImportOutcome, Report, ReportLine
from imports.calendars.source_events import Slot, Unit, key_of
from rooms.availability.occupancy import create_room
from rooms.ics.event import OFF_QUARTERS, Impossible, Person, clean_title, widened
from rooms.ics.rrule import Recurrence
from rooms.models import Room, Site
from rooms.periods import midnight

# Rooms: those of the same name are taken, the others created

ADDRESS = "Adresse à compléter"
CLOSED_THERE = "Fermée aux réservations dans l’ancien outil."
USUAL = (time(8), time(19))


class _Maker:
    def __init__(self, tables: Database, is_trial: bool, report: Report) -> None:
        self.tables, self.is_trial, self.report = tables, is_trial, report
        self.areas = {number(row, "id"): row for row in tables.rows("area")}
        sites = {number(row, "id"): row for row in tables.rows("site")}
        # GRR's level above areas, where a town uses it.
        self.above = {
            number(row, "id_area"): sites[number(row, "id_site")]
            for row in tables.rows("j_site_area")
            if number(row, "id_site") in sites
        }
        self.sites = {flat(site.name): site for site in Site.objects.all()}
        self.known: dict[tuple[str, str], Room] = {}
        self.by_name: dict[str, list[Room]] = {}
        for room in Room.objects.select_related("site"):
            self.known[flat(room.site.name), flat(room.name)] = room
            self.by_name.setdefault(flat(room.name), []).append(room)
        self.met: set[tuple[str, str]] = set()
        self.slugs = {
            *Room.objects.values_list("slug", flat=True),
            *Site.objects.values_list("slug", flat=True),
        }

    def made(self) -> Iterator[tuple[int, Room | None]]:
        """Yield each room with its id there; None for one whose times are named periods, not hours."""
        for row in sorted(self.tables.rows("room"), key=lambda row: number(row, "id")):
            area = self.areas.get(number(row, "area_id"))
            if area is None:
                name = _name(row, "room_name")
                self.report.note(spaced(f"La salle « {name} » n’est d’aucun domaine : laissée."))
                continue
            room = self._room(row, area)
            yield number(row, "id"), None if is_true(area, "enable_periods") else room

    def _room(self, row: Row, area: Row) -> Room:
        """Its own of that name on that site, or the only one of that name here while there is no such site."""
        site, name = self._site_name(area), _name(row, "room_name")
        if (flat(site), flat(name)) in self.met:
            # Two areas of one of GRR's sites.
            name = f"{name} ({_name(area, 'area_name')})"[:80]
        self.met.add((flat(site), flat(name)))
        elsewhere = self.by_name.get(flat(name), []) if flat(site) not in self.sites else []
        room = self.known.get((flat(site), flat(name))) or (elsewhere[0] if len(elsewhere) == 1 else None)
        if room:
            self.report.note(spaced(f"Salle « {name} » : celle qui est déjà ici."))
            return room
        self.report.counts["rooms"] += 1
        return self._created(row, area, name, self._site(area))

    def _site_name(self, area: Row) -> str:
        above = self.above.get(number(area, "id"))
        return _name(above, "sitename") if above else _name(area, "area_name")

    def _site(self, area: Row) -> Site:
        name = self._site_name(area)
        if site := self.sites.get(flat(name)):
            return site
        above = self.above.get(number(area, "id"))
        parts = [text(above, part) for part in ("adresse_ligne1", "cp", "ville")] if above else []
        address = ", ".join(filter(None, (part.strip() for part in parts)))[:200] or ADDRESS
        site = Site(name=name, slug=self._slug(name), address=address)
        if not self.is_trial:
            site.save()
        self.sites[flat(name)] = site
        self.report.counts["sites"] += 1
        return site

    def _created(self, row: Row, area: Row, name: str, site: Site) -> Room:
        capacity = number(row, "capacity")
        is_closed = is_true(row, "disabled") or text(row, "statut_room") == "0"
        if capacity < 1:
            self.report.note(spaced(f"Salle « {name} » : nombre de places inconnu, noté 1 ; à corriger."))
        opens, closes = _hours(area)
        self.report.note(
            spaced("Les salles créées sont ouvertes tous les jours, aux heures de l’ancien outil : à revoir.")
        )
        described = filter(None, (text(row, part).strip() for part in ("description", "comment_room")))
        fields: dict[str, Any] = {
            "site": site,
            "name": name,
            "slug": self._slug(name),
            "capacity": min(max(capacity, 1), 32_767),
            "description": "\n".join(described)[:2000],
            "is_bookable": not is_closed,
            "unavailable_note": CLOSED_THERE if is_closed else "",
        }
        if self.is_trial:
            return Room(**fields)
        return create_room(**fields, hours=[(day, opens, closes) for day in range(7)])

    def _slug(self, name: str) -> str:
        base = slugify(flat(name))[:50] or "salle"
        slug, turn = base, 1
        while slug in self.slugs:
            turn += 1
            slug = f"{base}-{turn}"
        self.slugs.add(slug)
        return slug


def _name(row: Row, column: str) -> str:
    return " ".join(text(row, column).split())[:60] or "Sans nom"


def _hours(area: Row) -> tuple[time, time]:
    """There, the evening is when the last slot begins; here, when the room closes."""
    opens = _minutes(area, "morningstarts", "morningstarts_minutes") or _minutes(
        area, "morningstarts_area", ""
    )
    last = _minutes(area, "eveningends", "eveningends_minutes") or _minutes(
        area, "eveningends_area", "eveningends_minutes_area"
    )
    step = number(area, "resolution") or number(area, "resolution_area") or 1800
    opens -= opens % 15
    closes = min(-(-(last + step // 60) // 15) * 15, 1425)
    if not 0 <= opens < closes or not last:
        return USUAL
    return time(opens // 60, opens % 60), time(closes // 60, closes % 60)


def _minutes(row: Row, hours: str, minutes: str) -> int:
    return number(row, hours) * 60 + number(row, minutes)


# Entries: those of one repeat together, the others alone

PRIVATE, AWAITING, TENTATIVE = 1, 2, 4
CHANGED_ENTRY = 2
GRR_AWAITING, GRR_DECLINED = 1, 3
# 5 (the same weekday of the month) is GRR's and old MRBS's; 6 is n-weekly in old MRBS, a cycle of days in GRR.
FREQUENCIES = {1: "DAILY", 2: "WEEKLY", 3: "MONTHLY", 4: "YEARLY", 5: "MONTHLY", 6: "WEEKLY"}
GRR_CYCLE = 6
RECUR_ID = re.compile(r"(\d{8})T(\d{6})Z$")
TENTATIVE_NOTE = spaced("Elle était provisoire : prise comme les autres.")
BY_PERIODS = spaced("la salle se réserve là-bas par périodes nommées, non par heures : à reprendre à la main")
NO_DESCRIPTIONS = spaced("Les descriptions des réservations ne sont pas reprises : seul leur objet l’est.")


@dataclass
class _Reader:
    tables: Database
    rooms: dict[int, Room | None]
    since: date
    report: Report
    people: dict[str, Person] = field(default_factory=dict)
    repeats: dict[int, Row] = field(default_factory=dict)
    is_grr: bool = False

    def units(self) -> Iterator[Unit | ReportLine]:
        self.is_grr = is_grr(self.tables)
        self.people = _people(self.tables)
        self.repeats = {number(row, "id"): row for row in self.tables.rows("repeat")}
        entries = self.tables.entries(midnight(self.since))
        groups = groupby(entries, key=lambda row: (number(row, "room_id"), number(row, "repeat_id")))
        for (room, repeat), rows in groups:
            found = [row for row in rows if self._stands(row)]
            if not found:
                continue
            here = self.rooms.get(room)
            if here is None:
                fault = BY_PERIODS if room in self.rooms else "sa salle n’existe plus"
                words = f"{fault} ({count_of(len(found), 'réservation')})."
                yield ReportLine(ImportOutcome.REFUSED, *self._place(found[0]), words=words)
            elif repeat and len(found) > 1:
                yield from self._series(here, repeat, found)
            else:
                for row in found:
                    yield from self._alone(here, row)

    def _stands(self, row: Row) -> bool:
        """Neither deleted nor declined there, nor a request whose time is over."""
        if is_true(row, "supprimer") or (self.is_grr and number(row, "moderate") == GRR_DECLINED):
            self.report.counts["cancelled"] += 1
            return False
        if self._is_asked(row) and number(row, "start_time") <= timezone.now().timestamp():
            # No notification today for what was not answered then.
            self.report.counts["lapsed"] += 1
            return False
        if text(row, "description").strip():
            self.report.note(NO_DESCRIPTIONS)
        return True

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
            # What is common to all is that of an entry that was not changed.
            typical = next((row for row in rows if number(row, "entry_type") != CHANGED_ENTRY), rows[0])
            unit = self._unit(room, typical, key, slots, notes)
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
        return bool(number(row, "status") & PRIVATE) or is_true(row, "private")

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
        # « 20261399T990000Z » is no day: as if it said nothing.
        with suppress(ValueError, OverflowError):
            moment = datetime.strptime(f"{found[1]}{found[2]}+0000", "%Y%m%d%H%M%S%z")
            return timezone.localtime(moment).date()
    return (
        None if number(row, "entry_type") == CHANGED_ENTRY else timezone.localtime(slot.period.lower).date()
    )


def _people(tables: Database) -> dict[str, Person]:
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


def read_mrbs(tables: Database, *, since: date, importer: Importer) -> Iterator[Unit | ReportLine]:
    """Sites and rooms first, found or created by `importer.by`, then what is booked; raises Unreadable."""
    check_columns(tables)
    with transaction.atomic(), action_context("a repris les salles de l’ancien outil", by=importer.by):
        rooms = dict(_Maker(tables, importer.is_trial, importer.report).made())
    return _Reader(tables, rooms, since, importer.report).units()


def named(tables: Database) -> str:
    check_columns(tables)
    return spaced(f"Tables de {'GRR' if is_grr(tables) else 'MRBS'}, qui commencent par « {tables.prefix} ».")
