"""A small town: two DGA, three directions, one service, a head here and there."""

from collections.abc import Callable

import pytest
from django.test import Client

from core.people.models import Agent, Direction
from core.people.tree import Tree
from tests.directory.factories import give_head, unit
from tests.factories import AgentFactory

Units = dict[str, Direction]


@pytest.fixture
def units(db: None) -> Units:
    top = unit("Direction générale des services", "general")
    culture_dga = unit("DGA Vie de la cité", "dga", top)
    nature_dga = unit("DGA Cadre de vie", "dga", top)
    culture = unit("Culture", "direction", culture_dga)
    return {
        "top": top,
        "dga": culture_dga,
        "culture": culture,
        "library": unit("Médiathèques", "service", culture),
        "people": unit("Ressources humaines", "direction", nature_dga),
        "green": unit("Espaces verts", "direction", nature_dga),
    }


@pytest.fixture
def librarian(units: Units) -> Agent:
    return AgentFactory.create(
        first_name="Nadia",
        last_name="Benali",
        function="bibliothécaire",
        phone="04 00 00 20 01",
        direction=units["library"],
        personnel_number="00123",
        identifiant="nbenali",
        email="nadia.benali@ville.example",
    )


@pytest.fixture
def chief(units: Units) -> Agent:
    """Heads the direction above the librarian's service."""
    agent = AgentFactory.create(
        first_name="Jean-Pierre", last_name="de La Fontaine", function="directeur", direction=units["culture"]
    )
    give_head(units["culture"], agent)
    return agent


@pytest.fixture
def tree(units: Units) -> Tree:
    return Tree()


@pytest.fixture
def client(outsider: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(outsider)
