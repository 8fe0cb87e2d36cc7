from pathlib import Path

import pytest

from core.people.models import Agent
from deliberations.models import Import, ImportLine
from imports.scdl.importer import run_import


class Imported:
    """Imports a file and keeps what was told, line by line."""

    def __call__(
        self, path: Path, *, by: Agent | None = None, dry_run: bool = False
    ) -> tuple[Import, dict[int, ImportLine]]:
        told: list[ImportLine] = []
        report = run_import(path, by=by, dry_run=dry_run, on_lines=lambda lines, share: told.extend(lines))
        assert report.lines == len(told)
        return report, {each.line: each for each in told}


@pytest.fixture
def imported(db: None) -> Imported:
    return Imported()
