"""What is written in `.env` is what the settings hold."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from psycopg_pool.base import AttemptWithBackoff

from config.environment import Environment

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SETTINGS = (CHECKOUT / "config" / "settings.py").read_text()
TEXTS = sorted({*re.findall(r'env\.text\(\s*f?"([A-Z_]+)"', SETTINGS), "MAILBOX_ESSAI_PASSWORD"})


@pytest.mark.parametrize("name", TEXTS)
def test_a_value_that_begins_with_a_dollar_is_kept(name, tmp_path, monkeypatch):
    """A password made at random, most often."""
    monkeypatch.setenv("ecret", "of another variable")
    # Known to monkeypatch, which puts back what reading the file changes.
    monkeypatch.setenv(name, "")
    monkeypatch.delenv(name)
    (tmp_path / ".env").write_text(f"{name}=$ecret\n")
    assert Environment(tmp_path / ".env").text(name) == "$ecret"


def test_words_and_numbers_keep_their_dollars(monkeypatch, tmp_path):
    monkeypatch.setenv("HOSTS", "$a, $b,,")
    assert Environment(tmp_path / ".env").words("HOSTS") == ["$a", "$b"]


EXAMPLE = (CHECKOUT / ".env.example").read_text()
# Without these a service does not start, or nothing of the others is read.
FILLED = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "intranet.ville.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1/unused",
    "TOWN_SIRET": "21310583500017",
    "MAILBOXES": "saperlipopette",
    "OPENID_CLIENT_ID": "the-intranet",
    "OPENID_CLIENT_SECRET": "secret",
    "OPENID_URL": "https://sso.ville.example",
    "PROCONNECT_CLIENT_ID": "the-intranet",
    "PROCONNECT_CLIENT_SECRET": "secret",
    "PROCONNECT_URL": "https://proconnect.example/api/v2",
    "PROCONNECT_MAIL_DOMAINS": "ville.example",
    "LDAP_URL": "ldaps://dc1.ville.example",
    "LDAP_BIND_DN": "CN=intranet",
    "LDAP_BIND_PASSWORD": "secret",
    "LDAP_BASE": "OU=Agents",
}
# To be empty says something there: that this is not read of an entry, that messages stay where they are.
MAY_BE_EMPTY = {
    "MAILBOX_SAPERLIPOPETTE_ARCHIVE",
    *(f"LDAP_{name}" for name in ("EMAIL", "PHONE", "FUNCTION", "DIRECTION", "SERVICE", "DISABLED")),
}


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_variable_has_its_default(empty, monkeypatch):
    """The example gives many; they stopped the whole site (`PROCONNECT_SIRETS=`), or said something else."""
    names = {*re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE)}
    for name in names:
        monkeypatch.delenv(name, raising=False)
    for name, value in FILLED.items():
        monkeypatch.setenv(name, value)
    usual = _settings()
    assert usual["OPENID_PROVIDERS"][0]["settings"]["scope"]
    assert usual["OPENID_PROVIDERS"][1]["settings"]["sirets"] == [FILLED["TOWN_SIRET"]]
    for name in sorted(names - FILLED.keys() - MAY_BE_EMPTY):
        with monkeypatch.context() as patch:
            patch.setenv(name, empty)
            assert _settings() == usual, name


def _settings() -> dict[str, Any]:
    found = runpy.run_path(str(CHECKOUT / "config" / "settings.py"))
    # Fields, which equal themselves only.
    return {name: value for name, value in found.items() if name.isupper() and "PGHISTORY" not in name}


@pytest.fixture
def settings_with(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """`settings_with(SMTP_SSL="true")`: the settings of the trial with these variables."""

    def read(**variables: str) -> dict[str, Any]:
        for name in [name for name in os.environ if name.startswith("SMTP_")]:
            monkeypatch.delenv(name)
        usual = {"TRIAL": "true", "ALLOWED_HOSTS": "localhost", "DATABASE_URL": FILLED["DATABASE_URL"]}
        for name, value in (usual | variables).items():
            monkeypatch.setenv(name, value)
        return _settings()

    return read


@pytest.mark.parametrize("pool", ["0", "4"])
def test_what_the_database_address_asks_for_is_kept(settings_with, pool):
    url = "postgres://intranet:x@db.ville.fr/intranet?sslmode=verify-full&sslrootcert=/etc/ssl/ville.pem"
    found = settings_with(DATABASE_URL=f"{url}&connect_timeout=5", DATABASE_POOL=pool)
    options = found["DATABASES"]["default"]["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ssl/ville.pem")
    assert ("pool" in options) == (pool == "4")


def test_a_database_that_was_away_for_a_minute_is_looked_for_every_few_seconds(settings_with):
    """psycopg waits twice as long after each try, and meanwhile every request is refused: 64 s at worst."""
    pool = settings_with(DATABASE_POOL="4")["DATABASES"]["default"]["OPTIONS"]["pool"]
    attempt, now, longest = AttemptWithBackoff(timeout=pool.get("reconnect_timeout", 300)), 0.0, 0.0
    while now < 60 and not attempt.time_to_give_up(now):
        attempt.update_delay(now)
        longest = max(longest, attempt.delay)
        now += attempt.delay
    assert longest <= 5


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, (25, False, False)),
        ({"SMTP_TLS": "true", "SMTP_PORT": "587"}, (587, False, True)),
        ({"SMTP_SSL": "true"}, (465, True, False)),
        ({"SMTP_SSL": "true", "SMTP_PORT": "1465", "SMTP_TLS": "false"}, (1465, True, False)),
    ],
)
def test_how_mails_are_encrypted_on_their_way(settings_with, variables, expected):
    """The port, whether TLS comes at once, whether by STARTTLS."""
    options = settings_with(**variables)["MAILERS"]["default"]["OPTIONS"]
    assert tuple(options[name] for name in ("port", "use_ssl", "use_tls")) == expected


def test_two_ways_to_encrypt_mails_are_refused(settings_with):
    with pytest.raises(ImproperlyConfigured, match="SMTP_SSL et SMTP_TLS ne vont pas ensemble"):
        settings_with(SMTP_SSL="true", SMTP_TLS="true")


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("", ("intranet", False, "")),
        ("postgres://intranet_owner:y@localhost/intranet", ("intranet_owner", True, "intranet")),
    ],
)
def test_the_owner_of_the_tables_is_whoever_is_given_its_address(settings_with, owner, expected):
    url = "postgres://intranet:x@localhost/intranet"
    found = settings_with(DATABASE_URL=url, DATABASE_OWNER_URL=owner)
    user = found["DATABASES"]["default"]["USER"]
    assert (user, found["IS_DATABASE_OWNER"], found["DATABASE_RUNNING_ROLE"]) == expected


def test_a_database_that_is_away_is_said_in_one_sentence():
    """Who types a command at two in the morning reads no stack."""
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "TRIAL": "true"}
    environ |= {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "DATABASE_POOL": "4"}
    command = [sys.executable, CHECKOUT / "manage.py", "purge", "--dry-run"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "La base de données n’a pas répondu" in done.stderr
    # The pool gives up without a reason, and warns of it alone.
    assert "rien n’écoute à l’adresse de DATABASE_URL" in done.stderr
    assert "manage.py doctor" in done.stderr
    assert "Traceback" not in done.stderr
    assert "WARNING" not in done.stderr
