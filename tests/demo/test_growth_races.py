"""Workers that grow the town at once and readers of its files, with real threads and commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.people.models import Agent, Direction
from demo import growth, texts
from demo.generators import papers
from demo.management.commands import grow_demonstration
from demo.models import TownGrowth
from tests.factories import AgentFactory


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_piece_once(monkeypatch):
    monkeypatch.setattr(growth, "AGENTS_PER_PIECE", 5)
    Direction.objects.create(name="Direction générale", kind="general")
    known = len(texts.people.agents)
    TownGrowth.objects.create(
        stage="agents", started_on=date(2026, 11, 25), pieces=8, shown=known, total=known + 40
    )

    def work(worker: int) -> int:
        try:
            return len(list(iter(growth.grow_one_piece, None)))  # type: ignore[arg-type]  # (None ends it)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        made = list(workers.map(work, range(2)))
    assert sum(made) == 8
    assert Agent.objects.count() == 40
    assert TownGrowth.objects.get().shown == known + 40


@pytest.mark.django_db(transaction=True)
def test_growing_at_once_reads_the_texts(capsys):
    by = AgentFactory.create()
    paper = papers.manual(
        "Guide", ("Pour tous",), (papers.Chapter("Début", ("Le cœur de l’été.",)),), date(2026, 1, 1)
    )
    document = store_bytes(paper, name="guide.pdf", by=by)
    grow_demonstration.Command().read_texts()
    document.refresh_from_db()
    assert document.text_state == Document.TextState.READ
    assert "Le cœur de l’été." in document.pages.get(number=2).text
    assert "textes lus\u00a0: 1 sur 1" in capsys.readouterr().out
