"""The admin of the directory: who heads what."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.history.entries import history_of
from core.people.models import Agent
from directory.models import DirectionHead
from tests.directory.conftest import Units
from tests.directory.factories import HeadFactory
from tests.pages import as_shown

pytestmark = pytest.mark.django_db
ADD = reverse("admin:directory_directionhead_add")


@pytest.fixture
def client(signed_in: Callable[[Agent], Client], directory_manager: Agent) -> Client:
    return signed_in(directory_manager)


@pytest.mark.parametrize("typed", ["nbenali", "NBENALI", "Nadia Benali", "benali nadia"])
def test_a_head_is_named_by_name_or_identifiant(
    client: Client, units: Units, librarian: Agent, directory_manager: Agent, typed: str
) -> None:
    page = client.get(ADD, {"direction": units["library"].pk}).text
    assert f'<option value="{units["library"].pk}" selected>' in page
    response = client.post(ADD, {"direction": units["library"].pk, "agent": typed, "is_interim": "on"})
    assert response.status_code == 302
    head = DirectionHead.objects.get()
    assert (head.direction, head.agent, head.is_interim) == (units["library"], librarian, True)
    assert history_of(head)[0].by == directory_manager


def test_a_head_is_changed_and_removed(client: Client, units: Units, librarian: Agent, chief: Agent) -> None:
    head = DirectionHead.objects.get(agent=chief)
    path = reverse("admin:directory_directionhead_change", args=[head.pk])
    assert f'value="{chief.identifiant}"' in client.get(path).text
    client.post(path, {"direction": head.direction_id, "agent": "nbenali"} | as_shown(client, path))
    head.refresh_from_db()
    assert head.agent == librarian
    assert client.get(reverse("admin:directory_directionhead_changelist"), {"q": "benali"}).status_code == 200
    client.post(reverse("admin:directory_directionhead_delete", args=[head.pk]), {"post": "yes"})
    assert not DirectionHead.objects.exists()


@pytest.mark.parametrize("typed", ["", "personne", "\x00", "x" * 300, "1' OR '1"])
def test_nobody_is_said_in_words(client: Client, units: Units, typed: str) -> None:
    response = client.post(ADD, {"direction": units["library"].pk, "agent": typed})
    assert response.status_code == 200
    assert "errorlist" in response.text
    assert not DirectionHead.objects.exists()


def test_one_head_for_each_direction(client: Client, units: Units, librarian: Agent, chief: Agent) -> None:
    response = client.post(ADD, {"direction": units["culture"].pk, "agent": "nbenali"})
    assert "a déjà son responsable" in response.text
    with pytest.raises(IntegrityError), transaction.atomic():
        HeadFactory(direction=units["culture"], agent=librarian)
