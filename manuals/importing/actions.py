"""The group's import of software: its file waits for the confirmation, and is written at once or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents import actions as documents
from core.documents.models import Upload
from core.imports.steps import REPORT_DAYS, ImportSteps
from core.people.models import Agent
from manuals import policies
from manuals.importing import apply
from manuals.importing.plan import Plan, chosen_columns
from manuals.models import SoftwareImport

State = SoftwareImport.State


class SoftwareImporting(ImportSteps[SoftwareImport]):
    """Read each time that it is looked at: the software change beside it."""

    model = SoftwareImport
    not_allowed = "Seul le groupe projet importe des progiciels."
    sent = "a déposé un fichier de progiciels"
    abandoned = "Rien n’a changé, et le fichier est effacé."
    report_days = REPORT_DAYS

    def can_import(self, agent: Agent) -> bool:
        return policies.can_manage(agent)

    def rows(self) -> Any:
        return super().rows().select_related("file")

    @transaction.atomic
    def begin(self, upload: Upload, *, by: Agent, submission_key: uuid.UUID) -> SoftwareImport:
        """Keep the file until it is confirmed or abandoned. Raises ValidationError for what is no list of software."""
        self.check_right(by)
        apply.parse(_data(upload.file_path))
        # Never read by the worker: its text would stay in the database for nothing.
        file = documents.store(upload.file_path, name=upload.name, by=by, read_text=False)
        begun = SoftwareImport(
            file=file, file_name=file.name, created_by=by, submission_key=submission_key, state=State.READY
        )
        self.start(begun)
        documents.discard(upload, by=by)
        return begun

    def preview(self, waiting: SoftwareImport, *, columns: Sequence[str] | None) -> Plan:
        assert waiting.file is not None
        return apply.preview(_data(waiting.file.file_path), columns=columns)

    def titles(
        self, waiting: SoftwareImport, *, columns: Sequence[str] | None
    ) -> tuple[list[str], list[str]]:
        """The file's columns, and what each is read as: what was chosen, or what its name says."""
        assert waiting.file is not None
        table = apply.parse(_data(waiting.file.file_path))
        return table.titles, chosen_columns(table, columns)

    @transaction.atomic
    def confirm(self, started: SoftwareImport, *, by: Agent, **options: Any) -> None:
        """Carry it out, keep the report and forget the file."""
        self.check_right(by)
        held = self.locked(started)
        self.check_state(held, State.READY)
        assert held.file is not None
        data, seen = _data(held.file.file_path), options["seen"] or "unseen"
        plan = apply.apply_file(data, by=by, columns=options["columns"], seen=seen)
        held.report = apply.report_of(plan)
        held.confirmed_by, held.confirmed_at = by, timezone.now()
        self.end(held, State.DONE, "a importé le fichier de progiciels", by=by)

    def end(self, held: SoftwareImport, state: str, name: str, *, by: Agent | None) -> None:
        file, held.file = held.file, None
        super().end(held, state, name, by=by)
        if file is not None:
            documents.forget(file, by=by)


software_import = SoftwareImporting()


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValidationError("Le fichier n’est plus là\u00a0: déposez-le de nouveau.") from error
