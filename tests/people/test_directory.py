from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.people.fields import AgentField, AgentsField
from core.people.models import Agent, Direction
from core.people.roles import Role
from tests.factories import AgentFactory, DirectionFactory
from tests.people.pages import card_of, card_sent

pytestmark = pytest.mark.django_db


def test_the_roles_are_created_by_the_migrations():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


@pytest.mark.parametrize("change", [{"identifiant": ""}, {"identifiant": "Majuscule"}, {"email": ""}])
def test_the_database_refuses(change, author):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agent.objects.filter(pk=author.pk).update(**change)


def test_an_address_is_one_persons_whatever_its_case():
    AgentFactory.create(email="nadia@ville.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgentFactory.create(email="Nadia@ville.example")


class NamedForm(forms.Form):
    agent = AgentField()
    people = AgentsField(most=3, required=False)


@pytest.fixture
def ines() -> Agent:
    agent: Agent = AgentFactory.create(
        identifiant="ilacombe",
        first_name="Inès",
        last_name="Lacombe",
        function="jardinière",
        phone="04 00 00 21 23",
    )
    AgentFactory.create(identifiant="placombe", first_name="Paul", last_name="Lacombes")
    return agent


@pytest.mark.parametrize(
    "typed", ["Inès Lacombe", "LACOMBE Ines", "ilacombe", "Inès Lacombe (ilacombe)", "Lacombe (ilacombe)"]
)
def test_a_field_takes_a_name_that_one_agent_has(ines, typed):
    assert AgentField().clean(typed) == ines


@pytest.mark.parametrize(
    "typed", ["Lacombe", "lacombe", "ines", "jardin", "2123", "lac jard", "Lacombe (placombe2)"]
)
def test_a_field_never_takes_less_in_silence(ines, typed):
    """Even when it is one agent's: those it may mean are shown, with their function, to choose from."""
    form = NamedForm({"agent": typed})
    assert "choisissez de qui il s’agit" in str(form.errors["agent"])
    shown = str(form["agent"])
    assert 'name="agent_choisi" value="ilacombe"' in shown
    assert "jardinière" in shown
    assert NamedForm({"agent": typed, "agent_choisi": "ilacombe"}).is_valid()


def test_a_person_chosen_for_another_name_is_not_taken(ines):
    form = NamedForm({"agent": "Paul", "agent_choisi": "ilacombe"})
    assert not form.is_valid()
    assert 'value="placombe"' in str(form["agent"])


@pytest.mark.parametrize(
    ("first", "last"), [("Łukasz", "Nowak"), ("Jörg", "Strauß"), ("Camille", "Martin (Dupont)")]
)
def test_a_name_of_any_letters_is_taken_typed_in_full_and_prefilled(first, last):
    agent = AgentFactory.create(first_name=first, last_name=last)
    for typed in (f"{first} {last}", f"{last} {first}", AgentField().prepare_value(agent)):
        assert AgentField().clean(typed) == agent
    assert NamedForm({"agent": last, "agent_choisi": agent.identifiant}).is_valid()


def test_an_identifiant_is_enough_unless_it_is_a_last_name(ines):
    dotted = AgentFactory.create(identifiant="c.martin", first_name="Camille", last_name="Martin")
    AgentFactory.create(identifiant="clmartin", first_name="Claude", last_name="Martin")
    AgentFactory.create(identifiant="martin", first_name="Ali", last_name="Benali")
    assert AgentField().clean("c.martin") == dotted
    assert "choisissez" in str(NamedForm({"agent": "martin"}).errors["agent"])


def test_the_longest_name_is_taken_back():
    agent = AgentFactory.create(identifiant="i" * 60, first_name="P" * 80, last_name="N" * 80)
    assert AgentField().clean(AgentField().prepare_value(agent)) == agent


def test_one_choice_settles_one_line(ines):
    typed = QueryDict(mutable=True)
    typed.setlist("people", ["Lacombe\nLacomb"])
    typed.setlist("people_choisi", ["ilacombe"])
    form = NamedForm(typed)
    assert str(form.errors["people"]).count("choisissez") == 1


def test_nobody_and_everybody_are_said(ines):
    AgentFactory.create_batch(10, last_name="Martin")
    assert "Aucun compte ouvert" in str(NamedForm({"agent": "zzz"}).errors["agent"])
    assert "beaucoup de monde" in str(NamedForm({"agent": "Martin"}).errors["agent"])


def test_several_people_are_chosen_so_too(ines):
    typed = QueryDict(mutable=True)
    typed.setlist("people", ["Paul Lacombes\nLacombe"])
    form = NamedForm(typed)
    assert "choisissez" in str(form.errors["people"])
    assert 'name="people_choisi" value="ilacombe"' in str(form["people"])
    typed.setlist("people_choisi", ["ilacombe"])
    form = NamedForm(typed)
    form.full_clean()
    assert {agent.identifiant for agent in form.cleaned_data["people"]} == {"ilacombe", "placombe"}


def test_people_are_proposed_while_one_types(ines, outsider, signed_in):
    client, url = signed_in(outsider), reverse("search:people")
    html = client.get(url, {"q": "lacom"}).content.decode()
    assert html.count('role="option"') == 2
    assert 'data-value="Inès Lacombe (ilacombe)"' in html
    assert "jardinière" in html
    assert "<html" not in html
    assert "option" not in client.get(url, {"q": "l"}).content.decode()


def refused_by_the_database(write: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_the_database_keeps_the_tree():
    direction = DirectionFactory()
    service = Direction.objects.create(name="Serres", kind="service", parent=direction)
    own = Direction.objects.filter(pk=direction.pk)
    refused_by_the_database(lambda: own.update(parent=service))
    refused_by_the_database(lambda: own.update(kind="service"))
    refused_by_the_database(lambda: Direction.objects.create(name="Perdue", kind="service", parent=None))


def test_by_name_as_a_reader_expects():
    for name in ("Zones", "Écoles", "eau", "Archives"):
        DirectionFactory(name=name)
    assert [unit.name for unit in Direction.objects.concerned()] == ["Archives", "eau", "Écoles", "Zones"]


def test_a_directory_manager_gives_no_role(directory_manager, signed_in):
    group = Group.objects.get(name=Role.ADMINISTRATOR)
    card_sent(signed_in(directory_manager), directory_manager, groups=[group.pk])
    assert set(Agent.objects.get(pk=directory_manager.pk).roles) == {Role.DIRECTORY_MANAGER}


def test_a_directory_manager_corrects_no_administrator(directory_manager, administrator, signed_in):
    answer = signed_in(directory_manager).post(card_of(administrator), {"email": "pirate@ville.example"})
    assert answer.status_code == 403


def test_a_corrected_address_replaces_the_old_one_everywhere(directory_manager, signed_in):
    agent = AgentFactory.create(email="ancienne@ville.example")
    reset, resets = (
        reverse("account_reset_password"),
        OutgoingMail.objects.filter(is_secret=True).order_by("pk"),
    )
    Client().post(reset, {"email": "ancienne@ville.example"})
    card_sent(signed_in(directory_manager), agent, email="nouvelle@ville.example")
    for address in ("ancienne@ville.example", "nouvelle@ville.example"):
        Client().post(reset, {"email": address})
    assert [mail.address for mail in resets] == ["ancienne@ville.example", "nouvelle@ville.example"]
