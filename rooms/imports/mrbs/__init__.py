"""MRBS's tables, or GRR's of the same lineage: read from a database or from a dump, never executed, never written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rooms.imports.booking import Importer
from rooms.imports.events import Unit
from rooms.imports.mrbs import places, reading
from rooms.imports.mrbs.tables import Tables, check_columns, is_grr
from rooms.imports.report import Line


def read(tables: Tables, *, since: date, importer: Importer) -> Iterator[Unit | Line]:
    """Sites and rooms first, found or created by `importer.by`, then what is booked; raises Unreadable."""
    check_columns(tables)
    for fault in tables.faults:
        importer.report.note(fault)
    found = places.places_of(tables, by=importer.by, is_trial=importer.is_trial, report=importer.report)
    return reading.read(tables, found, since=since, report=importer.report)


def named(tables: Tables) -> str:
    check_columns(tables)
    return (
        f"Tables de {'GRR' if is_grr(tables) else 'MRBS'}, qui commencent par «\u00a0{tables.prefix}\u00a0»."
    )
