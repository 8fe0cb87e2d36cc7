"""The manager's import of agents: its file waits for the confirmation, and is written at once or not at all."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents import actions as documents
from core.documents.models import Upload
from core.imports.steps import REPORT_DAYS, ImportSteps
from core.people.models import Agent
from directory import policies
from directory.imports import apply
from directory.imports.plan import Plan
from directory.models import AgentImport

State = AgentImport.State


class AgentsImport(ImportSteps[AgentImport]):
    """Read each time that it is looked at: the directory changes beside it."""

    model = AgentImport
    not_allowed = "Seul le gestionnaire de l’annuaire importe des agents."
    sent = "a déposé un fichier d’agents"
    abandoned = "Rien n’a changé, et le fichier est effacé."
    report_days = REPORT_DAYS

    def can_import(self, agent: Agent) -> bool:
        return policies.can_import(agent)

    def rows(self) -> Any:
        return super().rows().select_related("file")

    @transaction.atomic
    def begin(self, upload: Upload, *, by: Agent, submission_key: uuid.UUID) -> AgentImport:
        """Keep the file until it is confirmed or abandoned. Raises ValidationError for what is no list of agents."""
        self.check_right(by)
        apply.preview(_data(upload.file_path), by=by)
        # Never read by the worker: its text would stay in the database for nothing.
        file = documents.store(upload.file_path, name=upload.name, by=by, read_text=False)
        begun = AgentImport(
            file=file, file_name=file.name, created_by=by, submission_key=submission_key, state=State.READY
        )
        self.start(begun)
        documents.discard(upload, by=by)
        return begun

    def preview(self, waiting: AgentImport, *, by: Agent) -> Plan:
        assert waiting.file is not None
        return apply.preview(_data(waiting.file.file_path), by=by)

    @transaction.atomic
    def confirm(self, started: AgentImport, *, by: Agent, **options: Any) -> None:
        """Carry it out, keep the report and forget the file."""
        self.check_right(by)
        held = self.locked(started)
        self.check_state(held, State.READY)
        assert held.file is not None
        seen = options.pop("seen") or "unseen"
        plan = apply.apply_file(_data(held.file.file_path), by=by, seen=seen, **options)
        held.report = apply.report_of(
            plan, deactivate_leavers=options["deactivate_leavers"], reopen=options["reopen"]
        )
        held.confirmed_by, held.confirmed_at = by, timezone.now()
        self.end(held, State.DONE, "a importé le fichier d’agents", by=by)

    def end(self, held: AgentImport, state: str, name: str, *, by: Agent | None) -> None:
        file, held.file = held.file, None
        super().end(held, state, name, by=by)
        if file is not None:
            documents.forget(file, by=by)


agents_import = AgentsImport()


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValidationError("Le fichier n’est plus là\u00a0: déposez-le de nouveau.") from error
