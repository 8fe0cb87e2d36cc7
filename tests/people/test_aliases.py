"""The other addresses of an agent: written at the directory's desk, each of one agent only."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.people.models import AddressAlias, Agent
from tests.factories import AgentFactory, DirectionFactory
from tests.pages import as_shown

pytestmark = pytest.mark.django_db


def posted(client: Client, agent: Agent, address: str, **typed: Any) -> str:
    """The agent's card sent again with one more address; the page that comes back."""
    url = reverse("admin:people_agent_change", args=[agent.pk])
    names = ("identifiant", "first_name", "last_name", "email", "function", "category", "phone")
    data = {name: getattr(agent, name) or "" for name in names} | {
        "is_active": "on",
        "direction": agent.direction_id or "",
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-address": address,
        "aliases-0-agent": agent.pk,
    }
    return client.post(url, data | as_shown(client, url) | typed, follow=True).text


def test_the_directory_manager_writes_them(directory_manager, outsider, signed_in):
    client = signed_in(directory_manager)
    card = client.get(reverse("admin:people_agent_change", args=[outsider.pk])).text
    assert "Un message venu de l’une de ces adresses est reçu comme écrit par cet agent" in card
    posted(client, outsider, "Ines.Martin@Ville.example")
    assert [alias.address for alias in outsider.aliases.all()] == ["ines.martin@ville.example"]


@pytest.mark.parametrize("taken", ["own", "alias"])
def test_an_address_is_of_one_agent(directory_manager, outsider, signed_in, taken):
    other = AgentFactory.create(email="Prise@ville.example")
    AddressAlias.objects.create(agent=other, address="autre@ville.example")
    address = "PRISE@ville.example" if taken == "own" else "AUTRE@ville.example"
    assert "Cette adresse est déjà celle d’un" in posted(signed_in(directory_manager), outsider, address)
    assert not outsider.aliases.exists()


def test_no_agent_takes_the_other_address_of_another(outsider):
    other = AgentFactory.create()
    AddressAlias.objects.create(agent=other, address="autre@ville.example")
    outsider.email = "Autre@ville.example"
    with pytest.raises(ValidationError) as refused:
        outsider.full_clean()
    assert "email" in refused.value.message_dict
    # Their own former other address may become the first.
    other.email = "Autre@ville.example"
    other.full_clean()


def test_nobody_writes_those_of_somebody_above(directory_manager, administrator, moderator, signed_in):
    posted(signed_in(directory_manager), administrator, "pirate@ville.example")
    posted(signed_in(moderator), moderator, "pirate@ville.example")
    assert not AddressAlias.objects.exists()


def test_nobody_else_but_an_administrator_writes_those_of_who_decides(
    directory_manager, administrator, signed_in
):
    """A mail from there is believed to be theirs: one account does not give a head another address."""
    chief = AgentFactory.create(email="marthe@ville.example")
    DirectionFactory.create(head=chief)
    AddressAlias.objects.create(agent=chief, address="ancienne@ville.example")
    client = signed_in(directory_manager)
    path = reverse("admin:people_agent_change", args=[chief.pk])
    shown = client.get(path).text
    assert "ancienne@ville.example" in shown
    assert "aliases-0-address" not in shown
    posted(client, chief, "pirate@ville.example")
    deleted = {"aliases-INITIAL_FORMS": "1", "aliases-0-id": chief.aliases.get().pk, "aliases-0-DELETE": "on"}
    posted(client, chief, "ancienne@ville.example", **deleted)
    assert [alias.address for alias in chief.aliases.all()] == ["ancienne@ville.example"]
    # Their own neither: what a citizen writes would come to be theirs to read.
    posted(client, directory_manager, "habitant@poste.example")
    assert not directory_manager.aliases.exists()
    chief.aliases.all().delete()
    posted(signed_in(administrator), chief, "neuve@ville.example")
    assert chief.aliases.exists()
