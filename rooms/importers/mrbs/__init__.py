"""MRBS's tables, or GRR's of the same lineage: read from a database or from a dump, never executed, never written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.ui.french import spaced
from rooms.importers.importer import Importer
from rooms.importers.mrbs import reader, rooms
from rooms.importers.mrbs.tables import Tables, check_columns, is_grr
from rooms.importers.report import ReportLine
from rooms.importers.source_events import Unit


def read_mrbs(tables: Tables, *, since: date, importer: Importer) -> Iterator[Unit | ReportLine]:
    """Sites and rooms first, found or created by `importer.by`, then what is booked; raises Unreadable."""
    check_columns(tables)
    for fault in tables.faults:
        importer.report.note(fault)
    found = rooms.places_of(tables, by=importer.by, is_trial=importer.is_trial, report=importer.report)
    return reader.read_entries(tables, found, since=since, report=importer.report)


def named(tables: Tables) -> str:
    check_columns(tables)
    return spaced(f"Tables de {'GRR' if is_grr(tables) else 'MRBS'}, qui commencent par « {tables.prefix} ».")
