"""Imports that are planned line by line, shown, confirmed, then planned again and written: agents, software."""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from core.documents import actions as documents
from core.documents.models import Upload
from core.french import spaced
from core.imports.models import KeptFileImport, State
from core.imports.steps import ImportSteps
from core.imports.views import ImportPages
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web import locks
from core.web.locks import locked

logger = logging.getLogger(__name__)
REFUSED_BY_DATABASE = spaced(
    "Rien n’est écrit : une ligne contredit ce que l’intranet connaît, ou l’intranet a changé pendant l’import. "
    "Recommencez ; si cela se répète, le journal du serveur nomme la règle."
)
CREATED, CHANGED, SAME, REFUSED = "created", "changed", "same", "refused"
# Reports hold names.
REPORT_DAYS = 365
# In place of a report that `PlannedSteps.clean_up` emptied.
ERASED = "Le compte rendu, qui contenait des noms, est effacé après un an."


@dataclass
class PlannedLine:
    """Outcome of one line: `values` to write, `changes` the same in words, `notes` what was corrected or left out."""

    # In the file; 0 for what is no line of one.
    line: int
    name: str = ""
    # What a person knows it by, beside its name.
    number: str = ""
    outcome: str = SAME
    # The row that it changes.
    row_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, *why: str) -> Self:
        self.outcome, self.values, self.changes, self.notes = REFUSED, {}, [], list(why)
        return self

    @property
    def report(self) -> dict[str, Any]:
        names = ("line", "name", "outcome", "changes", "notes")
        return {name: getattr(self, name) for name in names}


@dataclass
class Plan[L: PlannedLine]:
    lines: list[L]
    notes: list[str]
    # What was done beside the lines.
    done: dict[str, int] = field(default_factory=dict, kw_only=True)

    def of(self, outcome: str) -> list[L]:
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def counts(self) -> dict[str, int]:
        return {outcome: len(self.of(outcome)) for outcome in (CREATED, CHANGED, SAME, REFUSED)} | self.done

    @property
    def is_idle(self) -> bool:
        return not (self.of(CREATED) or self.of(CHANGED))

    @property
    def report(self) -> dict[str, Any]:
        """Return what is shown of it, and stored once done: every line that was not already right."""
        lines = [line.report for line in self.lines if line.outcome != SAME or line.notes]
        return {"counts": self.counts, "notes": self.notes, "lines": lines}

    @property
    def digest(self) -> str:
        """The same for two plans that say and would write the same: what is confirmed is what was read."""
        written = [self.report, [[line.row_id, line.values] for line in self.lines]]
        return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


class PlannedSteps[M: KeptFileImport, P: Plan[Any]](ImportSteps[M]):
    """Its file is kept until it is confirmed or abandoned, and planned each time that it is looked at.

    Confirmed, it is planned again under the locks, then written whole or not at all; its report stays a year.
    """

    # In the history.
    done = ""
    # What is said when a plan no longer holds.
    moved = ""
    lock = ""
    # Rows that it changes.
    target: type[models.Model]
    # Parses a file. Raises ValidationError for what is no such file.
    read: Callable[[bytes], Any]
    # Of a line, and of the lines that are counted.
    words: Mapping[str, str] = {CREATED: "nouveau", CHANGED: "changé", SAME: "inchangé", REFUSED: "refusé"}
    labels: Mapping[str, str] = {
        CREATED: "nouvelles fiches",
        CHANGED: "fiches changées",
        SAME: "fiches inchangées",
        REFUSED: "lignes refusées",
    }

    @abstractmethod
    def plan(self, sheet: Any, *, by: Agent | None, **options: Any) -> P:
        """Compare what `read` returned with what is known, and write nothing. Raises ValidationError."""

    @abstractmethod
    def write(self, plan: P, *, by: Agent | None, **options: Any) -> None:
        """Write a plan, under the locks. Raises ValidationError."""

    def prepare(self, plan: P, *, by: Agent | None, **options: Any) -> str:
        """Create what a plan needs, under the locks, and say what: it is then planned again. Raises ValidationError."""
        return ""

    def apply(
        self, sheet: Any, *, by: Agent | None, seen: str = "", dry_run: bool = False, **options: Any
    ) -> P:
        """Plan under the locks, then write. The caller checks the right; `by` is None for a command, run on the server.

        Raises ValidationError when something changed since the plan `seen` (its digest) was read.
        """
        try:
            with transaction.atomic():
                locks.wait_for(self.lock)
                # In the order of keys, as every action on one of them.
                list(locked(self.target._default_manager).order_by("pk").values_list("pk", flat=True))
                plan = self.plan(sheet, by=by, **options)
                if seen and seen != plan.digest:
                    raise ValidationError(self.moved)
                if said := self.prepare(plan, by=by, **options):
                    plan = self.plan(sheet, by=by, **options)
                    plan.notes.append(said)
                if dry_run:
                    transaction.set_rollback(True)
                else:
                    self.write(plan, by=by, **options)
                return plan
        except IntegrityError as error:
            # Its text and its traceback hold the row.
            diagnostic = getattr(error.__cause__, "diag", None)
            logger.error("import refused by constraint %s", getattr(diagnostic, "constraint_name", None))
            raise ValidationError(self.moved if seen else REFUSED_BY_DATABASE) from error

    def apply_file(self, data: bytes, *, by: Agent | None, **options: Any) -> P:
        # A large file takes seconds to parse: before the locks.
        return self.apply(self.read(data), by=by, **options)

    # A person's import

    def rows(self) -> Any:
        return super().rows().select_related("file")

    @transaction.atomic
    def begin(self, upload: Upload, *, by: Agent, submission_key: uuid.UUID) -> M:
        """Keep the file. Raises PermissionDenied, ValidationError."""
        self.check_right(by)
        self.read(_data(upload.file_path))
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

    def preview(self, waiting: M, *, by: Agent, **options: Any) -> P:
        return self.plan(self.read(self.data_of(waiting)), by=by, **options)

    @transaction.atomic
    def confirm(self, started: M, *, by: Agent, **options: Any) -> None:
        """Carry it out, keep the report and forget the file."""
        self.check_right(by)
        held = self.locked(started)
        self.check_state(held, State.READY)
        options["seen"] = options["seen"] or "unseen"
        held.report = self.apply_file(self.data_of(held), by=by, **options).report
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


class SeenForm(forms.Form):
    """Confirm what was read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class PlannedImportPages[M: KeptFileImport](ImportPages[M]):
    steps: PlannedSteps[M, Any]

    def options(self, request: AgentRequest) -> dict[str, Any]:
        """What a preview takes of the request."""
        return {}

    def report_of(self, started: M, request: AgentRequest) -> dict[str, Any]:
        """Return the stored report once done, or a preview before. Raise ValidationError."""
        if not started.is_ready:
            return started.report
        plan = self.steps.preview(started, by=request.user, **self.options(request))
        return plan.report | {"digest": plan.digest, "is_idle": plan.is_idle}

    def shown(self, started: M, request: AgentRequest) -> dict[str, Any]:
        report = self.report_of(started, request)
        if not report:
            return {"notes": [ERASED] if started.state == State.DONE else []}
        labels, found = self.steps.labels, report["lines"]
        lists = {
            outcome: [line for line in found if line["outcome"] == outcome]
            for outcome in (REFUSED, *labels)
            if outcome != SAME
        }
        noted = [line for line in found if line["notes"] and line["outcome"] in (CREATED, CHANGED, SAME)]
        return {
            "report": report,
            "is_idle": report.get("is_idle"),
            "counts": [
                (label, report["counts"][name]) for name, label in labels.items() if name in report["counts"]
            ],
            "notes": report["notes"],
            "lists": {
                **{outcome: (labels[outcome], len(lines), lines) for outcome, lines in lists.items()},
                "noted": ("lignes corrigées ou laissées en partie", len(noted), noted),
            },
        }

    def report_rows(self, started: M, request: AgentRequest) -> list[list[Any]]:
        """Return every line that was not already right."""
        rows = []
        if not (report := self.report_of(started, request)):
            raise Http404
        for line in report["lines"]:
            changes = ", ".join(f"{label} : {before} → {after}" for label, before, after in line["changes"])
            who = [line[name] or "" for name in ("line", "number", "name") if name in line]
            rows.append([*who, self.steps.words[line["outcome"]], changes, " ".join(line["notes"])])
        return rows
