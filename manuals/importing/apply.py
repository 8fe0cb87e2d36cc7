"""Applying an import: planned again under the locks, then written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.history.context import action_context
from core.people.models import Agent
from core.search.index import refresh
from core.ui import locks
from core.ui.french import spaced
from core.ui.locks import locked
from manuals import notifications
from manuals.actions import notify_outdated_manuals, outdate_contract
from manuals.importing.parser import parse
from manuals.importing.plan import CHANGED, CREATED, PEOPLE, SAME, Plan, PlannedLine, plan_of
from manuals.models import Manual, Need, Software

OTHER_ROWS = (*PEOPLE, "owner")
BATCH = 200
MOVED = spaced(
    "Les progiciels ou les colonnes ont changé depuis cet aperçu : relisez-le, puis confirmez de nouveau."
)
TAKEN = spaced(
    "Un progiciel de ce fichier vient d’être inscrit : relisez l’aperçu, puis confirmez de nouveau."
)


def preview(data: bytes, *, columns: Sequence[str] | None = None) -> Plan:
    """Raises ValidationError for a file that is no list of software."""
    return plan_of(parse(data), columns=columns)


def apply_file(
    data: bytes, *, by: Agent | None, columns: Sequence[str] | None = None, seen: str = ""
) -> Plan:
    """Write what the file says. The caller checks the right; `by` is None for the command, run on the server.

    Raises ValidationError when something changed since the plan `seen` (its digest) was read.
    """
    table = parse(data)
    try:
        with transaction.atomic():
            locks.wait_for("manuals.import")
            # In the order of keys, as every action on one of them.
            list(locked(Software.objects).order_by("pk").values_list("pk", flat=True))
            plan = plan_of(table, columns=columns)
            if seen and seen != plan.digest:
                raise ValidationError(MOVED)
            _write(plan, by=by)
            return plan
    except IntegrityError as error:
        raise ValidationError(TAKEN) from error


def report_of(plan: Plan) -> dict[str, Any]:
    """Return the report to store after an import: every line that was not already right."""
    lines = [
        {
            "line": line.line,
            "name": line.name,
            "outcome": line.outcome,
            "changes": line.changes,
            "notes": line.notes,
        }
        for line in plan.lines
        if line.outcome != SAME or line.notes
    ]
    return {"counts": plan.counts, "notes": plan.notes, "lines": lines}


def _write(plan: Plan, *, by: Agent | None) -> None:
    known = Software.objects.in_bulk([line.software_id for line in plan.of(CHANGED) if line.software_id])
    before = {pk: {row.functional_referent_id, row.it_referent_id} for pk, row in known.items()}
    written: list[tuple[PlannedLine, Software]] = []
    with action_context("a importé la fiche d’un fichier de progiciels", by=by):
        for line in (*plan.of(CREATED), *plan.of(CHANGED)):
            software = known[line.software_id] if line.software_id else Software()
            for name, value in line.values.items():
                if name != "needs":
                    setattr(software, f"{name}_id" if name in OTHER_ROWS else name, value)
            written.append((line, software))
        Software.objects.bulk_create([software for line, software in written if line.outcome == CREATED])
        changed = {name for line in plan.of(CHANGED) for name in line.values} - {"needs"}
        if changed:
            Software.objects.bulk_update(known.values(), sorted(changed), batch_size=BATCH)
        _set_needs(written)
    refresh(Software.objects.filter(pk__in=[software.pk for _, software in written]))
    refresh(Manual.objects.filter(software__in=known))
    _notify(written, before)


def _set_needs(written: list[tuple[PlannedLine, Software]]) -> None:
    wanted = {name for line, _ in written for name in line.values.get("needs", [])}
    needs = {need.name: need for need in Need.objects.filter(name__in=wanted)}
    for name in sorted(wanted - needs.keys()):
        needs[name] = Need.objects.create(name=name)
    for line, software in written:
        if "needs" in line.values:
            software.needs.set([needs[name] for name in line.values["needs"]])


def _notify(written: list[tuple[PlannedLine, Software]], before: dict[int, set[int | None]]) -> None:
    """Notify as the actions on one software do, but a referent of many once."""
    named: dict[int, list[Software]] = {}
    for line, software in written:
        known = before.get(software.pk, set())
        now = {software.functional_referent_id, software.it_referent_id}
        for pk in now - known:
            if pk is not None:
                named.setdefault(pk, []).append(software)
        if line.outcome == CHANGED and line.values.keys() & {*PEOPLE, "version_in_use"}:
            outdate_contract(software, former=known - now)
            notify_outdated_manuals(software)
    for agent in Agent.objects.filter(pk__in=named):
        notifications.notify_named(named[agent.pk], [agent])
