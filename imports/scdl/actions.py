"""The secretary's import of a SCDL file: what is kept of its reading and of its writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from core.documents import actions as documents
from core.documents.models import Upload
from core.french import exact_count_of
from core.imports.steps import WorkerImportSteps
from core.people.models import Agent
from deliberations.models import Import, ImportLine
from deliberations.models.imports import COUNTS
from deliberations.policies import NOT_SECRETARY, can_prepare
from imports.scdl.importer import run_import
from imports.scdl.parser import Outcome

SAMPLE = 8


class ScdlImport(WorkerImportSteps[Import]):
    model = Import
    task = "deliberations.go_on"
    not_allowed = NOT_SECRETARY
    sent = "a envoyé un fichier SCDL"
    can_import = staticmethod(can_prepare)

    def rows(self) -> Any:
        return super().rows().select_related("document")

    def begin(self, upload: Upload, *, by: Agent, submission_key: UUID) -> Import:
        """Take the file in and have it read. Raises PermissionDenied."""
        self.check_right(by)
        with transaction.atomic():
            document = documents.keep(upload, by=by)
            started = Import(
                document=document, file_name=document.name, created_by=by, submission_key=submission_key
            )
            return self.start(started)

    def read(self, started: Import) -> None:
        started.sample = []
        self._run(started, by=started.created_by, dry_run=True)

    def write(self, started: Import) -> None:
        self._run(started, by=started.confirmed_by)

    def _run(self, started: Import, **options: Any) -> None:
        # An earlier attempt may have been cut short.
        ImportLine.objects.filter(of=started).delete()

        def on_lines(lines: Sequence[ImportLine], share: float) -> None:
            if options.get("dry_run"):
                started.sample += [_shown(line) for line in lines[: SAMPLE - len(started.sample)]]
            for line in lines:
                line.of = started
            ImportLine.objects.bulk_create(line for line in lines if line.words)
            # The last percent is for the end.
            started.progress = min(99, int(share * 100))
            started.save(update_fields=[*COUNTS, "progress"])

        run_import(started.document.file_path, report=started, on_lines=on_lines, **options)


scdl_import = ScdlImport()


def _shown(line: ImportLine) -> dict[str, Any]:
    """A first line as the page shows it."""
    if line.outcome == Outcome.REFUSED:
        return {"line": line.line, "refused": line.words}
    given = line.values
    votes = (
        ("votes_for", "pour", "pour"),
        ("votes_against", "contre", "contre"),
        ("abstentions", "abstention", ""),
    )
    return {
        "line": line.line,
        "number": given["number"],
        "adopted_on": given["adopted_on"].isoformat(),
        "object": given["object"],
        "matter": given.get("matter_code") or given.get("matter_name", ""),
        "votes": ", ".join(exact_count_of(given[name], *said) for name, *said in votes if name in given),
    }
