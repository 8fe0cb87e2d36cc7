"""A real mail server for all tests of mail, started when one first asks for it."""

from collections.abc import Iterator

import pytest

from tests.mail.dovecot import Account, Dovecot


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def mail_account(dovecot: Dovecot) -> Account:
    """An empty mailbox of the test's own."""
    return dovecot.new_account()
