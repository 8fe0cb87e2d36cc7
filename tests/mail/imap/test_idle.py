"""Waiting for a message without asking: nothing that the server says is missed, and anybody may end the wait."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.mail.imap.accounts import read_account
from core.mail.imap.connection import ImapConnection, connected
from core.mail.imap.errors import Kind, MailboxError
from core.mail.imap.idle import Stop, wait_idle
from tests.mail.dovecot import Account
from tests.mail.imap.proxy import proxy_to

# Longer than any test may last: only what is expected ends the wait.
LONG = 600


@pytest.fixture
def stop() -> Iterator[Stop]:
    made = Stop()
    yield made
    made.close()


def waited(line: ImapConnection, stop: Stop, meanwhile: Callable[[], Any] = lambda: None) -> None:
    """Raises what the wait raises."""
    line.select()
    thread = threading.Timer(0.1, meanwhile)
    thread.start()
    try:
        with line.talking():
            wait_idle(line.box, stop, LONG)
    finally:
        thread.join()


def test_a_message_ends_the_wait(mail_account: Account, stop: Stop) -> None:
    with connected(read_account("essai", mail_account.settings())) as line:
        waited(line, stop, lambda: mail_account.deliver(b"Subject: x\r\n\r\n"))
        assert line.uids() == [1]
        # The line is as good as before, several times over.
        waited(line, stop, lambda: mail_account.deliver(b"Subject: y\r\n\r\n"))
        assert line.uids() == [1, 2]


def test_a_message_that_came_just_before_the_wait_ends_it(mail_account: Account, stop: Stop) -> None:
    """The server says it in the same breath as « go on », and will not say it again."""
    with connected(read_account("essai", mail_account.settings())) as line:
        line.select()
        mail_account.deliver(b"Subject: x\r\n\r\n")
        with line.talking():
            wait_idle(line.box, stop, LONG)
        assert line.uids() == [1]


def test_stop_ends_the_wait(mail_account: Account, stop: Stop) -> None:
    with connected(read_account("essai", mail_account.settings())) as line:
        waited(line, stop, stop.set)
        waited(line, stop)
        assert stop.is_set()


def test_time_ends_the_wait(mail_account: Account, stop: Stop) -> None:
    with connected(read_account("essai", mail_account.settings())) as line:
        line.select()
        wait_idle(line.box, stop, 0.1)
        assert line.uids() == []


def test_a_line_that_falls_ends_the_wait(mail_account: Account, stop: Stop) -> None:
    with proxy_to(mail_account.dovecot.imaps, lambda number, so_far: False) as proxy:
        url = mail_account.address_of("imaps", proxy.port)
        with (
            connected(read_account("essai", mail_account.settings(url=url))) as line,
            pytest.raises(MailboxError) as raised,
        ):
            waited(line, stop, proxy.cut_all)
    assert raised.value.kind == Kind.CUT


def test_cut_from_another_thread(mail_account: Account, stop: Stop) -> None:
    with (
        connected(read_account("essai", mail_account.settings())) as line,
        pytest.raises(MailboxError),
    ):
        waited(line, stop, line.cut)
