"""What is read of the town's LDAP directory, over TLS, and what cannot be: then nothing is written."""

import logging
import socket
import uuid

import pytest
from django.core.management import CommandError

from core.people.models import Agent
from directory.imports import ldap_entries
from tests.directory.imports.import_ldap import NADIA, crowd, rows, run
from tests.directory.imports.slapd import FEW, HURRIED, PASSWORD
from tests.mail.imap.proxy import proxy_to

pytestmark = pytest.mark.django_db


def refusal(*words: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(*words)
    return str(refused.value).replace("\u00a0", " ")


# Values


def test_an_attribute_has_so_many_values_at_most(slapd, linked):
    """Such an entry is refused, not cut: what it lacks would look like a change; and it is no leaver."""
    addresses = [f"nadia{number}@ville.example" for number in range(ldap_entries.MOST_VALUES + 1)]
    before = rows()
    slapd.change("nbenali", mail=addresses)
    said = run("--force-leavers")
    assert "Plus de 50 valeurs : mail" in said
    assert "absents : 0" in said
    assert rows() == before
    slapd.change("nbenali", mail=addresses[1:])
    assert "fiches changées : 1" in run()


def test_the_values_of_a_directory(slapd, units):
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
    assert "refusé : Sans Cle (sans-cle) : Sans objectGUID lisible" in said
    assert said.count("refusé :") == 3
    slapd.change("zoé k*)(cn=*", mail=["a@ville.example", "z@ville.example"])
    assert "fiches changées : 0" in run()


def test_other_keys(slapd, units, settings):
    """OpenLDAP's own entryUUID, in letters; an account locked by « true »."""
    settings.LDAP["attributes"] |= {"key": "entryUUID", "account": "uid", "disabled": "description"}
    slapd.add("x", "Nadia", "Benali", uid="nbenali")
    slapd.add("y", "Zoé", "Kern", uid="zkern", description="TRUE")
    assert "2 entrées lues, dont 1 désactivée." in run()
    assert isinstance(Agent.objects.get().directory_key, uuid.UUID)


# What cannot be read: nothing is written


def test_nobody_is_no_directory(slapd, linked):
    slapd.clear()
    before = rows()
    assert "ne montre personne" in refusal("--force-leavers")
    assert rows() == before


def test_a_size_limit_is_no_departure(slapd, units, settings):
    crowd(slapd, FEW + 17)
    before = rows()
    settings.LDAP["account"] = HURRIED
    assert "n’a pas tout montré (sizeLimitExceeded)" in refusal("--force-leavers")
    assert rows() == before


def test_a_connection_lost_on_the_way(slapd, units, settings, monkeypatch):
    monkeypatch.setattr(ldap_entries, "PAGE", 3)
    crowd(slapd, 20)
    before = rows()
    assert len(before) == 20
    with proxy_to(slapd.port, lambda _, so_far: so_far > 2_000) as proxy:
        settings.LDAP |= {"port": proxy.port, "is_ldaps": False}
        assert "n’a pas pu être lu" in refusal("--force-leavers")
    assert rows() == before


def test_a_server_that_is_away(slapd, linked):
    before = rows()
    with slapd.outage():
        assert "n’a pas pu être lu" in refusal("--force-leavers")
    assert rows() == before


def test_a_server_that_never_answers(slapd, settings, monkeypatch):
    monkeypatch.setattr(ldap_entries, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.LDAP |= {"port": silent.getsockname()[1], "is_ldaps": False}
        assert "n’a pas pu être lu" in refusal()


def test_a_wrong_password_is_said_and_never_shown(slapd, settings, caplog):
    caplog.set_level(logging.DEBUG)
    settings.LDAP["password"] = "un-secret-mal-tapé"
    said = refusal()
    assert "refuse LDAP_BIND_DN ou son mot de passe (invalidCredentials)" in said
    assert "un-secret" not in said + caplog.text


def test_a_filter_that_is_none(slapd, settings):
    settings.LDAP["filter"] = "(objectClass=user"
    assert "n’a pas pu être lu" in refusal()


def test_without_the_library(slapd, monkeypatch):
    monkeypatch.setattr(ldap_entries, "ldap3", None)
    assert "sh config/setup.sh requirements-ldap.txt" in refusal()


def test_without_a_directory(settings):
    settings.LDAP = {}
    assert "LDAP_URL est vide" in refusal()


# TLS


def test_starttls_under_the_town_s_own_authority(slapd, units, settings):
    settings.LDAP |= {"port": slapd.port, "is_ldaps": False, "starts_tls": True}
    slapd.add(*NADIA)
    assert "nouvelles fiches : 1" in run()


@pytest.mark.parametrize("starts_tls", [True, False])
@pytest.mark.parametrize("wrong", [{"ca_file": ""}, {"host": "localhost"}])
def test_a_server_that_is_not_the_town_s(slapd, settings, starts_tls, wrong):
    """An unknown authority, another name: the password is not sent."""
    if starts_tls:
        settings.LDAP |= {"port": slapd.port, "is_ldaps": False, "starts_tls": True}
    settings.LDAP |= wrong
    said = refusal()
    assert "n’a pas pu être lu" in said
    assert PASSWORD not in said


def test_an_authority_that_cannot_be_read(slapd, settings, tmp_path):
    (tmp_path / "ca.pem").write_text("rien")
    for name in ("absent.pem", "ca.pem"):
        settings.LDAP["ca_file"] = str(tmp_path / name)
        assert "LDAP_CA_FILE ne se lit pas" in refusal()


def test_the_password_waits_for_the_encryption(slapd, settings, monkeypatch):
    """`start_tls` may answer no without raising anything."""
    settings.LDAP |= {"port": slapd.port, "is_ldaps": False, "starts_tls": True}
    monkeypatch.setattr(ldap_entries.ldap3.Connection, "start_tls", lambda *args, **kwargs: False)
    monkeypatch.setattr(ldap_entries.ldap3.Connection, "bind", lambda *args, **kwargs: pytest.fail("bound"))
    assert "n’a pas pu être chiffrée" in refusal()
