"""`manage.py mail_fetch`: one pass, told in one line a mailbox, or one each minute, whatever falls; two at once."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from core.mail.imap import fetcher, sync
from core.mail.imap.accounts import Kind, MailboxError
from core.mail.imap.sync import SyncReport
from core.mail.models import IncomingMail
from tests.mail.imap.conftest import NAME, letter

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
    assert (
        fetcher.report_line(SyncReport(2, too_large=1))
        == "2 messages pris, dont 1 trop lourd, en-têtes seuls"
    )
    assert "n’est pas dans MAILBOXES" in run("--mailbox", "autre")[2]


def test_nothing_to_read_and_settings_that_make_no_sense(mail_account, settings):
    settings.MAILBOXES = {}
    assert run()[2].startswith("Aucune boîte")
    settings.MAILBOXES = {"essai": mail_account.settings(url="pop3://rien")}
    assert "imaps://" in run()[2]


def test_the_database_away(mail_account, settings, monkeypatch):
    settings.MAILBOXES = {"essai": mail_account.settings()}

    def away(*arguments: Any, **options: Any) -> None:
        raise OperationalError("connection refused\nDETAIL: secret")

    monkeypatch.setattr(sync.Sync, "run", away)
    assert run()[2] == ("La base de données ne répond pas : rien n’écoute à l’adresse de DATABASE_URL")


def test_each_mailbox_is_watched(mail_account, settings, monkeypatch):
    settings.MAILBOXES = {"une": mail_account.settings(), "autre": mail_account.settings()}
    monkeypatch.setattr(fetcher, "watch", lambda name, say: say(name))
    first, *watched = run("--watch")[0].splitlines()
    assert (first, {*watched}) == ("Chaque minute : une, autre.", {"une", "autre"})


class Ended(BaseException):
    """Ends a loop that has no end."""


def test_each_minute_whatever_falls(monkeypatch):
    taken = SyncReport(taken=1)
    befalls = iter([
        taken, MailboxError(Kind.REFUSED, "non"), MailboxError(Kind.FULL, "plein"), MailboxError(Kind.FULL, "plein"),
        OperationalError("connection refused"), taken, SyncReport(), KeyError("nothing"), Ended(),
    ])  # fmt: skip

    def sync_once(name: str, **options: Any) -> SyncReport:
        found = next(befalls)
        if isinstance(found, BaseException):
            raise found
        return found

    said: list[str] = []
    seconds: list[float] = []
    monkeypatch.setattr(fetcher, "sync_once", sync_once)
    monkeypatch.setattr(fetcher.time, "sleep", seconds.append)
    # The test's own connection is the loop's.
    monkeypatch.setattr(connection, "close", lambda: None)
    with pytest.raises(Ended):
        fetcher.watch(NAME, said.append)
    assert seconds == [60, 300, 60, 60, 60, 60, 60, 60]
    expected = ["1 message pris", "non", "plein", "la base de données ne répond pas", "1 message pris"]
    expected.append("erreur inattendue (KeyError)")
    assert [words for words, line in zip(expected, said, strict=True) if words not in line] == []


@pytest.mark.django_db(transaction=True)
def test_two_fetchers_at_once_take_each_message_once(mail_account, settings, together):
    settings.MAILBOXES = {NAME: mail_account.settings()}
    mail_account.put(*(letter(f"Idée {number}") for number in range(30)))
    for result in together(*[lambda: fetcher.sync_once(NAME)] * 3):
        assert not isinstance(result, Exception), result
    left = IncomingMail.objects.exclude(left_folder_at=None).count()
    assert left == IncomingMail.objects.count() == len(mail_account.folder("Archivé").messages) == 30
