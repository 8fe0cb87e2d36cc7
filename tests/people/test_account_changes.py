"""Whatever opens an account, or writes in its agent's name, its history says so and its owner is told."""

from typing import Any

import pytest
import time_machine
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people import actions
from core.people.models import AddressAlias, Agent
from core.people.roles import Role
from tests.factories import PASSWORD, AgentFactory, DirectionFactory
from tests.pages import forms_of
from tests.people.pages import card_of, card_sent

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"


@pytest.fixture
def nadia(db: None) -> Agent:
    agent = AgentFactory.create(identifiant="nadia", email="nadia@ville.example")
    actions.record_address(agent)
    return agent


def save(client: Client, agent: Agent, **typed: str) -> None:
    assert card_sent(client, agent, **typed).status_code == 302


def told(agent: Agent) -> list[str]:
    return [*Notification.objects.filter(recipient=agent).values_list("title", flat=True)]


def mails() -> set[str]:
    return {*OutgoingMail.objects.values_list("address", flat=True)}


def test_a_printed_code_is_in_the_history_and_told_to_the_owner(nadia, directory_manager):
    code = actions.print_sign_in_code(nadia, by=directory_manager)
    entry = history_of(nadia)[0]
    assert (entry.action, entry.by) == ("a imprimé un code de connexion", directory_manager)
    assert told(nadia) == ["Un code de connexion a été imprimé pour votre compte"]
    assert mails() == {"nadia@ville.example"}
    written = [OutgoingMail.objects.get().body, Notification.objects.get().text]
    for secret in (code, actions.normalise_code(code)):
        assert not [text for text in written if secret in text]
    actions.print_sign_in_code(nadia, by=directory_manager)
    assert [entry.action for entry in history_of(nadia)].count("a imprimé un code de connexion") == 2
    assert len(told(nadia)) == 2


def test_an_agent_without_an_address_is_told_on_the_site(directory_manager):
    gilles = AgentFactory.create(without_address=True)
    actions.print_sign_in_code(gilles, by=directory_manager)
    assert told(gilles) == ["Un code de connexion a été imprimé pour votre compte"]
    assert not mails()


def test_a_changed_address_is_in_the_history_and_told_at_both(nadia, directory_manager, signed_in):
    save(signed_in(directory_manager), nadia, email="autre@ville.example")
    entry = history_of(nadia)[0]
    assert entry.by == directory_manager
    assert [label for label, _, _ in entry.changes] == ["accès au compte changé le"]
    assert "ville.example" not in str(entry)
    assert told(nadia) == ["L’adresse de messagerie de votre compte a changé"]
    assert mails() == {"nadia@ville.example", "autre@ville.example"}
    # To the old address, nothing leads into the account nor names the new one.
    assert "autre@" not in OutgoingMail.objects.get(address="nadia@ville.example").body


def test_an_address_that_goes_is_told_at_the_old_one(nadia, directory_manager, signed_in):
    save(signed_in(directory_manager), nadia, email="")
    assert mails() == {"nadia@ville.example"}
    assert len(told(nadia)) == 1
    assert not EmailAddress.objects.filter(user=nadia).exists()


def test_a_first_address_is_told_there_and_on_the_site(directory_manager, signed_in):
    gilles = AgentFactory.create(without_address=True)
    save(signed_in(directory_manager), gilles, email="gilles@ville.example")
    assert len(told(gilles)) == 1
    assert mails() == {"gilles@ville.example"}


def test_another_change_tells_nothing(nadia, directory_manager, signed_in):
    AddressAlias.objects.create(agent=nadia, address="fonction@ville.example")
    save(signed_in(directory_manager), nadia, function="jardinière")
    assert not told(nadia)
    assert not mails()


def test_a_new_account_is_told_nothing(directory_manager, signed_in):
    client, url = signed_in(directory_manager), reverse("admin:people_agent_add")
    form = next(form for form in forms_of(client.get(url).text) if "email" in form.values)
    typed = {"identifiant": "neuf", "first_name": "Neuf", "last_name": "Neuf", "email": "neuf@ville.example"}
    assert client.post(url, form.values | typed).status_code == 302
    assert not Notification.objects.exists()
    assert not mails()


def other_addresses(*addresses: str) -> dict[str, str]:
    return {"aliases-TOTAL_FORMS": str(len(addresses))} | {
        f"aliases-{number}-address": address for number, address in enumerate(addresses)
    }


def test_an_added_other_address_is_in_the_history_and_told_to_the_owner(nadia, directory_manager, signed_in):
    save(signed_in(directory_manager), nadia, **other_addresses("Pirate@Ville.example"))
    assert nadia.aliases.get().address == "pirate@ville.example"
    entry = history_of(nadia)[0]
    assert entry.by == directory_manager
    assert [label for label, _, _ in entry.changes] == ["accès au compte changé le"]
    assert "ville.example" not in str(entry)
    assert told(nadia) == ["Les autres adresses d’où vous écrivez ont changé"]
    # At the agent's own address only.
    assert mails() == {"nadia@ville.example"}
    assert "pirate@ville.example" in OutgoingMail.objects.get().body


def test_a_corrected_or_removed_other_address_is_told_too(nadia, directory_manager, signed_in):
    AddressAlias.objects.create(agent=nadia, address="avant@ville.example")
    client = signed_in(directory_manager)
    save(client, nadia, **{"aliases-0-address": "pirate@ville.example"})
    text = Notification.objects.get(recipient=nadia).text
    assert "Ajoutée\u00a0: pirate@ville.example" in text
    assert "Retirée\u00a0: avant@ville.example" in text
    save(client, nadia, **{"aliases-0-DELETE": "on"})
    assert not nadia.aliases.exists()
    assert len(told(nadia)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_agent SET email = 'autre@ville.example' WHERE id = %s",
        "INSERT INTO people_addressalias (agent_id, address) VALUES (%s, 'autre@ville.example')",
        "UPDATE people_addressalias SET address = 'autre@ville.example' WHERE agent_id = %s",
        "DELETE FROM people_addressalias WHERE agent_id = %s",
    ],
)
def test_whatever_the_door_an_address_is_in_the_history(nadia, outsider, statement):
    for agent in (nadia, outsider):
        AddressAlias.objects.create(agent=agent, address=f"{agent.pk}@ville.example")
    # Of before, as the transaction of the test has one hour only.
    Agent.objects.update(access_changed_at=None)
    before = len(history_of(outsider))
    with connection.cursor() as cursor:
        cursor.execute(statement, [nadia.pk])
    assert [label for label, _, _ in history_of(nadia)[0].changes] == ["accès au compte changé le"]
    nadia.refresh_from_db()
    assert nadia.access_changed_at is not None
    assert len(history_of(outsider)) == before


# Other addresses: each of one agent only


def with_address(client: Client, agent: Agent, address: str, **typed: Any) -> str:
    """The agent's card sent with one more address; the page that comes back."""
    return card_sent(client, agent, follow=True, **other_addresses(address) | typed).text


@pytest.mark.parametrize("address", ["PRISE@ville.example", "AUTRE@ville.example"])
def test_an_address_is_of_one_agent(directory_manager, outsider, signed_in, address):
    other = AgentFactory.create(email="Prise@ville.example")
    AddressAlias.objects.create(agent=other, address="autre@ville.example")
    page = with_address(signed_in(directory_manager), outsider, address)
    assert "Cette adresse est déjà celle d’un" in page
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


def test_an_administrator_alone_writes_those_of_who_decides(directory_manager, administrator, signed_in):
    """A mail from there is believed to be theirs: one account does not give a head another address."""
    chief = AgentFactory.create(email="marthe@ville.example")
    DirectionFactory.create(head=chief)
    AddressAlias.objects.create(agent=chief, address="ancienne@ville.example")
    client = signed_in(directory_manager)
    with_address(client, chief, "pirate@ville.example")
    shown = client.get(card_of(chief)).text
    assert "ancienne@ville.example" in shown
    assert "aliases-0-address" not in shown
    deleted = {"aliases-INITIAL_FORMS": "1", "aliases-0-id": chief.aliases.get().pk, "aliases-0-DELETE": "on"}
    with_address(client, chief, "ancienne@ville.example", **deleted)
    assert [alias.address for alias in chief.aliases.all()] == ["ancienne@ville.example"]
    # Their own neither: what a citizen writes would come to be theirs to read.
    with_address(client, directory_manager, "habitant@poste.example")
    assert not directory_manager.aliases.exists()
    chief.aliases.all().delete()
    with_address(signed_in(administrator), chief, "neuve@ville.example")
    assert chief.aliases.exists()


# By a fresh sign-in


FUNCTION = {"function": "jardinière"}


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ({"email": "autre@ville.example"}, True),
        ({"identifiant": "nbenali"}, True),
        ({"is_active": None}, True),
        ({"directory_key": "6c2c1f0e-0000-4000-8000-000000000001"}, True),
        ({"aliases-TOTAL_FORMS": "2", "aliases-1-address": "pirate@ville.example"}, True),
        ({"aliases-0-address": "pirate@ville.example"}, True),
        ({"aliases-0-DELETE": "on"}, True),
        (FUNCTION, False),
    ],
)
def test_what_opens_an_account_is_changed_by_a_fresh_sign_in(client, nadia, directory_manager, typed, asks):
    AddressAlias.objects.create(agent=nadia, address="fonction@ville.example")
    client.force_login(directory_manager)
    before = Agent.objects.filter(pk=nadia.pk).values().get()
    answer = card_sent(client, nadia, **FUNCTION | typed)
    assert (answer.status_code == 200) == asks
    assert ("confirmez d’abord que c’est vous" in answer.text) == asks
    assert not told(nadia)
    if asks:
        assert Agent.objects.filter(pk=nadia.pk).values().get() == before
        assert "jardinière" in answer.text
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert card_sent(client, nadia, **FUNCTION | typed).status_code == 302


def test_a_role_is_given_by_a_fresh_sign_in(client, administrator, nadia):
    """What was filled in stays in the page meanwhile."""
    group, _ = Group.objects.get_or_create(name=Role.WATCHER)
    with time_machine.travel("2026-11-26T08:30:00Z", tick=False) as clock:
        client.post(LOGIN, {"login": administrator.identifiant, "password": PASSWORD})
        clock.shift(600)
        sent = FUNCTION | {"groups": [group.pk]}
        page = card_sent(client, nadia, **sent).text
        assert "confirmez d’abord que c’est vous" in page
        assert 'value="jardinière"' in page
        assert not nadia.groups.exists()
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        card_sent(client, nadia, **sent)
        assert nadia.groups.get() == group


def test_a_code_is_printed_by_a_fresh_sign_in(client, nadia, directory_manager):
    url = reverse("admin:people_agent_code", args=[nadia.pk])
    client.force_login(directory_manager)
    asked = client.post(url, follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    assert not told(nadia)
    assert client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})["Location"] == url
    assert "code-sheet" in client.post(url).text


def test_who_only_comes_by_a_provider_prints_codes(client, nadia, directory_manager):
    """They have nothing to prove here, as for roles."""
    directory_manager.set_unusable_password()
    directory_manager.save()
    client.force_login(directory_manager)
    assert "code-sheet" in client.post(reverse("admin:people_agent_code", args=[nadia.pk])).text
    save(client, nadia, email="autre@ville.example")
    assert len(told(nadia)) == 2


def test_a_password_chosen_meanwhile_brings_nothing_back(nadia):
    """As it was read when their request began, before an administrator closed the account."""
    theirs, row = Agent.objects.get(pk=nadia.pk), Agent.objects.filter(pk=nadia.pk)
    row.update(is_active=False, email=None, access_changed_at=timezone.now())
    changed = row.values("is_active", "email", "access_changed_at").get()
    get_adapter().set_password(theirs, "quatre mots sans rapport")
    nadia.refresh_from_db()
    assert nadia.check_password("quatre mots sans rapport")
    assert row.values("is_active", "email", "access_changed_at").get() == changed
