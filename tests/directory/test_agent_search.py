"""Who is found, by what one types."""

import pytest

from core.people.models import Agent
from core.people.tree import Tree
from directory.agent_search import ASKING, search_agents, search_similar_names
from tests.directory.conftest import Units
from tests.directory.factories import CardFactory
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(units: Units, librarian: Agent, chief: Agent) -> None:
    CardFactory(agent=librarian, duties="Les prêts entre bibliothèques, l’état civil des livres anciens.")
    for first, last, function, where in [
        ("Éric", "Lefèvre", "jardinier", "green"),
        ("Zoé", "D’Abo-Kern", "chargée des marchés publics", "people"),
        ("Anne", "Martin", "gestionnaire de paie", "people"),
        ("Paul", "Martinez", "agent d’accueil", "culture"),
    ]:
        AgentFactory(first_name=first, last_name=last, function=function, direction=units[where], phone="")


def found(query: str, within: str = "") -> list[str]:
    return [agent.last_name for agent in search_agents(Agent.objects.active(), query, Tree(), within=within)]


FOUND = [
    ("NADIA BENALI", ["Benali"]),
    ("nad ben", ["Benali"]),
    ("N.B.", ["Benali"]),
    ("N. Benali", ["Benali"]),
    ("eric lefevre", ["Lefèvre"]),
    ("jean pierre", ["de La Fontaine"]),
    ("de la fontaine", ["de La Fontaine"]),
    ("J.-P. de La Fontaine", ["de La Fontaine"]),
    ("dabo", []),
    ("D’ABO KERN", ["D’Abo-Kern"]),
    ("martin", ["Martin", "Martinez"]),
    ("jardinières", ["Lefèvre"]),
    ("marches publics", ["D’Abo-Kern"]),
    ("mediatheque", ["Benali"]),
    ("culture", ["Benali", "de La Fontaine", "Martinez"]),
    ("drh", ["D’Abo-Kern", "Martin"]),
    ("anne ressources", ["Martin"]),
    ("qui s’occupe de l’état civil ?", ["Benali"]),
    ("Qui gère la paie", ["Martin"]),
    ("04 00 00 20 01", ["Benali"]),
    ("2001", ["Benali"]),
    ("nadia.benali@", ["Benali"]),
    ("%", []),
    ("_", []),
    ("\\", []),
]


def test_what_is_typed_finds_whom_one_means(people, case):
    for query, names in FOUND:
        with case(query, names):
            assert found(query) == names


def test_where_to_look(people):
    assert found("culture", "direction") == ["Benali", "de La Fontaine", "Martinez"]
    assert [found("culture", within) for within in ("nom", "fonction", "missions")] == [[], [], []]


def test_duties_are_read_in_french_without_accents(people):
    assert found("bibliotheque", "missions") == ["Benali"]
    assert found("livre ancien", "missions") == ["Benali"]
    assert found("sur", "missions") == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Bneali", ["Benali"]),
        ("Lefaivre", ["Lefèvre"]),
        ("fontane", ["de La Fontaine"]),
        ("Zorglub", []),
        ("", []),
    ],
)
def test_a_misspelt_name_finds_its_neighbours(people, typed, names):
    assert [agent.last_name for agent in search_similar_names(Agent.objects.active(), typed)][:1] == names


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("qui s’occupe de la paie", "paie"),
        ("Qui s'occupe des marchés", "marchés"),
        ("qui s occupe du courrier", "courrier"),
        ("qui gère l’état civil", "état civil"),
        ("à qui m’adresser pour les clés", "clés"),
        ("qui est chargé de l’accueil", "accueil"),
    ],
)
def test_a_question_is_about_its_topic(asked, topic):
    match = ASKING.match(asked)
    assert match
    assert asked[match.end() :] == topic
