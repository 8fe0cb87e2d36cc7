"""The small part of the documents' rubrics comes with the town; the large one grows, whole pieces at a time."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import resolve
from procrastinate.contrib.django.models import ProcrastinateJob

from core.documents.models import Document
from core.people.models import Agent
from core.search.models import Entry
from deliberations.models import Annex, CouncilSession, Deliberation, Mandate
from demo import context, growth, tasks
from demo.generators import agents
from demo.models import Progress, TownGrowth
from directory.models import Card
from manuals.models import Manual, Software
from tests.factories import AgentFactory
from tests.town import signed_in_as

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
FIRST_DAY = "2026-11-25 10:00 +0100"
# Small, and yet with every kind of piece.
SIZE = growth.Size(agents=170, manuals=20, deliberations=75)


@pytest.fixture
def beginning(town: None) -> None:
    """What is to come: 18 agents, six software, five sessions."""
    growth.begin(size=SIZE)
    for stage, pieces in (("manuals", 6), ("deliberations", 5)):
        TownGrowth.objects.filter(stage=stage).update(pieces=pieces)


def grow_all() -> list[Progress]:
    return list(iter(growth.grow_one_piece, None))  # type: ignore[arg-type]  # (None ends it)


def dying(*_: Any) -> int:
    """As a worker that is killed."""
    raise SystemExit


def counts() -> dict[str, int]:
    models = (Agent, Card, Software, Manual, CouncilSession, Deliberation, Annex, Document, Entry)
    return {model.__name__: model._base_manager.count() for model in models}


def growing_jobs() -> Any:
    return ProcrastinateJob.objects.filter(task_name="demo.grow")


# The small part


# The large part


@pytest.mark.usefixtures("beginning")
def test_the_home_page_alone_says_how_far_it_is(statements):
    client = signed_in_as("agent")
    assert "152 agents sur 170" in client.get("/").text
    assert "agents sur" not in client.get("/groupe/").text
    request = RequestFactory().get("/groupe/")
    request.resolver_match = resolve("/groupe/")
    assert statements(lambda: context.growth(request)) == 0


@pytest.mark.usefixtures("beginning")
def test_it_grows_to_its_end_and_no_further():
    told = grow_all()
    found = counts()
    # And the four councillors who have an account.
    assert (found["Agent"], found["Software"], found["CouncilSession"]) == (170 + 4, 6 + 6, 3 + 5)
    assert found["Manual"] > 10
    assert found["Deliberation"] > 12 + 5
    assert {progress.label for progress in told} == {"agents", "manuels", "délibérations"}
    assert all(row.shown == row.total for row in TownGrowth.objects.all())
    assert TownGrowth.objects.progress() is None

    assert growth.grow_one_piece() is None
    growth.begin(size=SIZE)
    assert (TownGrowth.objects.progress(), counts()) == (None, found)

    check_deliberations()
    check_search()


def check_deliberations() -> None:
    held = list(Deliberation.objects.select_related("session", "matter", "rapporteur", "text"))
    assert not [d for d in held if d.rapporteur is None or d.matter is None or d.text is None]
    for deliberation in held:
        sitting = Mandate.objects.in_force(deliberation.session.held_on)
        assert deliberation.rapporteur
        assert sitting.filter(councillor=deliberation.rapporteur).exists(), deliberation.object
        if deliberation.has_votes:
            said = (deliberation.votes_for, deliberation.votes_against, deliberation.abstentions)
            assert sum(count or 0 for count in said) == deliberation.voters
            assert (said[0] or 0) > (said[1] or 0) or deliberation.result == "rejected"


def check_search() -> None:
    content = Entry.objects.values_list("kind", flat=True)
    assert {"directory.agent", "manuals.manual", "deliberations.deliberation"} <= set(content)


@pytest.mark.usefixtures("beginning")
def test_a_piece_that_fails_leaves_nothing_and_the_next_attempt_goes_on(monkeypatch):
    while (row := TownGrowth.objects.unfinished().first()) and row.stage != "deliberations":
        growth.grow_one_piece()
    growth.grow_one_piece()
    before, position = counts(), TownGrowth.objects.get(stage="deliberations").position

    with pytest.raises(SystemExit):
        growth.grow_one_piece(then=dying)
    assert counts() == before
    assert TownGrowth.objects.get(stage="deliberations").position == position

    growth.grow_one_piece()
    assert counts()["CouncilSession"] == before["CouncilSession"] + 1


@pytest.mark.usefixtures("beginning")
def test_one_job_waits_at_most_and_none_after_a_piece_that_failed(monkeypatch):
    tasks.defer_growth()
    tasks.defer_growth()
    job = growing_jobs().get()
    # Without a lock: a stalled one is given back while another waits.
    assert (job.queue_name, job.priority, job.queueing_lock) == ("long", -10, None)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
    tasks.grow()
    assert growing_jobs().filter(status="todo").count() == 1

    monkeypatch.setattr(growth, "PIECES", dict.fromkeys(TownGrowth.Stage, dying))
    with pytest.raises(SystemExit):
        tasks.grow()
    assert growing_jobs().filter(status="todo").count() == 1


@pytest.mark.usefixtures("beginning")
def test_what_a_visitor_made_meanwhile_is_left_alone():
    direction = Agent.objects.get(identifiant="agent").direction
    assert direction
    mine = Software.objects.create(name="PAIETICA", purpose="À moi", owner=direction)
    colleague = agents.colleagues(170)[3].agent
    visitor = AgentFactory.create(personnel_number=colleague.personnel_number)
    grow_all()
    mine.refresh_from_db()
    visitor.refresh_from_db()
    assert (mine.purpose, mine.manuals.count()) == ("À moi", 0)
    assert not Software.objects.filter(name="Paietica").exists()
    assert not Agent.objects.filter(identifiant=colleague.identifiant).exists()
    assert TownGrowth.objects.progress() is None


# At once
