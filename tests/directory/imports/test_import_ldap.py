"""`manage.py import_ldap` against a real OpenLDAP that names things as Active Directory does."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.history.entries import history_of
from core.operations.findings import Severity
from core.people.models import Agent
from core.people.roles import Role
from directory import registrations
from tests.directory.imports.import_ldap import NADIA, crowd, rows, run
from tests.directory.imports.slapd import DISABLED, guid

pytestmark = pytest.mark.django_db


# A pass


def test_a_first_pass_makes_accounts_without_a_password(slapd, units):
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
        "1 entrée lue, dont 0 désactivée.\nnouveau : Jean-Pierre de La Fontaine (jp.fontaine)"
    )
    assert said.endswith(
        "fiches inchangées : 0, lignes refusées : 0, affectations ajoutées : 0, "
        "affectations finies ou corrigées : 0, absents : 0, comptes fermés : 0, comptes rouverts : 0.\n"
    )


def test_an_account_is_found_by_its_identifiant_and_whole_name(slapd, librarian):
    slapd.add("NBenali", "Nadia", "Benali")
    said = run("--verbosity", "0")
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("NBenali")
    assert Agent.objects.count() == 1
    # In the journal of a timer's pass, nobody is named.
    assert "Benali" not in said
    assert "fiches changées : 1" in said


def test_an_unchanged_pass_writes_nothing_in_as_many_statements(slapd, units):
    counts = []
    for count in (1, 20):
        slapd.clear()
        crowd(slapd, count)
        before = rows()
        with CaptureQueriesContext(connection) as asked:
            said = run()
        counts.append(len(asked))
        assert rows() == before
        assert f"nouvelles fiches : 0, fiches changées : 0, fiches inchangées : {count}," in said
        verbs = {query["sql"].split()[0] for query in asked}
        assert not verbs & {"INSERT", "UPDATE", "DELETE"}
    assert counts[0] == counts[1] <= 20


def test_a_dry_run_says_all_and_writes_nothing(slapd, units, settings):
    slapd.add(*NADIA)
    said = run("--dry-run")
    assert "nouveau : Nadia Benali (nbenali)" in said
    assert said.endswith("Rien n’a été écrit : c’était un essai.\n")
    assert not Agent.objects.exists()
    assert not Path(settings.LDAP["stamp"]).exists()


def test_a_wedding_keeps_the_account(slapd, linked):
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
    assert "changé : Nadia Roux (nroux) : nom : Benali → Roux" in said


def test_who_moves_is_moved_and_an_unknown_direction_is_said(slapd, linked, units):
    slapd.change("nbenali", department="Espaces verts")
    run()
    linked.refresh_from_db()
    assert linked.direction == units["green"]
    slapd.change("nbenali", department="Licornes")
    said = run()
    assert "Direction « Licornes » inconnue : affectation inchangée." in said
    assert "Directions inconnues (1) : « Licornes » (1 ligne)." in said
    linked.refresh_from_db()
    assert linked.direction == units["green"]
    before = rows()
    assert "Directions créées" in run("--dry-run", "--create-directions")
    assert rows() == before
    run("--create-directions")
    linked.refresh_from_db()
    assert str(linked.direction) == "Licornes"


# Who leaves


@pytest.mark.parametrize("how", ["disabled", "absent"])
def test_who_left_is_closed(slapd, units, how):
    accounts = crowd(slapd, 20)
    if how == "disabled":
        slapd.change(accounts[0], userAccountControl=DISABLED)
    else:
        slapd.delete(accounts[0])
    said = run()
    closed = Agent.objects.get(is_active=False)
    assert closed.identifiant == accounts[0]
    assert f"absent : Anne {closed.last_name} ({accounts[0]}) : Compte fermé." in said
    assert history_of(closed)[0].action == "a fermé le compte, parti de l’annuaire technique"
    # Said once: the next pass has nothing to say of it.
    assert "absents : 0" in run()


def test_more_than_one_in_twenty_leavers_stop_all(slapd, units, settings):
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
    [refusal] = registrations.ldap_pass(timezone.now())
    assert (refusal.severity, "plus de 5 %" in refusal.text) == (Severity.FAILURE, True)
    assert "--force-leavers" in run("--dry-run")
    run("--force-leavers")
    [well] = registrations.ldap_pass(timezone.now())
    assert well.severity == Severity.FINE
    assert Agent.objects.filter(is_active=False).count() == 3
    assert Agent.objects.filter(identifiant="nouvelle").exists()


def test_an_account_closed_here_is_reopened_only_when_asked(slapd, linked):
    Agent.objects.filter(pk=linked.pk).update(is_active=False)
    assert "Compte fermé : il n’est rouvert que si vous le demandez." in run()
    linked.refresh_from_db()
    assert not linked.is_active
    run("--reopen")
    linked.refresh_from_db()
    assert linked.is_active


def test_people_with_a_role(slapd, units):
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


# The doctor


def test_the_doctor_says_when_the_last_pass_is_old(slapd, units, settings):
    now = timezone.now()
    assert next(iter(registrations.ldap_pass(now))).severity == Severity.FAILURE
    slapd.add(*NADIA)
    run()
    assert next(iter(registrations.ldap_pass(timezone.now()))).severity == Severity.FINE
    [late] = registrations.ldap_pass(timezone.now() + timedelta(hours=27))
    assert late.severity == Severity.FAILURE
    assert "les départs ne sont plus suivis" in late.text
    settings.LDAP = {}
    assert not list(registrations.ldap_pass(now))
