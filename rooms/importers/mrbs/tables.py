"""The tables that MRBS and GRR share, whatever they are read from, and which of the two they are.

Facts of MRBS 1.7 to 1.12 and of GRR 3 and 4: both keep areas, rooms, entries and repeats under a prefix (`mrbs_`,
`grr_`), times as seconds since 1970, and each date of a series as an entry of its own with the id of its repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from core.imports.tables import Unreadable
from core.ui.french import spaced

Row = Mapping[str, Any]
NEEDED: dict[str, tuple[str, ...]] = {
    "area": ("id", "area_name"),
    "room": ("id", "area_id", "room_name"),
    "entry": ("id", "start_time", "end_time", "room_id", "name", "create_by"),
}
# What is read of an entry, where the version has it.
OF_AN_ENTRY = (
    *NEEDED["entry"],
    "entry_type", "repeat_id", "status", "private", "description", "ical_uid", "ical_recur_id",
    "beneficiaire", "beneficiaire_ext", "moderate", "option_reservation", "supprimer",
)  # fmt: skip
OF_A_REPEAT = ("id", "rep_type", "rep_opt", "rep_interval", "rep_num_weeks")
OPTIONAL = ("repeat", "users", "user", "utilisateurs", "site", "j_site_area")


class Tables(Protocol):
    """A source of rows; `columns` of a table that is not there are empty."""

    @property
    def prefix(self) -> str: ...

    @property
    def faults(self) -> Sequence[str]:
        """Return, in sentences, what cannot be read."""
        ...

    def columns(self, table: str) -> frozenset[str]: ...

    def rows(self, table: str) -> Iterable[Row]: ...

    def entries(self, since: datetime) -> Iterator[Row]:
        """Yield the entries that end after `since`, by room, then by repeat, then by start."""
        ...

    def count(self, since: datetime) -> int: ...


def prefix_of(names: Iterable[str], wanted: str = "") -> str:
    """Return the prefix of `area`, `room` and `entry`; raise Unreadable for none, or for several."""
    known = set(names)
    found = sorted(
        prefix
        for name in known
        if name.endswith("entry")
        and {(prefix := name.removesuffix("entry")) + table for table in NEEDED} <= known
    )
    if wanted and wanted in found:
        return wanted
    if not found:
        raise Unreadable(
            spaced("On n’y trouve ni les tables de MRBS ni celles de GRR : ni area, ni room, ni entry.")
        )
    if len(found) > 1 or wanted:
        listed = ", ".join(spaced(f"« {prefix} »") for prefix in found)
        raise Unreadable(spaced(f"Dites quelles tables lire avec --prefixe : on trouve {listed}."))
    return found[0]


def check_columns(tables: Tables) -> None:
    for table, needed in NEEDED.items():
        if missing := set(needed) - tables.columns(table):
            raise Unreadable(
                spaced(
                    f"La table {tables.prefix}{table} n’a pas la colonne {sorted(missing)[0]} : "
                    "c’est une version que l’on ne connaît pas."
                )
            )


def is_grr(tables: Tables) -> bool:
    return "beneficiaire" in tables.columns("entry")


def number(row: Row, name: str, otherwise: int = 0) -> int:
    """Databases give numbers, dumps give text, old versions give nothing."""
    try:
        return int(row.get(name))  # type: ignore[arg-type]  # None is caught below
    except (TypeError, ValueError):
        return otherwise


def text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).replace("\x00", "")


def in_order(row: Row) -> tuple[int, int, int]:
    return number(row, "room_id"), number(row, "repeat_id"), number(row, "start_time")
