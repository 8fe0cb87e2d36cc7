"""The frame of each page: each person sees their own."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from core.people.models import Agent
from core.people.roles import Role
from tests.factories import AgentFactory
from tests.notifications.factories import NotificationFactory

pytestmark = pytest.mark.django_db
# Drawn for each page.
TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|made_for)" value="[^"]+"')
MEMBERS = re.compile(r"<main.*</main>", re.DOTALL)


def frame_of(client: Client, page: str) -> str:
    return MEMBERS.sub("", TOKEN.sub("", client.get(page).text))


@pytest.fixture
def people(db: None, signed_in: Callable[[Agent], Client]) -> dict[str, Client]:
    """Two agents without a role, and one of each kind beside them; some have notifications."""
    agents = {
        "Nadia": AgentFactory.create(first_name="Nadia", last_name="Benali"),
        "Paul": AgentFactory.create(first_name="Paul", last_name="Roux"),
        "Odile": AgentFactory.create(elected=True, first_name="Odile", last_name="Kermarrec"),
        **{
            f"Rose{number}": AgentFactory.create(first_name=f"Rose{number}", last_name="Leroy", roles=[role])
            for number, role in enumerate(Role)
        },
    }
    for number, agent in enumerate(agents.values()):
        NotificationFactory.create_batch(number % 3, recipient=agent)
    return {"": Client(), **{name: signed_in(agent) for name, agent in agents.items()}}


def test_what_each_frame_holds(people):
    for _ in range(2):
        frames = {name: frame_of(client, "/aide/") for name, client in people.items()}
        assert {name for name, frame in frames.items() if "Administration" in frame} == {
            name for name in people if name.startswith("Rose")
        }
        assert [name for name, frame in frames.items() if "search-box" not in frame] == ["", "Odile"]
        assert [name for name, frame in frames.items() if 'aria-label="Rubriques"' not in frame] == [""]
        assert [name for name, frame in frames.items() if 'href="/courrier/"' in frame] == [
            f"Rose{[*Role].index(Role.MAIL_OFFICE)}"
        ]
        named = {
            name: [other for other, frame in frames.items() if f"</span>{name} " in frame] for name in people
        }
        assert all(others == [name] for name, others in named.items() if name)


def test_two_people_of_the_same_rights_differ_by_their_name_alone(people):
    nadia, paul = (frame_of(people[name], "/nulle-part/") for name in ("Nadia", "Paul"))
    assert "badge-count" not in nadia
    assert nadia.replace("Nadia Benali", "Paul Roux").replace(">NB<", ">PR<") == re.sub(
        r' <b class="badge-count">1.*?</b>', "", paul
    )
