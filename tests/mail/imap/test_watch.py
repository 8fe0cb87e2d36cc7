"""`mail_fetch --watch`: a pass each minute, whatever falls; and two passes at once."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from core.mail.imap import fetcher, sync
from core.mail.models import IncomingMail
from tests.mail.imap.conftest import NAME
from tests.mail.imap.letters import letter

ROOT = Path(__file__).resolve().parents[3]


class Ended(BaseException):
    """Ends a loop that has no end."""


@pytest.mark.django_db
def test_each_minute_whatever_falls(mail_account, settings, monkeypatch):
    settings.MAILBOXES = {NAME: mail_account.settings()}
    said: list[str] = []
    seconds: list[float] = []
    real = sync.storage.store

    def away(*arguments: Any) -> int:
        raise OperationalError("the connection is closed")

    def refused() -> None:
        settings.MAILBOXES = {NAME: mail_account.settings(password="autre")}

    def accepted() -> None:
        settings.MAILBOXES = {NAME: mail_account.settings()}
        mail_account.deliver(letter("Toits"))
        monkeypatch.setattr(sync.storage, "store", away)

    def back() -> None:
        monkeypatch.setattr(sync.storage, "store", real)

    def a_fault() -> None:
        monkeypatch.setattr(sync.Sync, "run", lambda self: {}["nothing"])

    def the_end() -> None:
        raise Ended

    meanwhile = iter(
        [lambda: mail_account.deliver(letter("Vélos")), refused, accepted, back, a_fault, the_end]
    )

    def sleep(wait: float) -> None:
        seconds.append(wait)
        next(meanwhile)()

    monkeypatch.setattr(fetcher.time, "sleep", sleep)
    # The test's own connection is the loop's.
    monkeypatch.setattr(connection, "close", lambda: None)
    with pytest.raises(Ended):
        fetcher.watch(NAME, said.append)
    assert seconds == [60, 60, 300, 60, 60, 60]
    assert IncomingMail.objects.exclude(left_folder_at=None).count() == 2
    taken = "1 message pris"
    expected = [taken, "AUTHENTICATIONFAILED", "La base de données refuse", taken, "erreur inattendue (K"]
    assert [words for words, line in zip(expected, said, strict=True) if words not in line] == []


@pytest.mark.django_db(transaction=True)
def test_two_fetchers_at_once_take_each_message_once(mail_account, settings, together):
    settings.MAILBOXES = {NAME: mail_account.settings()}
    mail_account.put(*(letter(f"Idée {number}") for number in range(30)))
    for result in together(*[lambda: fetcher.sync_once(NAME)] * 3):
        assert not isinstance(result, Exception), result
    left = IncomingMail.objects.exclude(left_folder_at=None).count()
    assert left == IncomingMail.objects.count() == len(mail_account.folder("Archivé").messages) == 30


@pytest.mark.django_db(transaction=True)
def test_the_command_in_a_process_of_its_own(mail_account):
    """On the tests' database; ended as systemd ends it."""
    database, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "MAILBOXES": NAME,
        "MAILBOX_ESSAI_URL": mail_account.url,
        "MAILBOX_ESSAI_PASSWORD": mail_account.settings()["password"],
    }
    mail_account.deliver(letter("Vélos"))
    command = [sys.executable, "manage.py", "mail_fetch", "--watch"]
    outputs = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env=environ, **outputs) as process:
        # Silent for that long, it ends, and so does the reading below.
        patience = threading.Timer(60, process.kill)
        patience.start()
        said = [process.stdout.readline().decode().rstrip() for _ in range(2)]
        patience.cancel()
        process.terminate()
    assert said == [f"Chaque minute\u00a0: {NAME}.", f"{NAME}\u00a0: 1 message pris"]
    assert IncomingMail.objects.count() == 1
