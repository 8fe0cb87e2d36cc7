"""Two workers that grow the town at once, with real threads and commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from core.people.models import Agent, Direction
from dematerialisation import whole_town, whole_town_pieces
from dematerialisation.demonstration.agents import AGENTS
from dematerialisation.models import TownGrowth


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_piece_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_town_pieces, "AGENTS_A_PIECE", 5)
    Direction.objects.create(name="Direction générale", kind="general")
    known = len(AGENTS)
    TownGrowth.objects.create(
        stage="agents", started_on=date(2026, 11, 25), pieces=8, shown=known, total=known + 40
    )

    def work(worker: int) -> int:
        try:
            return len(list(iter(whole_town.grow_one_piece, None)))  # type: ignore[arg-type]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        made = list(workers.map(work, range(2)))
    assert sum(made) == 8
    assert Agent.objects.count() == 40
    assert TownGrowth.objects.get().shown == known + 40
