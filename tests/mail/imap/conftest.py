"""The test's own mailbox, messages that are only delivered, and what was kept of them."""

from collections.abc import Callable
from typing import Any

import pytest

from core.mail.imap import fetcher
from core.mail.imap.sync import SyncReport
from core.mail.models import IncomingMail, Mailbox
from tests.mail.dovecot import Account

NAME, ARCHIVE = "essai", "Archivé"
Read = Callable[..., SyncReport]


def letter(subject: str, text: str = "bonjour") -> bytes:
    return f"From: nadia@port-mimosa.example\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()


def contents() -> list[bytes]:
    return [bytes(mail.raw.content) for mail in IncomingMail.objects.select_related("raw").order_by("uid")]


def mailbox() -> Mailbox:
    return Mailbox.objects.get(name=NAME)


@pytest.fixture
def read(settings: Any, mail_account: Account) -> Read:
    """`read(archive="")`: one pass over the test's own mailbox, whose settings may be changed."""

    def one_pass(**changes: str) -> SyncReport:
        settings.MAILBOXES = {NAME: mail_account.settings(**changes)}
        return fetcher.sync_once(NAME)

    return one_pass
