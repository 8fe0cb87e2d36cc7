"""The tables of a dump (mysqldump, phpMyAdmin, pg_dump), as text: no statement of it is ever executed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

from core.imports.tables import Unreadable, notes_on_text
from core.ui.encodings import LOST, repaired
from core.ui.french import number as french_number
from core.ui.french import spaced
from rooms.importers.files import text_of
from rooms.importers.mrbs.tables import NEEDED, OPTIONAL, Row, in_order, number, prefix_of

MOST_ROWS = 500_000
# Of those whose names end as MRBS's do.
MOST_TABLES = 1_000
NAME = r'(?:[`"]?\w+[`"]?\.)?[`"]?(?P<table>\w+)[`"]?'
START = re.compile(
    rf"^[ \t]*(?:(?P<create>CREATE TABLE (?:IF NOT EXISTS )?){NAME}\s*\(|"
    rf"(?P<insert>(?:INSERT (?:IGNORE )?|REPLACE )INTO ){NAME.replace('table', 'into')}\s*"
    rf"(?:\((?P<listed>[^)]*)\))?\s*VALUES|"
    rf"(?P<copy>COPY ){NAME.replace('table', 'copied')}\s*\((?P<named>[^)]*)\) FROM stdin;)",
    re.MULTILINE | re.IGNORECASE,
)
COLUMN = re.compile(r'^\s*[`"]?(\w+)[`"]?\s')
NO_COLUMNS = {
    "primary",
    "key",
    "unique",
    "constraint",
    "index",
    "foreign",
    "fulltext",
    "check",
    "spatial",
    "references",
}
# The quantifiers give nothing back: a string that never ends costs its length once.
BACKSLASHED = r"'(?P<string>(?:[^'\\]++|\\.|'')*+)'"
PLAIN = r"'(?P<string>(?:[^']++|'')*+)'"
VALUE = r"\s*(?:(?:_\w+\s*(?=')|[EN](?='))?{string}|(?P<word>[\w.+-]+(?:\([^)']*\))?))(?:::[\w ]+)?\s*(?P<next>[,)])"
OPENS, FOLLOWS = re.compile(r"\s*\("), re.compile(r"\s*(?:ON [^;']*)?([,;])")
ESCAPED = re.compile(r"\\(.)|''", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "Z": "", "b": ""}


class Dump:
    """Reads the whole text once; only the tables of MRBS and GRR are kept."""

    def __init__(self, data: bytes, prefix: str = "") -> None:
        sent = text_of(data)
        self._text = repaired(sent)
        self._is_mysql = (
            "`" in self._text or "MySQL dump" in self._text[:2000] or "MariaDB dump" in self._text[:2000]
        )
        self._value = re.compile(VALUE.format(string=BACKSLASHED if self._is_mysql else PLAIN), re.DOTALL)
        self._columns: dict[str, list[str]] = {}
        self._rows: dict[str, list[dict[str, str | None]]] = {}
        # By table, the first place that could not be read.
        self._broken: dict[str, int] = {}
        self._read()
        self.prefix = prefix_of(self._columns, prefix)
        self.faults = [*self._faults(), *_encoding_notes(sent, self._text)]
        del self._text

    def columns(self, table: str) -> frozenset[str]:
        return frozenset(self._columns.get(self.prefix + table, ()))

    def rows(self, table: str) -> Iterable[Row]:
        return self._rows.get(self.prefix + table, [])

    def entries(self, since: datetime) -> Iterator[Row]:
        first = since.timestamp()
        return (row for row in self._sorted if number(row, "end_time") > first)

    def count(self, since: datetime) -> int:
        return sum(1 for _ in self.entries(since))

    @cached_property
    def _sorted(self) -> list[Row]:
        return sorted(self.rows("entry"), key=in_order)

    def _read(self) -> None:
        place, rows = 0, 0
        while found := START.search(self._text, place):
            place = found.end()
            if found["create"]:
                self._create(found["table"].lower(), place)
            elif found["copy"]:
                place = self._copy(found["copied"].lower(), _names(found["named"]), place)
            else:
                place = self._insert(found["into"].lower(), found["listed"], place)
            rows = sum(map(len, self._rows.values()))
            if rows > MOST_ROWS:
                raise Unreadable(
                    spaced(f"Plus de {french_number(MOST_ROWS)} lignes : passez par la commande import_mrbs.")
                )

    def _faults(self) -> list[str]:
        broken = [(self._text.count("\n", 0, place) + 1, table) for table, place in self._broken.items()]
        found = [
            spaced(
                f"La table {table} ne se lit pas toute : la copie est abîmée à la ligne {french_number(line)}, "
                "ou coupée. Ce qui se lit est repris, le reste manque."
            )
            for line, table in sorted(broken)
        ]
        if not found and not any(self.rows(table) for table in NEEDED):
            found.append(
                spaced(
                    "Cette copie n’a que la forme des tables, sans rien dedans : copiez-les avec leurs données."
                )
            )
        return found

    def _breaks(self, table: str, place: int) -> None:
        if _is_wanted(table):
            self._broken.setdefault(table, place)

    def _create(self, table: str, place: int) -> None:
        if not _is_wanted(table) or table in self._columns:
            return
        if len(self._columns) == MOST_TABLES:
            raise Unreadable(
                spaced(f"Plus de {french_number(MOST_TABLES)} tables : copiez celles de MRBS seules.")
            )
        self._columns[table] = self._created(place)

    def _created(self, place: int) -> list[str]:
        """The columns of a CREATE TABLE, one a line, up to the line that closes it."""
        columns = []
        for line in self._text[place : place + 20_000].split("\n"):
            if line.lstrip().startswith(")"):
                break
            if (found := COLUMN.match(line)) and found[1].lower() not in NO_COLUMNS:
                columns.append(found[1].lower())
        return columns

    def _copy(self, table: str, columns: list[str], place: int) -> int:
        self._columns[table] = columns
        end = self._text.find("\n\\.", place)
        if end < 0:
            end = len(self._text)
            self._breaks(table, end)
        if _is_wanted(table):
            kept = self._rows.setdefault(table, [])
            for line in filter(None, self._text[place:end].split("\n")):
                if len(values := line.split("\t")) == len(columns):
                    kept.append(dict(zip(columns, map(_copied, values), strict=True)))
                elif table not in self._broken:
                    self._breaks(table, self._text.find(line, place))
        return end

    def _insert(self, table: str, listed: str | None, place: int) -> int:
        """Its rows, and where it ends; a broken one ends where it breaks."""
        columns = _names(listed) if listed else self._columns.get(table, [])
        if listed:
            self._columns.setdefault(table, columns)
        kept = self._rows.setdefault(table, []) if _is_wanted(table) else []
        while opening := OPENS.match(self._text, place):
            place = opening.end()
            values: list[str | None] = []
            while found := self._value.match(self._text, place):
                place = found.end()
                values.append(self._plain(found))
                if found["next"] == ")":
                    break
            if len(values) == len(columns):
                kept.append(dict(zip(columns, values, strict=True)))
            else:
                self._breaks(table, place)
            follows = FOLLOWS.match(self._text, place)
            place = follows.end() if follows else place
            if not follows or follows[1] == ";":
                break
        else:
            follows = None
        if not follows:
            self._breaks(table, place)
        return place

    def _plain(self, found: re.Match[str]) -> str | None:
        if found["string"] is None:
            return None if found["word"].upper() == "NULL" else found["word"]
        if not self._is_mysql:
            return found["string"].replace("''", "'")
        return ESCAPED.sub(
            lambda one: "'" if one[1] is None else ESCAPES.get(one[1], one[1]), found["string"]
        )


def _is_wanted(table: str) -> bool:
    return table.endswith((*NEEDED, *OPTIONAL))


def _names(listed: str) -> list[str]:
    return [name.strip(' \t\r\n`"').lower() for name in listed.split(",")]


def _copied(value: str) -> str | None:
    """COPY's text: `\\N` is null, tabs and ends of line are escaped."""
    if value == r"\N":
        return None
    return re.sub(r"\\(.)", lambda one: ESCAPES.get(one[1], one[1]), value)


def _encoding_notes(sent: str, read: str) -> list[str]:
    if sent is read and LOST not in read:
        return []
    # A repaired letter never holds an end of line: both have as many lines.
    lines = zip(sent.split("\n"), read.split("\n"), strict=True)
    return notes_on_text(
        sum(before != after for before, after in lines), sum(LOST in line for line in read.split("\n"))
    )
