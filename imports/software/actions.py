"""The group's import of software: its file is planned again once confirmed, then written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.french import spaced
from core.history.context import action_context
from core.imports.planning import CHANGED, CREATED, Plan, PlannedLine, PlannedSteps
from core.imports.tables import Sheet
from core.people.models import Agent
from core.search.index import refresh
from imports.software.plan import PEOPLE, Planner, parse
from manuals import notifications, policies
from manuals.actions import notify_outdated_manuals, outdate_contract
from manuals.models import Manual, Need, Software, SoftwareImport

OTHER_ROWS = (*PEOPLE, "owner")
BATCH = 200


class SoftwareImporting(PlannedSteps[SoftwareImport, Plan[PlannedLine]]):
    model, target = SoftwareImport, Software
    not_allowed = "Seul le groupe projet importe des progiciels."
    sent = "a déposé un fichier de progiciels"
    done = "a importé le fichier de progiciels"
    abandoned = "Rien n’a changé, et le fichier est effacé."
    moved = spaced(
        "Les progiciels ou les colonnes ont changé depuis cet aperçu : relisez-le, puis confirmez de nouveau."
    )
    lock = "manuals.import"
    can_import, read = staticmethod(policies.can_manage), staticmethod(parse)

    def plan(
        self, sheet: Sheet, *, by: Agent | None = None, columns: Sequence[str] | None = None, **options: Any
    ) -> Plan[PlannedLine]:
        """`columns` are the fields that a person chose, one for each title; without, what the titles name."""
        return Planner(sheet, columns=columns).plan()

    def write(self, plan: Plan[PlannedLine], *, by: Agent | None, **options: Any) -> None:
        known = Software.objects.in_bulk([line.row_id for line in plan.of(CHANGED) if line.row_id])
        before = {pk: {row.functional_referent_id, row.it_referent_id} for pk, row in known.items()}
        written: list[tuple[PlannedLine, Software]] = []
        with action_context("a importé la fiche d’un fichier de progiciels", by=by):
            for line in (*plan.of(CREATED), *plan.of(CHANGED)):
                software = known[line.row_id] if line.row_id else Software()
                for name, value in line.values.items():
                    if name != "needs":
                        setattr(software, f"{name}_id" if name in OTHER_ROWS else name, value)
                written.append((line, software))
            Software.objects.bulk_create([software for line, software in written if not line.row_id])
            changed = {name for line in plan.of(CHANGED) for name in line.values} - {"needs"}
            if changed:
                Software.objects.bulk_update(known.values(), sorted(changed), batch_size=BATCH)
            _set_needs(written)
        refresh(Software.objects.filter(pk__in=[software.pk for _, software in written]))
        refresh(Manual.objects.filter(software__in=known))
        _notify(written, before)


software_import = SoftwareImporting()


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
