"""Stores the raw bytes, and what the server said of them, in one transaction, before anything else."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from core.mail.imap.errors import Kind, MailboxError, clean_words, first_line
from core.mail.inbound.read_queue import defer_reading
from core.mail.models import IncomingMail, Mailbox, RawContent
from core.ui.french import NBSP

# PostgreSQL's error classes about the server, not the row: connection, resources (a full disk), limits, an operator's
# stop, the machine.
OF_THE_SERVER = {"08", "53", "54", "57", "58"}


@dataclass(frozen=True)
class FetchedMessage:
    """A message to store. `size` is that of the whole message, also when `content` is only its headers."""

    content: bytes
    size: int
    uid: int | None = None
    is_headers_only: bool = False
    delivered_at: datetime | None = None

    # Read three times, and slow to compute on megabytes.
    @cached_property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@transaction.atomic
def store(mailbox: Mailbox, uidvalidity: int, messages: Sequence[FetchedMessage]) -> int:
    """Store messages of a mailbox; returns how many were new. The others have a row whose UID has changed."""
    places = Places(mailbox, uidvalidity, messages)
    new = [message for message in messages if not places.moved(message)]
    insert(new, mailbox=mailbox, uidvalidity=uidvalidity)
    return len(new)


def insert(messages: Sequence[FetchedMessage], **place: Any) -> None:
    """Insert the rows and their bytes, and defer the task that reads them."""
    if not messages:
        return
    rows = IncomingMail.objects.bulk_create(
        IncomingMail(
            **place,
            uid=message.uid,
            sha256=message.sha256,
            size=message.size,
            is_headers_only=message.is_headers_only,
            delivered_at=message.delivered_at,
        )
        for message in messages
    )
    table = connection.ops.quote_name(RawContent._meta.db_table)
    # COPY: megabytes in an INSERT would be copied three times.
    statement = f"COPY {table} (mail_id, content) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.set_types(["int8", "bytea"])
        for row, message in zip(rows, messages, strict=True):
            copy.write_row((row.pk, message.content))
    defer_reading()


class Places:
    """Rows of this mailbox stored under another UIDVALIDITY: the same bytes are the same message."""

    def __init__(self, mailbox: Mailbox, uidvalidity: int, messages: Sequence[FetchedMessage]) -> None:
        self.uidvalidity = uidvalidity
        self.rows: dict[tuple[str, int], list[int]] = defaultdict(list)
        found = (
            IncomingMail.objects.filter(mailbox=mailbox, sha256__in=[message.sha256 for message in messages])
            .exclude(uidvalidity=uidvalidity)
            .order_by("-uid")
            .values_list("sha256", "size", "pk")
        )
        for digest, size, pk in found:
            self.rows[digest, size].append(pk)

    def moved(self, message: FetchedMessage) -> bool:
        """Give an existing row the new UID, to be archived from there; False when there is none."""
        waiting = self.rows[message.sha256, message.size]
        if not waiting:
            return False
        place = {"uidvalidity": self.uidvalidity, "uid": message.uid, "delivered_at": message.delivered_at}
        IncomingMail.objects.filter(pk=waiting.pop()).update(**place, left_folder_at=None)
        return True


def detach(mailbox: Mailbox, uidvalidity: int, uid: int) -> None:
    """Detach a row whose UID is now another message's: another folder, or a server that reuses UIDs."""
    IncomingMail.objects.filter(mailbox=mailbox, uidvalidity=uidvalidity, uid=uid).update(
        mailbox=None,
        uidvalidity=None,
        uid=None,
        source=f"boîte {mailbox.name}, UIDVALIDITY {uidvalidity}, UID {uid}",
    )


def database_words(error: Exception) -> str:
    """PostgreSQL's primary message, without the row that its details show."""
    primary = getattr(getattr(error.__cause__, "diag", None), "message_primary", None)
    return clean_words(primary) if primary else first_line(error)


def server_error(error: DatabaseError) -> MailboxError | None:
    """The MailboxError of a database error that any other row would meet too; else None."""
    state = getattr(error.__cause__, "sqlstate", None)
    # A lost connection has no code; a value that psycopg refuses to write has none either.
    is_lost = state is None and isinstance(error, OperationalError | InterfaceError)
    if is_lost or (state or "")[:2] in OF_THE_SERVER:
        return MailboxError(Kind.FULL, f"La base de données refuse{NBSP}: {database_words(error)}")
    return None
