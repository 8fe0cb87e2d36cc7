import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.people.roles import Role
from tests.factories import AgentFactory, DirectionFactory
from tests.pages import as_shown

pytestmark = pytest.mark.django_db


def test_the_roles_are_created_by_the_migrations():
    from django.contrib.auth.models import Group

    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


@pytest.mark.parametrize(
    "change",
    [
        {"identifiant": ""},
        {"identifiant": "Majuscule"},
        {"email": ""},
        {"personnel_number": ""},
    ],
)
def test_the_database_refuses(change, author):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agent.objects.filter(pk=author.pk).update(**change)


def test_an_address_is_one_persons_whatever_its_case():
    AgentFactory.create(email="nadia@ville.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgentFactory.create(email="Nadia@ville.example")


def test_many_agents_without_address_or_number():
    AgentFactory.create_batch(3, without_address=True)
    assert Agent.objects.filter(email=None, personnel_number=None).count() == 3


@pytest.mark.parametrize("typed", ["Lacombe", "lacombe", "Inès Lacombe", "LACOMBE Ines", "ilacombe"])
def test_a_field_takes_a_name_that_one_agent_has(typed):
    agent = AgentFactory.create(identifiant="ilacombe", first_name="Inès", last_name="Lacombe")
    AgentFactory.create(first_name="Paul", last_name="Lacombes")
    assert AgentField().clean(typed) == agent


def test_a_field_asks_which_of_two_namesakes():
    for identifiant in ("ilacombe", "placombe"):
        AgentFactory.create(identifiant=identifiant, last_name="Lacombe")
    with pytest.raises(ValidationError, match="ilacombe et placombe"):
        AgentField().clean("Lacombe")


class TestTree:
    def test_a_loop_is_refused_by_the_database(self):
        direction = DirectionFactory()
        service = Direction.objects.create(name="Serres", kind="service", parent=direction)
        with pytest.raises(IntegrityError), transaction.atomic():
            Direction.objects.filter(pk=direction.pk).update(parent=service)

    def test_a_second_root_kind_is_refused(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Direction.objects.create(name="Perdue", kind="service", parent=None)

    def test_lowering_a_parent_below_its_children_is_refused(self):
        direction = DirectionFactory()
        Direction.objects.create(name="Serres", kind="service", parent=direction)
        with pytest.raises(IntegrityError), transaction.atomic():
            Direction.objects.filter(pk=direction.pk).update(kind="service")

    def test_by_name_as_a_reader_expects(self):
        for name in ("Zones", "Écoles", "eau", "Archives"):
            DirectionFactory(name=name)
        names = [d.name for d in Direction.objects.concerned()]
        assert names == ["Archives", "eau", "Écoles", "Zones"]


class TestAdmin:
    def test_a_directory_manager_gives_no_role(self, directory_manager, outsider, signed_in):
        from django.contrib.auth.models import Group

        client = signed_in(directory_manager)
        url = reverse("admin:people_agent_change", args=[directory_manager.pk])
        client.post(
            url,
            {
                "identifiant": directory_manager.identifiant,
                "first_name": "Zoé",
                "last_name": "Marin",
                "is_active": "on",
                "groups": [Group.objects.get(name=Role.ADMINISTRATOR).pk],
                "aliases-TOTAL_FORMS": "0",
                "aliases-INITIAL_FORMS": "0",
                **as_shown(client, url),
            },
        )
        assert set(Agent.objects.get(pk=directory_manager.pk).roles) == {Role.DIRECTORY_MANAGER}

    def test_a_directory_manager_corrects_no_administrator(self, directory_manager, administrator, signed_in):
        url = reverse("admin:people_agent_change", args=[administrator.pk])
        assert signed_in(directory_manager).post(url, {"email": "pirate@ville.example"}).status_code == 403

    def test_an_address_already_taken_is_said_in_french(self, directory_manager, author, signed_in):
        page = signed_in(directory_manager).post(
            reverse("admin:people_agent_add"),
            {"identifiant": "neuf", "first_name": "N", "last_name": "N", "email": author.email.upper()},
        )
        assert "Cette adresse est déjà celle d’un autre agent." in page.content.decode()

    def test_same_number_of_statements_for_1_and_20(self, directory_manager, signed_in, statements):
        client, url = signed_in(directory_manager), reverse("admin:people_agent_changelist")
        AgentFactory.create()
        client.get(url)
        one = statements(lambda: client.get(url))
        AgentFactory.create_batch(19)
        assert statements(lambda: client.get(url)) == one

    def test_a_corrected_address_replaces_the_old_one_everywhere(self, directory_manager, signed_in):
        agent = AgentFactory.create(identifiant="nadia", email="ancienne@ville.example")
        reset = reverse("account_reset_password")
        Client().post(reset, {"email": "ancienne@ville.example"})
        url = reverse("admin:people_agent_change", args=[agent.pk])
        fields = {"identifiant": "nadia", "first_name": "Nadia", "last_name": "Benali", "is_active": "on"}
        no_alias = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
        client = signed_in(directory_manager)
        sent = {**fields, **no_alias, "email": "nouvelle@ville.example"}
        client.post(url, sent | as_shown(client, url))
        Client().post(reset, {"email": "ancienne@ville.example"})
        resets = OutgoingMail.objects.filter(is_secret=True).order_by("pk")
        assert resets.count() == 1
        Client().post(reset, {"email": "nouvelle@ville.example"})
        assert resets[1].address == "nouvelle@ville.example"
