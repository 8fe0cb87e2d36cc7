"""Imports that are read each time that they are looked at, since what they change changes beside them."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.documents import actions as documents
from core.documents.models import Upload
from core.imports.models import KeptFileImport, State
from core.imports.steps import ImportSteps
from core.people.models import Agent
from core.ui.french import spaced

# Reports hold names.
REPORT_DAYS = 365


class KeptFileSteps[M: KeptFileImport](ImportSteps[M]):
    """The file is kept until it is confirmed or abandoned, then forgotten; its report stays a year."""

    # In the history.
    done = ""

    @abstractmethod
    def check(self, data: bytes, *, by: Agent) -> None:
        """Raises ValidationError for what is no such file."""

    @abstractmethod
    def carry_out(self, data: bytes, *, by: Agent, seen: str, **options: Any) -> dict[str, Any]:
        """Write it whole or not at all, and give the report. Raises ValidationError when `seen` no longer holds."""

    def rows(self) -> Any:
        return super().rows().select_related("file")

    @transaction.atomic
    def begin(self, upload: Upload, *, by: Agent, submission_key: uuid.UUID) -> M:
        """Keep the file. Raises PermissionDenied, ValidationError."""
        self.check_right(by)
        self.check(_data(upload.file_path), by=by)
        # Never read by the worker: its text would stay in the database for nothing.
        file = documents.store(upload.file_path, name=upload.name, by=by, read_text=False)
        begun = self.model(
            file=file, file_name=file.name, created_by=by, submission_key=submission_key, state=State.READY
        )
        self.start(begun)
        documents.discard(upload, by=by)
        return begun

    def data_of(self, waiting: M) -> bytes:
        assert waiting.file is not None
        return _data(waiting.file.file_path)

    @transaction.atomic
    def confirm(self, started: M, *, by: Agent, **options: Any) -> None:
        """Carry it out, keep the report and forget the file."""
        self.check_right(by)
        held = self.locked(started)
        self.check_state(held, State.READY)
        seen = options.pop("seen") or "unseen"
        held.report = self.carry_out(self.data_of(held), by=by, seen=seen, **options)
        held.confirmed_by, held.confirmed_at = by, timezone.now()
        self.end(held, State.DONE, self.done, by=by)

    def end(self, held: M, state: str, name: str, *, by: Agent | None) -> None:
        file, held.file = held.file, None
        super().end(held, state, name, by=by)
        if file is not None:
            documents.forget(file, by=by)

    def old_reports(self, at: datetime) -> QuerySet[M]:
        return self.rows().filter(ended_at__lt=at - timedelta(days=REPORT_DAYS)).exclude(report={})

    def due(self, at: datetime) -> QuerySet[M]:
        return self.forgotten(at) | self.old_reports(at)

    def clean_up(self, at: datetime) -> int:
        """And old reports are emptied."""
        return super().clean_up(at) + self.old_reports(at).update(report={})


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValidationError(spaced("Le fichier n’est plus là : déposez-le de nouveau.")) from error
