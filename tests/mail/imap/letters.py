"""Messages that are only delivered, and what was kept of them."""

from collections.abc import Callable

from core.mail.imap.sync import SyncReport
from core.mail.models import IncomingMail, Mailbox
from tests.mail.imap.conftest import NAME

Read = Callable[..., SyncReport]
ARCHIVE = "Archivé"


def letter(subject: str, text: str = "bonjour") -> bytes:
    return f"From: nadia@port-mimosa.example\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()


def contents() -> list[bytes]:
    return [bytes(mail.raw.content) for mail in IncomingMail.objects.select_related("raw").order_by("uid")]


def mailbox() -> Mailbox:
    return Mailbox.objects.get(name=NAME)
