"""What an import writes: once, whole, and told line by line."""

from datetime import date
from pathlib import Path

import pytest

from core.people.models import Agent
from deliberations.models import CouncilSession, Deliberation
from deliberations.scdl.importing import Outcome, Report, Told, run
from tests.deliberations.scdl.files import line, written

pytestmark = pytest.mark.django_db


def imported(path: Path, *, by: Agent | None = None, dry_run: bool = False) -> tuple[Report, list[Told]]:
    told: list[Told] = []
    report = run(path, by=by, dry_run=dry_run, tell=told.extend)
    return report, told


def test_a_line_becomes_a_published_deliberation(tmp_path: Path) -> None:
    report, told = imported(written(tmp_path, line()))
    assert [(each.outcome, each.words) for each in told] == [(Outcome.CREATED, ())]
    assert report.notes == []
    deliberation = Deliberation.objects.select_related("session", "matter").get()
    assert deliberation.session.is_published
    assert deliberation.session.held_on == date(2026, 6, 25)
    assert deliberation.session.deliberation_count == 1
    assert deliberation.number == "2026_06_001"
    assert deliberation.matter.code == "7.1"
    assert deliberation.votes_for == 36
    assert deliberation.result == Deliberation.Result.ADOPTED
    assert CouncilSession.objects.count() == 1
