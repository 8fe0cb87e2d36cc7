"""Finding people by skill, project, assignment; who replaces whom; and why each is found."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people.models import Absence, Agent, AgentSkill, Project
from tests.directory.assignments.test_assignments import without_tokens
from tests.directory.conftest import Units
from tests.directory.factories import CardFactory, give_head
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory, ProjectFactory, SkillFactory

pytestmark = pytest.mark.django_db
LIST = reverse("directory:agent_list")


@pytest.fixture
def gardener(units: Units) -> Agent:
    agent = AgentFactory.create(
        first_name="Éric", last_name="Lefèvre", function="jardinier", direction=units["green"]
    )
    CardFactory.create(
        agent=agent, duties="Les massifs ; le fleurissement des écoles.", office="Serres, bureau 2"
    )
    return agent


def knows(agent: Agent, name: str, **fields: Any) -> AgentSkill:
    return AgentSkill.objects.create(agent=agent, skill=SkillFactory.create(name=name, **fields))


def found(client: Client, **asked: str) -> dict[str, list[tuple[str, str]]]:
    """By last name, why."""
    rows = client.get(LIST, asked).context["rows"]
    return {agent.last_name: reasons for agent, _, reasons in rows}


@pytest.mark.parametrize(
    "query",
    [
        "qui sait faire une carte et travaille aux espaces verts",
        "Qui connaît les cartes aux espaces verts ?",
        "lefèvre carte",
    ],
)
def test_by_skill_and_direction(client, gardener, librarian, query):
    knows(gardener, "cartes et plans (SIG)")
    AgentSkill.objects.create(agent=librarian, skill=AgentSkill.objects.get().skill)
    assert found(client, q=query) == {"Lefèvre": [("sait", "cartes et plans (SIG)")]}


@pytest.mark.parametrize("query", ["projet cour", "le projet cour", "qui travaille sur le projet cour"])
def test_a_project_by_its_name(client, gardener, query):
    AssignmentFactory.create(agent=gardener, project=ProjectFactory.create(name="Cour fleurie"))
    assert found(client, q=query) == {"Lefèvre": [("projet", "Cour fleurie")]}


def test_why_each_is_found(client, units, gardener):
    AssignmentFactory.create(agent=gardener, project=ProjectFactory.create(name="Cour fleurie"))
    AssignmentFactory.create(
        agent=gardener, kind="mandate", project=None, title="Référent prévention", direction=units["culture"]
    )
    assert found(client, q="cour") == {"Lefèvre": [("projet", "Cour fleurie")]}
    assert found(client, q="prévention") == {"Lefèvre": [("affectation", "Référent prévention (Culture)")]}
    assert found(client, q="fleurissement") == {"Lefèvre": [("s’occupe de", "le fleurissement des écoles")]}
    assert found(client, q="serres") == {"Lefèvre": [("bureau ou site", "Serres, bureau 2")]}
    assert found(client, q="jardinier") == {"Lefèvre": []}
    assert "projet\u00a0: Cour fleurie" in client.get(LIST, {"q": "cour"}).text


def test_filters(client, units, gardener, librarian):
    declared = knows(gardener, "anglais", kind="language")
    project = ProjectFactory.create(name="Cour fleurie")
    AssignmentFactory.create(agent=gardener, project=project)
    AssignmentFactory.create(agent=librarian, kind="interim", project=None, title="Directrice par intérim")
    assert found(client, competence=declared.skill.reference) == {"Lefèvre": [("sait", "anglais")]}
    assert found(client, projet=project.reference) == {"Lefèvre": [("projet", "Cour fleurie")]}
    assert found(client, site="serres") == {"Lefèvre": [("bureau ou site", "Serres, bureau 2")]}
    assert found(client, fonction="jardin") == {"Lefèvre": []}
    assert found(client, fonction="directrice intérim") == {
        "Benali": [("affectation", "Directrice par intérim")]
    }
    assert not found(client, direction=units["culture"].reference, competence=declared.skill.reference)
    assert found(client, q="anglais", dans="savoir")
    assert not found(client, q="anglais", dans="projet")
    assert found(client, q="fleurie", dans="projet")


def test_past_ones_find_nobody(client, gardener):
    today = timezone.localdate()
    project = ProjectFactory.create(name="Vieux projet")
    AssignmentFactory.create(
        agent=gardener, project=project, period=(today - timedelta(90), today - timedelta(9))
    )
    closed = ProjectFactory.create(name="Clos déjà")
    AssignmentFactory.create(agent=gardener, project=closed, period=(today - timedelta(90), None))
    Project.objects.filter(pk=closed.pk).update(
        starts_on=today - timedelta(90), closed_on=today - timedelta(9), lessons="Rien."
    )
    assert not found(client, q="vieux")
    assert not found(client, projet=project.reference)
    assert not found(client, q="clos")


def test_a_proposed_word_finds_nobody(client, signed_in, gardener):
    knows(gardener, "dessin", is_accepted=False)
    assert not found(client, q="dessin")
    assert not found(signed_in(gardener), q="dessin")


# « Qui remplace »


def test_who_replaces(client, units, gardener, librarian, chief):
    today = timezone.localdate()
    Absence.objects.create(
        agent=librarian, deputy=gardener, noted_by=librarian, period=DateRange(today, today + timedelta(3))
    )
    interim = AgentFactory.create(last_name="Intérimaire")
    AssignmentFactory.create(
        agent=interim,
        kind="interim",
        project=None,
        title="Directeur de la culture",
        direction=units["culture"],
    )
    assert found(client, q="qui remplace Nadia Benali") == {"Lefèvre": [("remplace", "Nadia Benali")]}
    assert found(client, q="qui remplace la bibliothécaire ?") == {"Lefèvre": [("remplace", "Nadia Benali")]}
    assert found(client, q="qui remplace le directeur de la culture") == {
        "Intérimaire": [("intérim", "Directeur de la culture")]
    }
    assert set(found(client, q="qui remplace")) == {"Lefèvre", "Intérimaire"}
    assert not found(client, q="qui remplace Zorglub")
    give_head(units["green"], chief, is_interim=True)
    assert found(client, q="qui remplace aux espaces verts") == {
        "de La Fontaine": [("intérim", "Espaces verts")]
    }


# A reserved project does not exist for others


@pytest.mark.parametrize(
    "query",
    ["q=secret", "q=lefèvre", "projet=HIDDEN", "q=pilotage", "fonction=pilotage"],
)
def test_a_reserved_project_changes_no_byte(client, gardener, query):
    def page() -> bytes:
        return without_tokens(client.get(f"{LIST}?{query}").content)

    before = page()
    hidden = ProjectFactory.create(name="Voisins secrets", is_open=False)
    Project.objects.filter(pk=hidden.pk).update(reference="HIDDEN")
    AssignmentFactory.create(agent=gardener, project=hidden, title="pilotage", is_lead=True)
    assert page() == before


def test_its_members_find_it(signed_in, gardener):
    project = ProjectFactory.create(name="Voisins secrets", is_open=False)
    AssignmentFactory.create(agent=gardener, project=project)
    client = signed_in(gardener)
    assert found(client, q="secrets") == {"Lefèvre": [("projet", "Voisins secrets")]}
    assert found(client, projet=project.reference) == {"Lefèvre": [("projet", "Voisins secrets")]}


@pytest.mark.parametrize("query", ["qui remplace", "serres anglais jardin école cour carte", "Lefaivre"])
def test_the_search_costs_the_same_for_one_and_for_twenty(client, statements, units, gardener, query):
    today = timezone.localdate()
    skill = SkillFactory.create(name="cartes")

    def enrich(agent: Agent) -> None:
        AgentSkill.objects.create(agent=agent, skill=skill)
        AssignmentFactory.create(agent=agent, project__name=f"Cour {agent.pk}")
        AssignmentFactory.create(
            agent=agent, kind="interim", project=None, title="Chef", direction=units["green"]
        )
        away = AgentFactory.create()
        Absence.objects.create(
            agent=away, deputy=agent, noted_by=away, period=DateRange(today, today + timedelta(3))
        )

    enrich(gardener)
    client.get(LIST)
    one = statements(lambda: client.get(LIST, {"q": query}))
    for _ in range(20):
        agent = AgentFactory.create(last_name="Lefèvre", direction=units["green"])
        CardFactory.create(agent=agent, duties="Les massifs.")
        enrich(agent)
    assert statements(lambda: client.get(LIST, {"q": query})) == one
    assert one <= 20
