"""The steps of an import: sent, read, confirmed by a person, written, reported.

A small file is read and written while its page is asked for, a large one by the worker of long tasks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from core.documents import actions as documents
from core.documents.models import Upload
from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import NBSP, exact_count_of
from core.ui.locks import locked
from deliberations.access import check_secretary
from deliberations.imports import importer, reporting
from deliberations.imports.importer import Busy, ImportReport, LineCounts, LineResult
from deliberations.models import Import, ImportLine
from deliberations.models.imports import COUNTS
from deliberations.scdl.lines import Unreadable
from deliberations.scdl.parser import ParsedLine

logger = logging.getLogger(__name__)
# About a thousand lines, read and compared in a third of a second.
SMALL = 400_000
SAMPLE = 8
# Longer than any page lives.
NET_SECONDS = 600
State = Import.State
GONE = f"Le fichier n’est plus lisible sur le disque{NBSP}: prévenez l’administrateur."
BROKEN = f"L’import s’est interrompu{NBSP}; ce qui est écrit le reste. Reprenez-le."


def begin(upload: Upload, *, by: Agent, submission_key: UUID) -> Import:
    """Take the file in and have it read. Raises PermissionDenied."""
    check_secretary(by)
    with transaction.atomic():
        # Before the action below: it has a name of its own.
        document = documents.keep(upload, by=by)
        with action_context("a envoyé un fichier SCDL", by=by):
            started = Import.objects.create(document=document, created_by=by, submission_key=submission_key)
        is_small = started.document.size <= SMALL
        _defer(started, is_net=is_small)
    if is_small:
        _at_once(preview, started)
    return started


def confirm(started: Import, *, by: Agent) -> None:
    """Write what was read; a second confirmation changes nothing. Raises PermissionDenied, ValidationError."""
    check_secretary(by)
    with transaction.atomic(), action_context("a confirmé l’import", by=by):
        held = _locked(started)
        if held.state in (State.WRITING, State.DONE):
            return
        if held.state != State.READY:
            raise ValidationError(_not_now(held))
        held.confirmed_by, held.confirmed_at = by, timezone.now()
        held.state, held.progress = State.WRITING, 0
        held.save(update_fields=["confirmed_by", "confirmed_at", "state", "progress"])
        is_small = held.document.size <= SMALL
        _defer(held, is_net=is_small)
    if is_small:
        try:
            _at_once(write_confirmed, held)
        except Busy as busy:
            held.confirmed_by = held.confirmed_at = None
            _settle(held, State.READY)
            raise ValidationError(str(busy)) from busy


def resume(started: Import, *, by: Agent) -> None:
    """Take an interrupted import up again where it stood. Raises PermissionDenied, ValidationError."""
    check_secretary(by)
    with transaction.atomic(), action_context("a repris l’import", by=by):
        held = _locked(started)
        if held.state != State.FAILED:
            raise ValidationError(_not_now(held))
        held.state = State.WRITING if held.confirmed_at else State.READING
        held.reason, held.progress, held.finished_at = "", 0, None
        held.save(update_fields=["state", "reason", "progress", "finished_at"])
        _defer(held)


def abandon(started: Import, *, by: Agent) -> None:
    """Write nothing of it; the file stays among the documents. Raises PermissionDenied, ValidationError."""
    check_secretary(by)
    with transaction.atomic(), action_context("a abandonné l’import", by=by):
        held = _locked(started)
        if held.state == State.ABANDONED:
            return
        if held.state != State.READY:
            raise ValidationError(_not_now(held))
        held.state, held.finished_at = State.ABANDONED, timezone.now()
        held.save(update_fields=["state", "finished_at"])


def preview(started: Import) -> None:
    """The dry run, with what it would do kept for the page."""
    if started.state != State.READING:
        return
    report = _run(started, lambda on_results, on_progress: _dry_run(started, on_results, on_progress))
    if report is not None:
        _settle(started, State.READY, report)


def write_confirmed(started: Import) -> None:
    """What was confirmed. Raises Busy while another import runs."""
    if started.state != State.WRITING:
        return
    path, by = started.document.file_path, started.confirmed_by
    report = _run(
        started,
        lambda on_results, on_progress: importer.run_import(
            path, by=by, on_results=on_results, on_progress=on_progress
        ),
    )
    if report is not None:
        _settle(started, State.DONE, report)


def interrupt(started: Import, reason: str = BROKEN) -> None:
    """It cannot go on by itself: its page says so and offers to take it up again."""
    _settle(started, State.FAILED, reason=reason)


def _at_once(step: Callable[[Import], None], started: Import) -> None:
    """For a page: what goes wrong is for the log, and the import's page says that it stopped."""
    try:
        step(started)
    except Busy:
        raise
    except Exception:
        logger.exception("Import %s was interrupted", started.reference)
        interrupt(started)


def _dry_run(
    started: Import, on_results: importer.OnResults, on_progress: importer.OnProgress
) -> ImportReport:
    path = started.document.file_path
    started.sample = [_shown(line) for line in importer.first_rows(path, SAMPLE)]
    return importer.run_import(
        path, by=started.created_by, dry_run=True, on_results=on_results, on_progress=on_progress
    )


def _run(
    started: Import, run: Callable[[importer.OnResults, importer.OnProgress], ImportReport]
) -> ImportReport | None:
    """What the run found; None when it could not go to its end, which the import then says."""
    # An earlier attempt may have been cut short.
    ImportLine.objects.filter(of=started).delete()

    def on_results(results: list[LineResult]) -> None:
        reported = filter(reporting.is_reported, results)
        ImportLine.objects.bulk_create(_kept(started, result) for result in reported)

    def on_progress(share: float, tally: LineCounts) -> None:
        # The last percent is for the end.
        _count(started, tally, min(99, int(share * 100)))

    try:
        return run(on_results, on_progress)
    except Unreadable as error:
        _settle(started, State.UNREADABLE, reason=str(error))
    except OSError:
        logger.exception("Import %s: its file cannot be read", started.reference)
        _settle(started, State.FAILED, reason=GONE)
    return None


def _kept(started: Import, result: LineResult) -> ImportLine:
    return ImportLine(
        of=started,
        line=result.line,
        outcome=result.outcome,
        identifier=result.identifier,
        words=reporting.join_details(result.words),
        is_mended=result.is_mended,
    )


def _count(started: Import, tally: LineCounts, percent: int) -> None:
    for name in COUNTS:
        setattr(started, name, getattr(tally, name))
    started.progress = percent
    started.save(update_fields=[*COUNTS, "progress"])


@transaction.atomic
def _settle(started: Import, state: str, report: ImportReport | None = None, *, reason: str = "") -> None:
    """A step is over; the history names no person."""
    with action_context(ACTION_NAMES[state]):
        if report is not None:
            _count(started, report.tally, 100)
            started.notes = report.notes
        started.state, started.reason = state, reason[:300]
        started.finished_at = None if state == State.READY else timezone.now()
        started.save(
            update_fields=[
                "notes",
                "sample",
                "state",
                "reason",
                "confirmed_by",
                "confirmed_at",
                "finished_at",
            ]
        )


ACTION_NAMES: dict[str, str] = {
    State.READY: "a lu le fichier",
    State.DONE: "a terminé l’import",
    State.UNREADABLE: "n’a pas pu lire le fichier",
    State.FAILED: "a interrompu l’import",
}


def _locked(started: Import) -> Import:
    return locked(Import.objects).select_related("document", "created_by", "confirmed_by").get(pk=started.pk)


def _defer(started: Import, *, is_net: bool = False) -> None:
    """For the worker; with `is_net`, only should the page that does it at once be cut short.

    By the name of the task: its module imports this one.
    """
    wait = {"seconds": NET_SECONDS if is_net else 0}
    app.configure_task("deliberations.go_on", schedule_in=wait).defer(import_id=started.pk)


def _not_now(held: Import) -> str:
    return f"Cet import est «{NBSP}{held.get_state_display()}{NBSP}»{NBSP}: ce geste n’est plus possible."


def _shown(line: ParsedLine) -> dict[str, Any]:
    """A first line as the page shows it."""
    row = line.row
    if row is None:
        return {"line": line.number, "refused": reporting.join_details(line.words)}
    return {
        "line": line.number,
        "number": row.number,
        "adopted_on": row.adopted_on.isoformat(),
        "object": row.object,
        "matter": row.matter_code or row.matter_name,
        "votes": _votes(row.votes[2:]),
    }


def _votes(counts: tuple[int | None, ...]) -> str:
    labels = (("pour", "pour"), ("contre", "contre"), ("abstention", "abstentions"))
    return ", ".join(
        exact_count_of(count, *label)
        for count, label in zip(counts, labels, strict=True)
        if count is not None
    )


def day_of(text: str) -> date:
    """The day that `_shown` wrote."""
    return date.fromisoformat(text)
