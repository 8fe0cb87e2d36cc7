"""The group's import of software: its file waits for the confirmation, and is written at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.imports.kept_files import KeptFileSteps
from core.people.models import Agent
from manuals import policies
from manuals.importing import apply
from manuals.importing.plan import Plan, chosen_columns
from manuals.models import SoftwareImport


class SoftwareImporting(KeptFileSteps[SoftwareImport]):
    model = SoftwareImport
    not_allowed = "Seul le groupe projet importe des progiciels."
    sent = "a déposé un fichier de progiciels"
    done = "a importé le fichier de progiciels"
    abandoned = "Rien n’a changé, et le fichier est effacé."

    def can_import(self, agent: Agent) -> bool:
        return policies.can_manage(agent)

    def check(self, data: bytes, *, by: Agent) -> None:
        apply.parse(data)

    def preview(self, waiting: SoftwareImport, *, columns: Sequence[str] | None) -> Plan:
        return apply.preview(self.data_of(waiting), columns=columns)

    def titles(
        self, waiting: SoftwareImport, *, columns: Sequence[str] | None
    ) -> tuple[list[str], list[str]]:
        """The file's columns, and what each is read as: what was chosen, or what its name says."""
        table = apply.parse(self.data_of(waiting))
        return table.titles, chosen_columns(table, columns)

    def carry_out(self, data: bytes, *, by: Agent, seen: str, **options: Any) -> dict[str, Any]:
        return apply.report_of(apply.apply_file(data, by=by, columns=options["columns"], seen=seen))


software_import = SoftwareImporting()
