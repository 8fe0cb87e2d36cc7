"""The secretary's import of a SCDL file: what is kept of its reading and of its writing."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from core.documents import actions as documents
from core.documents.models import Upload
from core.imports.steps import WorkerImportSteps
from core.people.models import Agent
from core.ui.french import exact_count_of, spaced
from deliberations.imports import importer, reporting
from deliberations.imports.importer import LineCounts, LineResult
from deliberations.models import Import, ImportLine
from deliberations.models.imports import COUNTS
from deliberations.policies import NOT_SECRETARY, can_prepare
from deliberations.scdl.parser import ParsedLine

# About a thousand lines, read and compared in a third of a second.
SMALL = 400_000
SAMPLE = 8


class ScdlImport(WorkerImportSteps[Import]):
    model = Import
    task = "deliberations.go_on"
    not_allowed = NOT_SECRETARY
    sent = "a envoyé un fichier SCDL"
    broken = spaced("L’import s’est interrompu ; ce qui est écrit le reste. Reprenez-le.")
    # Among the documents; what it holds is public.
    keeps_file = True
    waiting_days = None

    def can_import(self, agent: Agent) -> bool:
        return can_prepare(agent)

    def rows(self) -> Any:
        return super().rows().select_related("document")

    def is_small(self, started: Import) -> bool:
        return started.document.size <= SMALL

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
        path = started.document.file_path
        started.sample = [_shown(line) for line in importer.first_rows(path, SAMPLE)]
        self._run(started, by=started.created_by, dry_run=True)

    def write(self, started: Import) -> None:
        self._run(started, by=started.confirmed_by)

    def _run(self, started: Import, **options: Any) -> None:
        # An earlier attempt may have been cut short.
        ImportLine.objects.filter(of=started).delete()

        def on_results(results: list[LineResult]) -> None:
            reported = filter(reporting.is_reported, results)
            ImportLine.objects.bulk_create(_kept(started, result) for result in reported)

        def on_progress(share: float, counts: LineCounts) -> None:
            # The last percent is for the end.
            started.progress = min(99, int(share * 100))
            _count(started, counts)
            started.save(update_fields=[*COUNTS, "progress"])

        path = started.document.file_path
        report = importer.run_import(path, on_results=on_results, on_progress=on_progress, **options)
        _count(started, report.counts)
        started.notes = report.notes


scdl_import = ScdlImport()


def _kept(started: Import, result: LineResult) -> ImportLine:
    return ImportLine(
        of=started,
        line=result.line,
        outcome=result.outcome,
        identifier=result.identifier,
        words=reporting.join_details(result.words),
        is_repaired=result.is_repaired,
    )


def _count(started: Import, counts: LineCounts) -> None:
    for name in COUNTS:
        setattr(started, name, getattr(counts, name))


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
