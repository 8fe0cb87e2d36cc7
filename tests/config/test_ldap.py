"""The town's LDAP directory, as the settings describe it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment
from config.ldap import ldap_directory
from tests.directory.imports.slapd import READER


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    def read(**variables: str) -> dict[str, Any]:
        given = {"LDAP_BASE": "dc=ville", "LDAP_BIND_DN": READER, "LDAP_BIND_PASSWORD": "secret"}
        for name, value in (given | variables).items():
            monkeypatch.setenv(name, value)
        return ldap_directory(Environment(tmp_path / ".env"))

    return read


def test_what_the_settings_say_and_nothing_unless_asked_for(described):
    assert described() == {}
    given = {"LDAP_URL": "ldaps://dc1.ville.example:3269", "LDAP_SERVICE": "ou"}
    found = described(**given, LDAP_KEY="", LDAP_PHONE="")
    assert (found["host"], found["port"], found["is_ldaps"]) == ("dc1.ville.example", 3269, True)
    assert found["attributes"]["key"] == "objectGUID"
    assert found["attributes"]["service"] == "ou"
    assert "phone" not in found["attributes"]
    assert described(LDAP_URL="ldap://dc1.ville.example")["starts_tls"]
    # In clear on this machine only.
    assert not described(LDAP_URL="ldap://127.0.0.1:3890", LDAP_STARTTLS="false")["starts_tls"]


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
def test_settings_that_will_not_do(described, variables):
    with pytest.raises(ImproperlyConfigured):
        described(**variables)
