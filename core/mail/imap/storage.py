"""Stores the raw bytes, and what the server said of them, in one transaction, before anything else."""

from hashlib import sha256

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from core.french import NBSP
from core.mail.imap.accounts import Kind, MailboxError, clean_words
from core.mail.imap.connection import FetchedMessage
from core.mail.inbound.read import defer_reading
from core.mail.models import IncomingMail, Mailbox, RawContent
from core.operations.findings import first_line

# PostgreSQL's error classes about the server, not the row: connection, resources (a full disk), limits, an operator's
# stop, the machine.
OF_THE_SERVER = {"08", "53", "54", "57", "58"}


@transaction.atomic
def store(mailbox: Mailbox, uidvalidity: int, message: FetchedMessage) -> bool:
    """Store a message of a mailbox, and defer the task that reads it; False when it was there already.

    The same bytes stored under another UIDVALIDITY are the same message: its row gets the new UID, to be archived from
    there.
    """
    digest = sha256(message.content).hexdigest()
    place = {"uidvalidity": uidvalidity, "uid": message.uid, "delivered_at": message.delivered_at}
    same = IncomingMail.objects.filter(mailbox=mailbox, sha256=digest, size=message.size)
    if known := same.exclude(uidvalidity=uidvalidity).order_by("uid").first():
        IncomingMail.objects.filter(pk=known.pk).update(**place, left_folder_at=None)
        return False
    row = IncomingMail.objects.create(
        mailbox=mailbox, **place, sha256=digest, size=message.size, is_headers_only=message.is_headers_only
    )
    table = connection.ops.quote_name(RawContent._meta.db_table)
    # COPY: megabytes in an INSERT would be copied three times.
    statement = f"COPY {table} (mail_id, content) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.set_types(["int8", "bytea"])
        copy.write_row((row.pk, message.content))
    defer_reading()
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
    return clean_words(primary or first_line(error))


def server_error(error: DatabaseError) -> MailboxError | None:
    """The MailboxError of a database error that any other row would meet too; else None."""
    state = getattr(error.__cause__, "sqlstate", None)
    # A lost connection has no code; a value that psycopg refuses to write has none either.
    is_lost = state is None and isinstance(error, OperationalError | InterfaceError)
    if is_lost or (state or "")[:2] in OF_THE_SERVER:
        return MailboxError(Kind.FULL, f"La base de données refuse{NBSP}: {database_words(error)}")
    return None
