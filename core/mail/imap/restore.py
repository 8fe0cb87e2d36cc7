"""After a restore, the mails fetched since the dump are in the archive folder, without a row: fetches them again."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from core.mail.imap import accounts
from core.mail.imap.connection import CommandRefused, ImapConnection, connected
from core.mail.imap.errors import Kind, MailboxError
from core.mail.imap.fetch_responses import MONTHS
from core.mail.imap.fetcher import alone
from core.mail.models import IncomingMail
from core.ui.french import NBSP

# The server's day may be the one before ours.
MARGIN = timedelta(days=1)


def put_back(name: str, *, since: date) -> int | None:
    """Move what was delivered since that day, and has no row, from the archive to the folder; the next sync stores it.

    Returns how many (run again, 0), or None while another sync runs. Raises accounts.MailboxSettingsError,
    MailboxError.
    """
    account = accounts.account(name)
    with alone(account) as mailbox:
        if mailbox is None:
            return None
        # Without an archive, messages stay in the folder: the next sync sees that they have no row.
        if not account.archive:
            return 0
        with connected(account) as session:
            try:
                session.select_archive()
                day = since - MARGIN
                there = session.uids("SINCE", f"{day.day}-{MONTHS[day.month - 1].title()}-{day.year}")
                unknown = _unknown(session, there)
                session.move(unknown, account.folder)
            except CommandRefused as refusal:
                text = f"Le dossier «{NBSP}{account.archive}{NBSP}» ne se relit pas{NBSP}: {refusal}"
                raise MailboxError(Kind.NO_FOLDER, text) from refusal
    return len(unknown)


def _unknown(session: ImapConnection, uids: Sequence[int]) -> list[int]:
    """Those whose bytes no row holds, read one by one since each may be large."""
    unknown = []
    for uid in uids:
        for found in session.messages([uid], with_envelope=False):
            content = found.body or b""
            known = IncomingMail.objects.filter(sha256=sha256(content).hexdigest(), size=len(content))
            if not known.exists():
                unknown.append(uid)
    return unknown
