"""`manage.py import_directions FILE`: the town's directions, and under which each stands, from two columns."""

from collections import Counter
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from core.french import plain
from core.history.context import action_context
from core.imports.cells import clean_text
from core.imports.command import TRIED, ImportCommand
from core.imports.tables import Titles, read_sheet
from core.people.models import Direction
from core.web.locks import wait_for

TITLES = Titles({"name": "direction", "parent": "directionparente"})
NO_HEADER = "Une des premières lignes doit nommer deux colonnes : « Direction » et « Direction parente »."
Kind = Direction.Kind
WORDS = {"created": "créée", "kept": "déjà là", "refused": "REFUSÉE"}


class Row(NamedTuple):
    line: int
    name: str
    parent: str
    fault: str = ""


class Command(ImportCommand):
    help = "Crée les directions d’un fichier CSV ou XLSX de deux colonnes : Direction, Direction parente."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        rows = _rows(options["file"].read_bytes())
        wait_for("directory.import")
        self.known: dict[str, list[Direction]] = {}
        for direction in Direction.objects.select_related("parent").order_by("pk"):
            self.known.setdefault(plain(direction.name), []).append(direction)
        self.roots = [each for found in self.known.values() for each in found if each.parent is None]
        self.counts: Counter[str] = Counter()
        with action_context("a créé une direction d’un fichier"):
            self._place(rows)
        self.stdout.write(", ".join(f"{word} : {self.counts[key]}" for key, word in WORDS.items()))
        if options["dry_run"]:
            transaction.set_rollback(True)
            self.stdout.write(TRIED)

    def _place(self, rows: list[Row]) -> None:
        """Create what stands under a known direction, then what stands under that; refuse what is left."""
        above: dict[str, str] = {}
        waiting = []
        for row in rows:
            if row.fault:
                self._say(row, "refused", f"cette ligne ne peut pas être lue : {row.fault}")
            elif plain(row.name) in above:
                self._say(row, "refused", "elle est déjà plus haut dans le fichier")
            else:
                above[plain(row.name)] = plain(row.parent)
                waiting.append(row)
        while ready := [row for row in waiting if not row.parent or {*map(plain, row[1:3])} & {*self.known}]:
            waiting = [row for row in waiting if row not in ready]
            for row in ready:
                self._say(row, *self._create(row))
        for row in waiting:
            seen, key = {plain(row.name)}, plain(row.parent)
            while key in above and key not in seen:
                seen.add(key)
                key = above[key]
            why = f"sa direction parente, « {row.parent} », "
            why += "est refusée" if plain(row.parent) in above else "est inconnue"
            self._say(row, "refused", "elle est sous elle-même" if key == plain(row.name) else why)

    def _create(self, row: Row) -> tuple[str, str]:
        """Create it, or keep one of that name, wherever it stands; return what became of it, in words too."""
        if here := self.known.get(plain(row.name)):
            return "kept", f"sous {here[0].parent}" if here[0].parent else ""
        places = self.known.get(plain(row.parent), []) if row.parent else self.roots
        if len(places) != 1:
            return "refused", "rien ne dit sous laquelle : écrivez une direction parente au nom unique"
        made = Direction(name=row.name, kind=_kind(row.name, places[0]), parent=places[0])
        try:
            made.full_clean()
        except ValidationError as error:
            return "refused", " ".join(error.messages).removesuffix(".")
        made.save()
        self.known[plain(row.name)] = [made]
        return "created", f"{made.get_kind_display().lower()}, sous {made.parent}"

    def _say(self, row: Row, outcome: str, said: str) -> None:
        self.counts[outcome] += 1
        self.stdout.write(f"ligne {row.line} : {WORDS[outcome]} : {row.name or '?'} ({said})")


def _kind(name: str, parent: Direction) -> str:
    """By the place: a direction, or a service below a direction; by its name, a deputy general direction."""
    if plain(name).startswith(("dga ", "direction generale adjointe")):
        return Kind.DGA
    return Kind.DIRECTION if parent.kind in (Kind.GENERAL, Kind.DGA) else Kind.SERVICE


def _rows(data: bytes) -> list[Row]:
    """Raises ValidationError for what is no such file."""
    sheet = read_sheet(data, TITLES, lambda lacking: NO_HEADER, takes_workbooks=True)
    found = []
    for line, cells, fault in sheet.records:
        row = {name: clean_text(cell) for name, cell in zip(sheet.columns, cells, strict=False) if name}
        if fault or any(row.values()):
            found.append(Row(line, row.get("name", ""), row.get("parent", ""), fault))
    return found
