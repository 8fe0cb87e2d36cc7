"""`manage.py mail_fetch`: one pass, told in one line a mailbox; the exit code says trouble."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from core.mail.imap import sync
from tests.mail.imap.letters import letter

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str, str]:
    """What it prints, its complaints, and the last word when it fails."""
    out, err, last = StringIO(), StringIO(), ""
    try:
        call_command("mail_fetch", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        last = str(error)
    return tuple(text.replace("\u00a0", " ").strip() for text in (out.getvalue(), err.getvalue(), last))


def test_each_mailbox_whatever_befalls_the_others(mail_account, settings):
    settings.MAILBOXES = {"fausse": mail_account.settings(password="autre"), "bonne": mail_account.settings()}
    mail_account.deliver(letter("Vélos"), letter("Toits"))
    out, err, last = run()
    assert out == "bonne : 2 messages pris."
    assert err.startswith("fausse : ")
    assert last == "Un ennui avec : fausse."
    assert run("--mailbox", "bonne") == ("bonne : aucun message nouveau.", "", "")
    assert "n’est pas dans MAILBOXES" in run("--mailbox", "autre")[2]


def test_nothing_to_read_and_settings_that_make_no_sense(mail_account, settings):
    settings.MAILBOXES = {}
    assert run()[2].startswith("Aucune boîte")
    settings.MAILBOXES = {"essai": mail_account.settings(url="pop3://rien")}
    assert "imaps://" in run()[2]


def test_too_large_is_told(mail_account, settings):
    settings.MAILBOXES, settings.MAIL_LARGEST = {"essai": mail_account.settings()}, 1000
    mail_account.put(letter("Vélos"), letter("Plan", "x" * 2000))
    assert run()[0] == "essai : 2 messages pris, dont 1 trop lourd, en-têtes seuls."


def test_the_database_away(mail_account, settings, monkeypatch):
    settings.MAILBOXES = {"essai": mail_account.settings()}

    def away(*arguments: Any, **options: Any) -> None:
        raise OperationalError("connection refused\nDETAIL: secret")

    monkeypatch.setattr(sync.Sync, "run", away)
    assert run()[2] == ("La base de données ne répond pas : rien n’écoute à l’adresse de DATABASE_URL")
