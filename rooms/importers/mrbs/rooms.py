"""MRBS's areas and rooms made sites and rooms: those of the same name are taken, the others created."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from rooms.availability import cells
from rooms.importers.mrbs.tables import Row, Tables, number, text
from rooms.importers.people import plain
from rooms.importers.report import Report
from rooms.models import Room, Site

ADDRESS = "Adresse à compléter"
CLOSED_THERE = "Fermée aux réservations dans l’ancien outil."
USUAL = (time(8), time(19))


@dataclass
class Places:
    """`rooms` by their id there; `by_periods` are those whose times are named periods, not hours."""

    rooms: dict[int, Room] = field(default_factory=dict)
    by_periods: set[int] = field(default_factory=set)


def places_of(tables: Tables, *, by: Agent, is_trial: bool, report: Report) -> Places:
    """Find or create them; a dry run makes objects that are not saved."""
    with transaction.atomic(), action_context("a repris les salles de l’ancien outil", by=by):
        return _Maker(tables, is_trial, report).made()


class _Maker:
    def __init__(self, tables: Tables, is_trial: bool, report: Report) -> None:
        self.tables, self.is_trial, self.report = tables, is_trial, report
        self.areas = {number(row, "id"): row for row in tables.rows("area")}
        sites = {number(row, "id"): row for row in tables.rows("site")}
        # GRR's level above areas, where a town uses it.
        self.above = {
            number(row, "id_area"): sites[number(row, "id_site")]
            for row in tables.rows("j_site_area")
            if number(row, "id_site") in sites
        }
        self.sites = {plain(site.name): site for site in Site.objects.all()}
        self.known: dict[tuple[str, str], Room] = {}
        self.by_name: dict[str, list[Room]] = {}
        for room in Room.objects.select_related("site"):
            self.known[plain(room.site.name), plain(room.name)] = room
            self.by_name.setdefault(plain(room.name), []).append(room)
        self.met: set[tuple[str, str]] = set()
        self.slugs = {
            *Room.objects.values_list("slug", flat=True),
            *Site.objects.values_list("slug", flat=True),
        }

    def made(self) -> Places:
        places = Places()
        for row in sorted(self.tables.rows("room"), key=lambda row: number(row, "id")):
            area = self.areas.get(number(row, "area_id"))
            if area is None:
                name = _name(row, "room_name")
                self.report.note(spaced(f"La salle « {name} » n’est d’aucun domaine : laissée."))
                continue
            pk = number(row, "id")
            places.rooms[pk] = self._room(row, area)
            if text(area, "enable_periods") in ("1", "y", "True", "true"):
                places.by_periods.add(pk)
        return places

    def _room(self, row: Row, area: Row) -> Room:
        """Its own of that name on that site, or the only one of that name here while there is no such site."""
        site, name = self._site_name(area), _name(row, "room_name")
        if (plain(site), plain(name)) in self.met:
            # Two areas of one of GRR's sites.
            name = f"{name} ({_name(area, 'area_name')})"[:80]
        self.met.add((plain(site), plain(name)))
        elsewhere = self.by_name.get(plain(name), []) if plain(site) not in self.sites else []
        room = self.known.get((plain(site), plain(name))) or (elsewhere[0] if len(elsewhere) == 1 else None)
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
        if site := self.sites.get(plain(name)):
            return site
        above = self.above.get(number(area, "id"))
        parts = [text(above, part) for part in ("adresse_ligne1", "cp", "ville")] if above else []
        address = ", ".join(filter(None, (part.strip() for part in parts)))[:200] or ADDRESS
        site = Site(name=name, slug=self._slug(name), address=address)
        if not self.is_trial:
            site.save()
        self.sites[plain(name)] = site
        self.report.counts["sites"] += 1
        return site

    def _created(self, row: Row, area: Row, name: str, site: Site) -> Room:
        capacity = number(row, "capacity")
        is_closed = text(row, "disabled") in ("1", "True", "true") or text(row, "statut_room") == "0"
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
        return cells.create_room(**fields, hours=[(day, opens, closes) for day in range(7)])

    def _slug(self, name: str) -> str:
        base = slugify(plain(name))[:50] or "salle"
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
