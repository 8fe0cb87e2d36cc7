"""Always on: woken by the server, patient when something falls, gone when asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from core.mail.imap import fetcher, idle, sync
from core.mail.imap.connection import ImapConnection
from core.mail.imap.idle import Stop
from core.mail.models import IncomingMail, Mailbox
from tests.mail.dovecot import Account
from tests.mail.imap.conftest import NAME
from tests.mail.imap.letters import letter
from tests.mail.imap.proxy import proxy_to

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


def eventually(what: Callable[[], bool], seconds: float = 15) -> None:
    """Fails beyond, which is long before a mailbox is read again without having been woken."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() < began + seconds, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def watched(settings: Any, said: list[str], monkeypatch: Any) -> Callable[..., Any]:
    """`with watched(account, …)`: a listener in a thread of its own; what it says comes in `said`."""
    monkeypatch.setattr(idle, "DELAYS", (0.05, 0.1))

    @contextmanager
    def listener(account: Account, **changes: str) -> Iterator[Stop]:
        settings.MAILBOXES = {NAME: account.settings(**changes)}
        stop = Stop()
        ended: list[bool] = []
        thread = threading.Thread(target=lambda: ended.append(idle.listen([NAME], stop, said.append)))
        thread.start()
        try:
            yield stop
        finally:
            stop.set()
            thread.join(5)
            stop.close()
            assert ended == [True]

    return listener


def taken() -> int:
    return IncomingMail.objects.exclude(left_folder_at=None).count()


def is_listening() -> bool:
    """Its first pass is done."""
    return Mailbox.objects.filter(name=NAME, is_watched=True).exclude(last_pass_at=None).exists()


def test_idle_wakes_then_the_server_falls_and_the_database_too(
    mail_account: Account, watched: Any, said: list[str], monkeypatch: Any
) -> None:
    """One long watch, because each costs a database emptied."""
    with watched(mail_account):
        eventually(is_listening)
        mail_account.deliver(letter("Vélos"))
        eventually(lambda: taken() == 1)

        with mail_account.dovecot.outage():
            eventually(lambda: Mailbox.objects.get().trouble == "unreachable")
        mail_account.deliver(letter("Toits"))
        eventually(lambda: taken() == 2)
        eventually(lambda: Mailbox.objects.get().trouble == "")

        real = sync.storage.store
        failures = iter([OperationalError("the connection is closed"), OperationalError("still")])

        def away(*arguments: Any) -> int:
            if (error := next(failures, None)) is not None:
                raise error
            return real(*arguments)

        monkeypatch.setattr(sync.storage, "store", away)
        mail_account.deliver(letter("Arbres"))
        eventually(lambda: taken() == 3)
        # The listener's own connection, cut by the server's administrator.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        mail_account.deliver(letter("Bancs"))
        eventually(lambda: taken() == 4)
    assert not Mailbox.objects.get().is_watched
    assert any("nouvel essai" in text for text in said)
    assert f"{NAME} : 1 message pris" in said


@pytest.mark.parametrize("step", ["_take", "_note_gone"])
def test_what_comes_during_a_pass_is_read_after_it(
    mail_account: Account, watched: Any, monkeypatch: Any, step: str
) -> None:
    """Before what was taken is put away, or after: the server says it in the pass, and not again in IDLE."""
    real = getattr(sync.Sync, step)
    late = iter([letter("Toits")])

    def meanwhile(self: sync.Sync, there: list[int], *rest: Any) -> None:
        if there and (mail := next(late, None)):
            mail_account.deliver(mail)
        real(self, there, *rest)

    monkeypatch.setattr(sync.Sync, step, meanwhile)
    with watched(mail_account):
        eventually(is_listening)
        mail_account.deliver(letter("Vélos"))
        eventually(lambda: taken() == 2)


def test_without_idle_it_reads_again_and_a_cut_line_is_made_anew(
    mail_account: Account, watched: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(idle, "SECONDS_BETWEEN_PASSES", 0.05)
    select = ImapConnection.select

    def poorer(self: ImapConnection) -> Any:
        self.offers -= {"IDLE"}
        return select(self)

    monkeypatch.setattr(ImapConnection, "select", poorer)
    with (
        proxy_to(mail_account.dovecot.imaps, lambda number, so_far: False) as proxy,
        watched(mail_account, url=mail_account.address_of("imaps", proxy.port)),
    ):
        eventually(is_listening)
        proxy.cut_all()
        mail_account.deliver(letter("Vélos"))
        eventually(lambda: taken() == 1)
        assert proxy.connections >= 2


def test_two_fetchers_at_once_take_each_message_once(
    mail_account: Account, settings: Any, together: Callable[..., list[Any]]
) -> None:
    settings.MAILBOXES = {NAME: mail_account.settings()}
    mail_account.put(*(letter(f"Idée {number}") for number in range(30)))
    for result in together(*[lambda: fetcher.sync_once(NAME)] * 3):
        assert not isinstance(result, Exception), result
    assert taken() == IncomingMail.objects.count() == len(mail_account.folder("Archivé").messages) == 30


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()


def test_asked_to_end_it_ends_at_once(mail_account: Account) -> None:
    """The command itself, in a process of its own, on the tests' database."""
    database, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "MAILBOXES": NAME,
        "MAILBOX_ESSAI_URL": mail_account.url,
        "MAILBOX_ESSAI_PASSWORD": mail_account.settings()["password"],
    }
    command = [sys.executable, "manage.py", "mail_fetch", "--watch"]
    with (
        subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process,
        ended(process),
    ):
        eventually(lambda: process.poll() is not None or is_listening(), 60)
        mail_account.deliver(letter("Vélos"))
        eventually(lambda: taken() == 1)
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=20)[0].decode()
    assert process.returncode == 0, output
    assert output.splitlines() == [
        f"À l’écoute de\u00a0: {NAME}.",
        f"{NAME} : 1 message pris",
    ]
    assert not Mailbox.objects.get().is_watched
