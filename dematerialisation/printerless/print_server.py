"""The CSV of a print server: three columns are read, the others are dropped as each line is read.

Nothing of the file is kept but sums by direction.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.french import SATURDAY, count_of, long_date, number, plain, spaced
from core.imports.tables import Titles, Unreadable, find_header, notes_on_header, text_lines
from core.people.models import Direction
from dematerialisation.models import PrinterlessDay
from dematerialisation.models.printerless import MOST_PAGES

LARGEST = 5_000_000
MOST_LINES = 100_000
MOST_REFUSALS = 50
# What an ordinary day is measured on: the four weeks before.
BEFORE = timedelta(days=28)
NO_HEADER = spaced(
    "Une des premières lignes doit nommer trois colonnes : « direction », « pages » et « date »."
)
COLUMNS = {
    "direction": "direction service departement department",
    "pages": "pages nombredepages nbpages totalpages pagesimprimees impressions",
    "date": "date jour datedimpression horodatage time",
}
TITLES = Titles(COLUMNS)
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y")


@dataclass(frozen=True, slots=True)
class Counted:
    """Pages of a direction, as the file gives them; None where the file says nothing of that time."""

    direction: Direction
    before: int | None
    on_day: int | None


@dataclass(slots=True)
class Reading:
    """Sums read in a file; how it was understood, and the lines that were not."""

    counted: list[Counted] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    refused: int = 0

    def refuse(self, line: int, reason: str) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals.append(spaced(f"Ligne {number(line)} : {reason}"))


def read(data: bytes, day: PrinterlessDay) -> Reading:
    """Raises Unreadable for what is no such table."""
    lines, notes = text_lines(data, most=MOST_LINES, advice="exportez un mois.")
    legible = [line.replace("\x00", "") for line in lines]
    start, delimiter, titles = find_header(
        legible,
        TITLES,
        lambda known: [name for name in COLUMNS if name not in known],
        lambda missing: NO_HEADER,
    )
    reading = Reading(notes=[*notes, *notes_on_header(start)])
    _add_up(_rows(legible[start:], start + 1, delimiter, titles, reading), day, reading)
    return reading


def _rows(
    lines: list[str], first: int, delimiter: str, titles: list[str], reading: Reading
) -> Iterator[tuple[int, str, str, str]]:
    """Line, direction, pages, date: nothing else leaves this function."""
    columns = [*map(TITLES, titles)]
    places = [columns.index(name) for name in COLUMNS]
    if dropped := len(titles) - len(places):
        reading.notes.append(
            spaced(f"{count_of(dropped, 'autre colonne', 'autres colonnes')} : ni lues, ni gardées.")
        )
    for line, text in enumerate(lines, first):
        if not text.strip(f' {delimiter}\t"'):
            continue
        try:
            cells = next(csv.reader([text], delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            # The lines around may be its continuation: a user's name would be quoted as a direction's.
            raise Unreadable(
                spaced(
                    f"Ligne {number(line)} : un guillemet n’est pas fermé, ou une case est sans fin. "
                    "Exportez de nouveau ce fichier."
                )
            ) from error
        if len(cells) <= max(places):
            reading.refuse(line, "il y manque une colonne.")
            continue
        direction, pages, day = (cells[place].strip() for place in places)
        yield line, direction, pages, day


def _add_up(rows: Iterator[tuple[int, str, str, str]], day: PrinterlessDay, reading: Reading) -> None:
    """An ordinary day is the mean of the days of the file, within the four weeks before, on which anybody printed."""
    names = _directions_by_name()
    before: dict[Direction, int] = defaultdict(int)
    on_day: dict[Direction, int] = defaultdict(int)
    days: set[date] = set()
    elsewhere = moved = 0
    for line, name, said_pages, said_day in rows:
        direction = names.get(_letters(name))
        pages, printed_on = _pages(said_pages), _day(said_day)
        if direction is None:
            reading.refuse(line, spaced(f"aucune direction ne s’appelle « {name[:60]} »."))
        elif pages is None:
            reading.refuse(line, spaced(f"« {said_pages[:20]} » n’est pas un nombre de pages."))
        elif printed_on is None:
            reading.refuse(line, spaced(f"« {said_day[:20]} » n’est pas une date."))
        elif printed_on == day.held_on:
            on_day[direction] += pages
        elif 0 < (day.held_on - printed_on).days <= BEFORE.days:
            before[direction] += pages
            # Who prints on a Sunday makes no ordinary day of it for the others.
            if printed_on.weekday() < SATURDAY:
                days.add(printed_on)
        else:
            elsewhere += 1
        moved += direction is not None and _letters(direction.name) != _letters(name)
    if moved:
        reading.notes.append(spaced(f"{count_of(moved, 'ligne')} d’un service : comptées avec sa direction."))
    if elsewhere:
        reading.notes.append(
            spaced(
                f"{count_of(elsewhere, 'ligne')} hors des quatre semaines qui précèdent : laissées de côté."
            )
        )
    if days:
        reading.notes.append(
            f"Un jour ordinaire est la moyenne de {count_of(len(days), 'jour ouvré', 'jours ouvrés')} du fichier."
        )
    if not on_day:
        reading.notes.append(f"Rien dans le fichier pour le {long_date(day.held_on)}.")
    found = sorted(before.keys() | on_day.keys(), key=lambda direction: plain(direction.name))
    for direction in found:
        mean = round(before[direction] / len(days)) if days else None
        whole = on_day[direction] if on_day else None
        if max(mean or 0, whole or 0) > MOST_PAGES:
            raise Unreadable(spaced(f"{direction} : plus d’un million de pages, c’est trop pour être vrai."))
        reading.counted.append(Counted(direction, mean, whole))


def _directions_by_name() -> dict[str, Direction]:
    """Directions, and their services whose name is no other's."""
    units = {unit.pk: unit for unit in Direction.objects.all()}
    names: dict[str, Direction] = {}
    twice: set[str] = set()
    for unit in units.values():
        above: Direction | None = unit
        while above is not None and above.kind != Direction.Kind.DIRECTION:
            above = units.get(above.parent_id) if above.parent_id else None
        if above is not None:
            name = _letters(unit.name)
            if name in names and names[name] != above:
                twice.add(name)
            names[name] = above
    own = {_letters(unit.name): unit for unit in units.values() if unit.kind == Direction.Kind.DIRECTION}
    return {name: unit for name, unit in names.items() if name not in twice} | own


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(name))


def _pages(said: str) -> int | None:
    digits = re.sub(r"[\s\u00a0\u202f]", "", said)
    return int(digits) if re.fullmatch(r"[0-9]{1,7}", digits) else None


def _day(said: str) -> date | None:
    """A time that follows is left."""
    written = re.split(r"[ T]", said, maxsplit=1)[0]
    for form in DAYS:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
