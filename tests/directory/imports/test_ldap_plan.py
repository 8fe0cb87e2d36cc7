"""Whose an entry of the town's LDAP directory is: an agent's, nobody's yet, or not to be said."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from core.people.absences import note
from core.people.models import Agent, Direction
from core.people.roles import Role
from tests.directory.imports.import_ldap import rows, run
from tests.directory.imports.slapd import guid
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


def test_an_account_with_a_key_is_nobody_else_s(slapd, linked):
    """The account name of someone who left is given again: another key, another person."""
    slapd.add("autre", "Noé", "Benali", sAMAccountName="nbenali", mail="nadia.benali@ville.example")
    said = run()
    other = Agent.objects.get(directory_key=guid("autre"))
    assert (other.identifiant, other.email) == ("nbenali2", None)
    assert "L’adresse nadia.benali@ville.example est déjà celle de Nadia Benali : laissée de côté." in said
    linked.refresh_from_db()
    assert linked.email == "nadia.benali@ville.example"


@pytest.mark.parametrize(
    ("account", "first_name", "last_name", "mail", "why"),
    [
        ("nbenali", "Noé", "Benali", None, "qui n’a pas cette adresse, ou pas ce nom"),
        ("nbenali", "Nadia", "Benali", "n.benali@ville.example", "qui n’a pas cette adresse, ou pas ce nom"),
        ("autre", "Zoé", "Kern", "nadia.benali@ville.example", "qui ne porte pas ce nom"),
        ("nbenali", "Nadia", "Benali", "zoe.kern@ville.example", "l’adresse celle de Zoé Kern"),
        ("elu", "Paul", "Roux", None, "d’un compte d’un élu"),
        ("ferme", "Ève", "Abo", None, "d’un compte fermé"),
    ],
)
def test_what_is_not_sure_is_refused_with_the_way_out(
    slapd, librarian, account, first_name, last_name, mail, why
):
    AgentFactory.create(first_name="Zoé", last_name="Kern", email="zoe.kern@ville.example")
    AgentFactory.create(first_name="Paul", last_name="Roux", identifiant="elu", elected=True)
    AgentFactory.create(first_name="Ève", last_name="Abo", identifiant="ferme", is_active=False)
    before = rows()
    slapd.add(account, first_name, last_name, mail=mail)
    said = run()
    assert why in said
    assert f"écrivez {guid(account)} comme clé sur sa fiche" in said
    assert rows() == before


@pytest.mark.parametrize("role", [Role.ROOM_MANAGER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("mail", [None, "nadia.benali@ville.example"])
def test_of_people_with_a_role_the_identifiant_is_not_enough(slapd, librarian, role, mail):
    librarian.groups.add(Group.objects.get_or_create(name=role)[0])
    before = rows()
    slapd.add("nbenali", "Nadia", "Benali", mail=mail)
    said = run()
    librarian.refresh_from_db()
    assert librarian.directory_key == (guid("nbenali") if mail else None)
    if mail is None:
        assert "qui a un rôle ou lit des textes confidentiels : il y faut aussi la même adresse" in said
        assert f"écrivez {guid('nbenali')} comme clé sur sa fiche" in said
        assert rows() == before


@pytest.mark.parametrize("place", ["head", "interim head", "deputy of a head", "deputy of a role"])
def test_nor_of_people_who_decide_without_a_role(slapd, librarian, place):
    """Their visa opens as much; a colleague's deputy is linked, and so is a head's, once they are back."""
    away = AgentFactory.create(roles=[Role.HUMAN_RESOURCES] if place == "deputy of a role" else [])
    head = librarian if "deputy" not in place else away
    if place != "deputy of a role":
        Direction.objects.update(head=head, is_interim=place == "interim head")
    if "deputy" in place:
        today = timezone.localdate()
        note(by=away, agent=away, first=today, last=today, deputy=librarian)
    slapd.add("nbenali", "Nadia", "Benali", mail=None)
    assert "qui a un rôle ou lit des textes confidentiels" in run()
    Direction.objects.update(head=None, is_interim=False)
    away.groups.clear()
    run()
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("nbenali")


def test_the_address_of_a_head_is_changed_by_hand(slapd, linked):
    Direction.objects.update(head=linked)
    slapd.change("nbenali", mail="nadia.durand@ville.example")
    assert "Courriel gardé : cette personne a un rôle ou lit des textes confidentiels" in run()
    linked.refresh_from_db()
    assert linked.email == "nadia.benali@ville.example"


def test_of_two_entries_at_one_address_the_account_s_own_name_wins(slapd, librarian):
    for account in ("adm-nadia", "adm-benali"):
        slapd.add(account, "Nadia", "Benali", mail="nadia.benali@ville.example")
    assert run().count("Plusieurs entrées pourraient être celle de Nadia Benali.") == 2
    librarian.refresh_from_db()
    assert librarian.directory_key is None
    slapd.add("nbenali", "Nadia", "Benali", mail="nadia.benali@ville.example")
    assert run().count("Plusieurs entrées pourraient être celle de Nadia Benali.") == 2
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("nbenali")


def test_two_new_entries_at_one_address(slapd, units):
    slapd.add("un", "Anne", "Un", mail="accueil@ville.example")
    slapd.add("zwei", "Zoé", "Zwei", mail="accueil@ville.example")
    said = run()
    assert list(Agent.objects.order_by("identifiant").values_list("identifiant", "email")) == [
        ("un", "accueil@ville.example"),
        ("zwei", None),
    ]
    assert "L’adresse accueil@ville.example est déjà celle de l’entrée un : laissée de côté." in said


def test_a_local_account_without_an_entry_is_left_alone(slapd, librarian):
    before = rows()
    slapd.add("autre", "Zoé", "Kern")
    assert "absents : 0" in run()
    assert rows()[:1] == before
