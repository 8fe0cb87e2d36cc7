"""The admin of the directory: who heads what."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.people.models import Agent, Direction
from tests.directory.factories import give_head
from tests.pages import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in: Callable[[Agent], Client], directory_manager: Agent) -> Client:
    return signed_in(directory_manager)


def send(client: Client, direction: Direction, **fields: str) -> int:
    """The direction's page, sent with what it shows and these fields."""
    path = reverse("admin:people_direction_change", args=[direction.pk])
    kept = {"name": direction.name, "kind": direction.kind, "parent": str(direction.parent_id or "")}
    status = client.post(path, as_shown(client, path) | kept | fields).status_code
    direction.refresh_from_db()
    return status


def test_a_direction_whose_head_has_left_is_renamed(client, units, librarian):
    library = units["library"]
    give_head(library, librarian, is_interim=True)
    Agent.objects.filter(pk=librarian.pk).update(is_active=False)
    page = client.get(reverse("admin:people_direction_change", args=[library.pk])).text
    assert "Nadia Benali, qui l’était, a un compte fermé." in page
    assert send(client, library, name="Lecture publique") == 302
    assert (library.name, library.head) == ("Lecture publique", None)


def test_an_interim_has_a_head(client, units):
    assert send(client, units["library"], head="", is_interim="on") == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        Direction.objects.filter(pk=units["library"].pk).update(is_interim=True)
