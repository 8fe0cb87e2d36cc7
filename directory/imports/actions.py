"""The manager's import of agents: its file waits for the confirmation, and is written at once or not at all."""

from __future__ import annotations

from typing import Any

from core.imports.kept_files import KeptFileSteps
from core.people.models import Agent
from directory import policies
from directory.imports import apply
from directory.imports.plan import Plan
from directory.models import AgentImport


class AgentsImport(KeptFileSteps[AgentImport]):
    model = AgentImport
    not_allowed = "Seul le gestionnaire de l’annuaire importe des agents."
    sent = "a déposé un fichier d’agents"
    done = "a importé le fichier d’agents"
    abandoned = "Rien n’a changé, et le fichier est effacé."

    def can_import(self, agent: Agent) -> bool:
        return policies.can_import(agent)

    def check(self, data: bytes, *, by: Agent) -> None:
        apply.preview(data, by=by)

    def preview(self, waiting: AgentImport, *, by: Agent) -> Plan:
        return apply.preview(self.data_of(waiting), by=by)

    def carry_out(self, data: bytes, *, by: Agent, seen: str, **options: Any) -> dict[str, Any]:
        plan = apply.apply_file(data, by=by, seen=seen, **options)
        return apply.report_of(
            plan, deactivate_leavers=options["deactivate_leavers"], reopen=options["reopen"]
        )


agents_import = AgentsImport()
