"""`manage.py import_ldap` against a real OpenLDAP that names things as Active Directory does."""

import logging
import os
import socket
import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.environment import Environment
from config.ldap import ldap_directory
from core.history.entries import history_of
from core.operations.findings import Severity
from core.people.absences.actions import note
from core.people.models import Agent, Direction
from core.people.roles import Role
from directory import doctor
from directory.cards import actions as cards
from directory.imports import ldap_entries
from tests.directory.conftest import Units
from tests.directory.imports.slapd import DISABLED, FEW, HURRIED, PASSWORD, READER, Slapd, guid
from tests.factories import AgentFactory
from tests.mail.imap.proxy import proxy_to

pytestmark = pytest.mark.django_db
NADIA = ("nbenali", "Nadia", "BENALI")


def run(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("import_ldap", *words, stdout=out, **options)
    return out.getvalue().replace("\u00a0", " ")


def refusal(*words: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(*words)
    return str(refused.value).replace("\u00a0", " ")


def rows() -> list[dict[str, Any]]:
    return list(Agent.objects.order_by("pk").values())


def crowd(slapd: Slapd, count: int) -> list[str]:
    """So many entries, whose accounts a first pass has made."""
    accounts = [f"agent{number:02}" for number in range(count)]
    slapd.add_all([(account, "Anne", f"Nom{account}", {}) for account in accounts])
    run()
    return accounts


@pytest.fixture
def linked(slapd: Slapd, librarian: Agent) -> Agent:
    """Nadia's account, which a first pass found by her address."""
    slapd.add(*NADIA, mail="Nadia.Benali@ville.example", title="bibliothécaire")
    run()
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("nbenali")
    return librarian


# A pass


def test_a_first_pass_makes_accounts_without_a_password(slapd: Slapd, units: Units) -> None:
    slapd.add(
        "jp.fontaine",
        "jean-pierre",
        "DE LA FONTAINE",
        mail="JP.Fontaine@ville.example",
        title="Conservateur",
        telephoneNumber="+33 4 00 00 20 99",
        department="Direction de la culture",
    )
    said = run()
    agent = Agent.objects.get(directory_key=guid("jp.fontaine"))
    assert (str(agent), agent.identifiant, agent.email) == (
        "Jean-Pierre de La Fontaine",
        "jp.fontaine",
        "jp.fontaine@ville.example",
    )
    assert (agent.phone, agent.function, agent.direction) == (
        "04 00 00 20 99",
        "Conservateur",
        units["culture"],
    )
    assert not agent.has_usable_password()
    assert not agent.roles
    assert EmailAddress.objects.get(user=agent).verified
    assert history_of(agent)[0].action == "a repris la fiche de l’annuaire technique"
    assert said.startswith(
        "1 entrée lue, dont 0 désactivée.\njp.fontaine : nouveau : Jean-Pierre de La Fontaine"
    )
    assert said.endswith("1 nouveau, 0 fiche changée, 0 inchangée, 0 ligne refusée, 0 absent.\n")


def test_a_timer_s_pass_names_nobody(slapd: Slapd, units: Units) -> None:
    slapd.add(*NADIA)
    said = run("--verbosity", "0")
    assert "Benali" not in said
    assert "1 nouveau" in said


def test_an_account_is_found_by_its_address(linked: Agent) -> None:
    assert Agent.objects.count() == 1
    assert linked.identifiant == "nbenali"


def test_an_account_is_found_by_its_identifiant_and_whole_name(slapd: Slapd, librarian: Agent) -> None:
    slapd.add("NBenali", "Nadia", "Benali")
    run()
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("NBenali")


def test_an_unchanged_pass_writes_nothing_in_as_many_statements(slapd: Slapd, units: Units) -> None:
    counts = []
    for count in (1, 20):
        slapd.clear()
        crowd(slapd, count)
        before = rows()
        with CaptureQueriesContext(connection) as asked:
            said = run()
        counts.append(len(asked))
        assert rows() == before
        assert f"0 nouveau, 0 fiche changée, {count} inchangée" in said
        verbs = {query["sql"].split()[0] for query in asked}
        assert not verbs & {"INSERT", "UPDATE", "DELETE"}
    assert counts[0] == counts[1] <= 20


def test_a_dry_run_says_all_and_writes_nothing(slapd: Slapd, units: Units, settings: Any) -> None:
    slapd.add(*NADIA)
    said = run("--dry-run")
    assert "nbenali : nouveau : Nadia Benali" in said
    assert said.endswith("Rien n’a été écrit : c’était un essai.\n")
    assert not Agent.objects.exists()
    assert not Path(settings.LDAP["stamp"]).exists()


def test_a_wedding_keeps_the_account(slapd: Slapd, linked: Agent) -> None:
    """Name, address and account name, all at once."""
    slapd.change("nbenali", sn="Roux", mail="nadia.roux@ville.example", sAMAccountName="nroux")
    said = run()
    linked.refresh_from_db()
    assert (str(linked), linked.email) == ("Nadia Roux", "nadia.roux@ville.example")
    assert linked.identifiant == "nbenali"
    assert list(EmailAddress.objects.values_list("user", "email")) == [
        (linked.pk, "nadia.roux@ville.example")
    ]
    assert Agent.objects.count() == 1
    assert "nroux : changé : Nadia Roux : nom : Benali → Roux" in said


def test_who_moves_is_moved_and_an_unknown_direction_is_said(
    slapd: Slapd, linked: Agent, units: Units
) -> None:
    slapd.change("nbenali", department="Espaces verts")
    run()
    linked.refresh_from_db()
    assert linked.direction == units["green"]
    slapd.change("nbenali", department="Licornes")
    assert "Direction « Licornes » inconnue : affectation inchangée." in run()
    linked.refresh_from_db()
    assert linked.direction == units["green"]


def test_the_telephone_that_the_agent_corrected_wins(slapd: Slapd, linked: Agent) -> None:
    cards.correct_card(linked, by=linked, phone="04 00 00 20 42", office="", duties="")
    slapd.change("nbenali", telephoneNumber="0400002001")
    assert "celui que l’agent a corrigé est gardé" in run()
    linked.refresh_from_db()
    assert linked.phone == "04 00 00 20 42"


# Who is meant


def test_an_account_with_a_key_is_nobody_else_s(slapd: Slapd, linked: Agent) -> None:
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
    slapd: Slapd,
    librarian: Agent,
    account: str,
    first_name: str,
    last_name: str,
    mail: str | None,
    why: str,
) -> None:
    AgentFactory.create(first_name="Zoé", last_name="Kern", email="zoe.kern@ville.example")
    AgentFactory.create(first_name="Paul", last_name="Roux", identifiant="elu", elected=True)
    AgentFactory.create(first_name="Ève", last_name="Abo", identifiant="ferme", is_active=False)
    before = rows()
    slapd.add(account, first_name, last_name, mail=mail)
    said = run()
    assert why in said
    assert f"écrivez {guid(account)} comme clé sur sa fiche" in said
    assert rows() == before


@pytest.mark.parametrize(
    "role", [Role.ROOM_MANAGER, Role.PROJECT_GROUP, Role.HUMAN_RESOURCES, Role.ADMINISTRATOR]
)
@pytest.mark.parametrize("mail", [None, "nadia.benali@ville.example"])
def test_of_people_with_a_role_the_identifiant_is_not_enough(
    slapd: Slapd, librarian: Agent, role: Role, mail: str | None
) -> None:
    librarian.groups.add(Group.objects.get_or_create(name=role)[0])
    before = rows()
    slapd.add("nbenali", "Nadia", "Benali", mail=mail)
    said = run()
    librarian.refresh_from_db()
    assert librarian.directory_key == (guid("nbenali") if mail else None)
    if mail is None:
        assert "qui a un rôle ou dirige une direction : il y faut aussi la même adresse" in said
        assert f"écrivez {guid('nbenali')} comme clé sur sa fiche" in said
        assert rows() == before


@pytest.mark.parametrize("place", ["head", "interim head", "deputy of a head", "deputy of a role"])
def test_nor_of_people_who_decide_without_a_role(slapd: Slapd, librarian: Agent, place: str) -> None:
    """Their visa opens as much; a colleague's deputy is linked, and so is a head's, once they are back."""
    away = AgentFactory.create(roles=[Role.HUMAN_RESOURCES] if place == "deputy of a role" else [])
    head = librarian if "deputy" not in place else away
    if place != "deputy of a role":
        Direction.objects.update(head=head, is_interim=place == "interim head")
    if "deputy" in place:
        today = timezone.localdate()
        note(by=away, agent=away, first=today, last=today, deputy=librarian)
    slapd.add("nbenali", "Nadia", "Benali", mail=None)
    assert "qui a un rôle ou dirige une direction" in run()
    Direction.objects.update(head=None, is_interim=False)
    away.groups.clear()
    run()
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("nbenali")


def test_the_address_of_a_head_is_changed_by_hand(slapd: Slapd, linked: Agent) -> None:
    Direction.objects.update(head=linked)
    slapd.change("nbenali", mail="nadia.durand@ville.example")
    assert "Courriel gardé : cette personne a un rôle ou dirige une direction" in run()
    linked.refresh_from_db()
    assert linked.email == "nadia.benali@ville.example"


def test_an_attribute_has_so_many_values_at_most(slapd: Slapd, linked: Agent) -> None:
    """Such an entry is refused, not cut: what it lacks would look like a change; and it is no leaver."""
    addresses = [f"nadia{number}@ville.example" for number in range(ldap_entries.MOST_VALUES + 1)]
    before = rows()
    slapd.change("nbenali", mail=addresses)
    said = run("--force-leavers")
    assert "Plus de 50 valeurs : mail" in said
    assert "0 absent" in said
    assert rows() == before
    slapd.change("nbenali", mail=addresses[1:])
    assert "1 fiche changée" in run()


def test_two_entries_at_the_address_of_one_account_are_both_refused(slapd: Slapd, librarian: Agent) -> None:
    for account in ("adm-nadia", "adm-benali"):
        slapd.add(account, "Nadia", "Benali", mail="nadia.benali@ville.example")
    assert run().count("Plusieurs entrées pourraient être celle de Nadia Benali.") == 2
    librarian.refresh_from_db()
    assert librarian.directory_key is None


def test_of_two_entries_at_one_address_the_account_s_own_name_wins(slapd: Slapd, librarian: Agent) -> None:
    slapd.add("adm-nadia", "Nadia", "Benali", mail="nadia.benali@ville.example")
    slapd.add("nbenali", "Nadia", "Benali", mail="nadia.benali@ville.example")
    assert "Plusieurs entrées pourraient être celle de Nadia Benali." in run()
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("nbenali")


def test_two_new_entries_at_one_address(slapd: Slapd, units: Units) -> None:
    slapd.add("un", "Anne", "Un", mail="accueil@ville.example")
    slapd.add("zwei", "Zoé", "Zwei", mail="accueil@ville.example")
    said = run()
    assert list(Agent.objects.order_by("identifiant").values_list("identifiant", "email")) == [
        ("un", "accueil@ville.example"),
        ("zwei", None),
    ]
    assert "L’adresse accueil@ville.example est déjà celle de l’entrée un : laissée de côté." in said


def test_a_local_account_without_an_entry_is_left_alone(slapd: Slapd, librarian: Agent) -> None:
    before = rows()
    slapd.add("autre", "Zoé", "Kern")
    assert "0 absent" in run()
    assert rows()[:1] == before


def test_the_database_knows_one_agent_by_key(linked: Agent) -> None:
    with pytest.raises(IntegrityError):
        AgentFactory.create(directory_key=linked.directory_key)


def test_the_values_of_a_directory(slapd: Slapd, units: Units) -> None:
    """Accents, far too long, several, an injection: only words."""
    slapd.add(
        "zoé k*)(cn=*", "Zoé\tÈve", "Ḱern—Ůñ", title="é" * 5_000, mail=["z@ville.example", "a@ville.example"]
    )
    slapd.add("b" * 80, "Béa", "Long")
    slapd.add("nom", "x" * 81, "Trop")
    slapd.add("tel", "Tom", "Tel", telephoneNumber=["poste inconnu", "0400002001"])
    slapd.add("sans-cle", "Sans", "Cle", objectGUID=None)
    slapd.add("sans-prenom", "", "Imprimante", givenName=None)
    said = run()
    zoe = Agent.objects.get(last_name__startswith="Ḱern")
    assert (zoe.first_name, zoe.identifiant, zoe.email) == ("Zoé Ève", "zkernun", "z@ville.example")
    assert zoe.function == "é" * 120
    assert Agent.objects.get(last_name="Long").identifiant == "blong"
    assert "Téléphone « poste inconnu » illisible" in said
    assert "REFUSÉ : Sans Cle : Sans objectGUID lisible" in said
    assert said.count("REFUSÉ") == 3
    slapd.change("zoé k*)(cn=*", mail=["a@ville.example", "z@ville.example"])
    assert "0 fiche changée" in run()


# Who leaves


@pytest.mark.parametrize("how", ["disabled", "absent"])
def test_who_left_is_closed(slapd: Slapd, units: Units, how: str) -> None:
    accounts = crowd(slapd, 20)
    if how == "disabled":
        slapd.change(accounts[0], userAccountControl=DISABLED)
    else:
        slapd.delete(accounts[0])
    said = run()
    closed = Agent.objects.get(is_active=False)
    assert closed.identifiant == accounts[0]
    assert f"absent : Anne {closed.last_name} ({accounts[0]}) : compte fermé" in said
    assert history_of(closed)[0].action == "a fermé le compte, parti de l’annuaire technique"
    # Said once: the next pass has nothing to say of it.
    assert "0 absent" in run()


def test_more_than_one_in_twenty_leavers_stop_all(slapd: Slapd, units: Units, settings: Any) -> None:
    accounts = crowd(slapd, 50)
    os.unlink(settings.LDAP["stamp"])
    slapd.delete(*accounts[:3])
    slapd.add("nouvelle", "Zoé", "Kern")
    before = rows()
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_ldap", stdout=out)
    assert "3 comptes seraient fermés, plus de 5 %" in str(refused.value)
    assert "--force-leavers" in str(refused.value)
    assert all(f"({account})" in out.getvalue() for account in accounts[:3])
    assert rows() == before
    assert not Path(settings.LDAP["stamp"]).exists()
    assert "--force-leavers" in run("--dry-run")
    run("--force-leavers")
    assert Agent.objects.filter(is_active=False).count() == 3
    assert Agent.objects.filter(identifiant="nouvelle").exists()


def test_an_account_closed_here_is_reopened_only_when_asked(slapd: Slapd, linked: Agent) -> None:
    Agent.objects.filter(pk=linked.pk).update(is_active=False)
    assert "Compte fermé : il n’est rouvert que si vous le demandez." in run()
    linked.refresh_from_db()
    assert not linked.is_active
    run("--reopen")
    linked.refresh_from_db()
    assert linked.is_active


def test_people_with_a_role(slapd: Slapd, units: Units) -> None:
    """Their address and their rights stay; an administrator's account is not closed."""
    accounts = crowd(slapd, 40)
    admin, keeper = (Agent.objects.get(identifiant=account) for account in accounts[:2])
    for agent, role in ((admin, Role.ADMINISTRATOR), (keeper, Role.ROOM_MANAGER)):
        agent.groups.add(Group.objects.get_or_create(name=role)[0])
    slapd.change(accounts[1], mail="pirate@ville.example")
    slapd.delete(accounts[0])
    said = run()
    assert "cette personne est administrateur" in said
    assert "Courriel gardé" in said
    admin.refresh_from_db()
    keeper.refresh_from_db()
    assert admin.is_active
    assert admin.roles == {Role.ADMINISTRATOR}
    assert keeper.email is None


# What cannot be read


def assert_nothing_written(before: list[dict[str, Any]]) -> None:
    assert rows() == before


def test_nobody_is_no_directory(slapd: Slapd, linked: Agent) -> None:
    slapd.clear()
    before = rows()
    assert "ne montre personne" in refusal("--force-leavers")
    assert_nothing_written(before)


def test_a_size_limit_is_no_departure(slapd: Slapd, units: Units, settings: Any) -> None:
    crowd(slapd, FEW + 17)
    before = rows()
    settings.LDAP["account"] = HURRIED
    assert "n’a pas tout montré (sizeLimitExceeded)" in refusal("--force-leavers")
    assert_nothing_written(before)


def test_all_pages_are_read(slapd: Slapd, units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ldap_entries, "PAGE", 3)
    crowd(slapd, 10)
    assert Agent.objects.count() == 10


def test_a_connection_lost_on_the_way(
    slapd: Slapd, units: Units, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ldap_entries, "PAGE", 3)
    crowd(slapd, 20)
    before = rows()
    with proxy_to(slapd.port, lambda _, so_far: so_far > 2_000) as proxy:
        settings.LDAP |= {"port": proxy.port, "is_ldaps": False}
        assert "n’a pas pu être lu" in refusal("--force-leavers")
    assert_nothing_written(before)


def test_a_server_that_is_away(slapd: Slapd, linked: Agent) -> None:
    before = rows()
    with slapd.outage():
        assert "n’a pas pu être lu" in refusal("--force-leavers")
    assert_nothing_written(before)


def test_a_server_that_never_answers(slapd: Slapd, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ldap_entries, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.LDAP |= {"port": silent.getsockname()[1], "is_ldaps": False}
        assert "n’a pas pu être lu" in refusal()


def test_a_wrong_password_is_said_and_never_shown(
    slapd: Slapd, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.LDAP["password"] = "un-secret-mal-tapé"
    said = refusal()
    assert "refuse LDAP_BIND_DN ou son mot de passe (invalidCredentials)" in said
    assert "un-secret" not in said + caplog.text


@pytest.mark.parametrize("filter_text", ["(objectClass=user", "objectClass=user)(", "(&)(|"])
def test_a_filter_that_is_none(slapd: Slapd, settings: Any, filter_text: str) -> None:
    settings.LDAP["filter"] = filter_text
    assert "n’a pas pu être lu" in refusal()


def test_without_the_library(slapd: Slapd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ldap_entries, "ldap3", None)
    assert "sh config/setup.sh requirements-ldap.txt" in refusal()


def test_without_a_directory(settings: Any) -> None:
    settings.LDAP = {}
    assert "LDAP_URL est vide" in refusal()


# TLS


def test_starttls_under_the_town_s_own_authority(slapd: Slapd, units: Units, settings: Any) -> None:
    settings.LDAP |= {"port": slapd.port, "is_ldaps": False, "starts_tls": True}
    slapd.add(*NADIA)
    assert "1 nouveau" in run()


@pytest.mark.parametrize("starts_tls", [True, False])
@pytest.mark.parametrize("wrong", [{"ca_file": ""}, {"host": "localhost"}])
def test_a_server_that_is_not_the_town_s(
    slapd: Slapd, settings: Any, starts_tls: bool, wrong: dict[str, str]
) -> None:
    """An unknown authority, another name: the password is not sent."""
    if starts_tls:
        settings.LDAP |= {"port": slapd.port, "is_ldaps": False, "starts_tls": True}
    settings.LDAP |= wrong
    said = refusal()
    assert "n’a pas pu être lu" in said
    assert PASSWORD not in said


def test_an_authority_that_cannot_be_read(slapd: Slapd, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("rien")
    for name in ("absent.pem", "ca.pem"):
        settings.LDAP["ca_file"] = str(tmp_path / name)
        assert "LDAP_CA_FILE ne se lit pas" in refusal()


def test_the_password_waits_for_the_encryption(
    slapd: Slapd, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`start_tls` may answer no without raising anything."""
    settings.LDAP |= {"port": slapd.port, "is_ldaps": False, "starts_tls": True}
    monkeypatch.setattr(ldap_entries.ldap3.Connection, "start_tls", lambda *args, **kwargs: False)
    monkeypatch.setattr(ldap_entries.ldap3.Connection, "bind", lambda *args, **kwargs: pytest.fail("bound"))
    assert "n’a pas pu être chiffrée" in refusal()


# The settings


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    def read(**variables: str) -> dict[str, Any]:
        given = {"LDAP_BASE": "dc=ville", "LDAP_BIND_DN": READER, "LDAP_BIND_PASSWORD": "secret"}
        for name, value in (given | variables).items():
            monkeypatch.setenv(name, value)
        return ldap_directory(Environment(tmp_path / ".env"))

    return read


def test_nothing_is_read_unless_asked_for(described: Any) -> None:
    assert described() == {}


def test_what_the_settings_say(described: Any) -> None:
    found = described(
        LDAP_URL="ldaps://dc1.ville.example:3269", LDAP_KEY="", LDAP_PHONE="", LDAP_SERVICE="ou"
    )
    assert (found["host"], found["port"], found["is_ldaps"]) == ("dc1.ville.example", 3269, True)
    assert found["attributes"]["key"] == "objectGUID"
    assert found["attributes"]["service"] == "ou"
    assert "phone" not in found["attributes"]
    assert described(LDAP_URL="ldap://dc1.ville.example")["starts_tls"]


@pytest.mark.parametrize(
    "variables",
    [
        {"LDAP_URL": "ldap://dc1.ville.example", "LDAP_STARTTLS": "false"},
        {"LDAP_URL": "https://dc1.ville.example"},
        {"LDAP_URL": "ldaps://dc1.ville.example:port"},
        {"LDAP_URL": "ldaps://"},
        {"LDAP_URL": "ldaps://dc1.ville.example", "LDAP_BIND_PASSWORD": ""},
        {"LDAP_URL": "ldaps://dc1.ville.example", "LDAP_BASE": ""},
    ],
)
def test_settings_that_will_not_do(described: Any, variables: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured):
        described(**variables)


def test_in_clear_on_this_machine_only(described: Any) -> None:
    assert not described(LDAP_URL="ldap://127.0.0.1:3890", LDAP_STARTTLS="false")["starts_tls"]


def test_other_keys(slapd: Slapd, units: Units, settings: Any) -> None:
    """OpenLDAP's own entryUUID, in letters; an account locked by « true »."""
    settings.LDAP["attributes"] |= {"key": "entryUUID", "account": "uid", "disabled": "description"}
    slapd.add("x", "Nadia", "Benali", uid="nbenali")
    slapd.add("y", "Zoé", "Kern", uid="zkern", description="TRUE")
    assert "2 entrées lues, dont 1 désactivée." in run()
    assert isinstance(Agent.objects.get().directory_key, uuid.UUID)


# The doctor


def test_the_doctor_says_when_the_last_pass_is_old(slapd: Slapd, units: Units, settings: Any) -> None:
    now = timezone.now()
    assert next(iter(doctor.ldap_pass(now))).severity == Severity.FAILURE
    slapd.add(*NADIA)
    run()
    assert next(iter(doctor.ldap_pass(timezone.now()))).severity == Severity.FINE
    [late] = doctor.ldap_pass(timezone.now() + timedelta(hours=27))
    assert late.severity == Severity.FAILURE
    assert "les départs ne sont plus suivis" in late.text
    settings.LDAP = {}
    assert not list(doctor.ldap_pass(now))
