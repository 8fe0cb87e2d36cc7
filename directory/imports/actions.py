"""The page's import: a file that waits for its confirmation, then its report."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents import actions as documents
from core.documents.models import Upload
from core.history.context import action_context
from core.people.models import Agent
from core.ui.locks import lock_row
from directory.imports import apply
from directory.imports.plan import Plan
from directory.models import AgentImport

WAITING_DAYS = 7
REPORT_DAYS = 365


@transaction.atomic
def begin(*, by: Agent, upload: Upload, submission_key: uuid.UUID) -> AgentImport:
    """Keep the file until it is confirmed or abandoned. Raises ValidationError for what is no list of agents."""
    apply.check_importer(by)
    apply.preview(_data(upload.file_path), by=by)
    # Never read by the worker: its text would stay in the database for nothing.
    file = documents.store(upload.file_path, name=upload.name, by=by, read_text=False)
    with action_context("a déposé un fichier d’agents", by=by):
        begun = AgentImport.objects.create(
            by=by, file=file, file_name=file.name, submission_key=submission_key
        )
    documents.discard(upload, by=by)
    return begun


def preview(waiting: AgentImport, *, by: Agent) -> Plan:
    assert waiting.file is not None
    return apply.preview(_data(waiting.file.file_path), by=by)


@transaction.atomic
def confirm(
    waiting: AgentImport,
    *,
    by: Agent,
    seen: str,
    deactivate_leavers: bool = False,
    confirm_many: bool = False,
    reopen: bool = False,
) -> AgentImport:
    """Carry it out, keep the report and forget the file."""
    apply.check_importer(by)
    locked = _locked(waiting)
    assert locked.file is not None
    plan = apply.apply_file(
        _data(locked.file.file_path),
        by=by,
        deactivate_leavers=deactivate_leavers,
        confirm_many=confirm_many,
        reopen=reopen,
        seen=seen or "unseen",
    )
    locked.report = apply.report_of(plan, deactivate_leavers=deactivate_leavers, reopen=reopen)
    locked.done_at = timezone.now()
    _end(locked, AgentImport.State.DONE, "a importé le fichier d’agents", by=by)
    return locked


@transaction.atomic
def abandon(waiting: AgentImport, *, by: Agent | None) -> None:
    if by is not None:
        apply.check_importer(by)
    _end(_locked(waiting), AgentImport.State.ABANDONED, "a abandonné l’import", by=by)


def clean_up() -> None:
    """Each night: abandon files of personal data that wait too long, and empty old reports."""
    now = timezone.now()
    for waiting in AgentImport.objects.left_waiting(since=now - timedelta(days=WAITING_DAYS)):
        abandon(waiting, by=None)
    old = AgentImport.objects.filter(done_at__lt=now - timedelta(days=REPORT_DAYS)).exclude(report={})
    old.update(report={})


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValidationError("Le fichier n’est plus là\u00a0: déposez-le de nouveau.") from error


def _locked(waiting: AgentImport) -> AgentImport:
    """Two may press « Confirmer » at once: the second reads what the first did."""
    locked = lock_row(AgentImport, waiting.pk)
    if not locked.is_waiting:
        raise ValidationError(f"Cet import est déjà {locked.get_state_display().lower()}.")
    return locked


def _end(locked: AgentImport, state: str, name: str, *, by: Agent | None) -> None:
    file, locked.file, locked.state = locked.file, None, state
    with action_context(name, by=by):
        locked.save()
    if file is not None:
        documents.forget(file, by=by)
