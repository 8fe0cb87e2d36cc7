from pathlib import Path

import pytest

from core.people.models import Agent
from deliberations.imports.importer import ImportReport, LineResult, run_import


class Imported:
    """Imports a file and keeps what was told, line by line."""

    def __call__(
        self, path: Path, *, by: Agent | None = None, dry_run: bool = False
    ) -> tuple[ImportReport, dict[int, LineResult]]:
        told: list[LineResult] = []
        report = run_import(path, by=by, dry_run=dry_run, on_results=told.extend)
        assert report.counts.lines == len(told)
        return report, {each.line: each for each in told}


@pytest.fixture
def imported(db: None) -> Imported:
    return Imported()
