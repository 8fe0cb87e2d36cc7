"""After a restore: what was taken in since the dump lies in the archive, and the database knows nothing of it."""

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
    """Move what was delivered since that day, and has no row, from the archive to the folder; the next pass takes it.

    How many: done again, none. None while another pass is at work. Raises accounts.MailboxSettingsError, Trouble.
    """
    account = accounts.account(name)
    with alone(account) as mailbox:
        if mailbox is None:
            return None
        # Without an archive, messages stay in the folder: the next pass sees by itself that they have no row.
        if not account.archive:
            return 0
        with connected(account) as line:
            try:
                line.select_archive()
                day = since - MARGIN
                there = line.uids("SINCE", f"{day.day}-{MONTHS[day.month - 1].title()}-{day.year}")
                unknown = _unknown(line, there)
                line.move(unknown, account.folder)
            except CommandRefused as refusal:
                text = f"Le dossier «{NBSP}{account.archive}{NBSP}» ne se relit pas{NBSP}: {refusal}"
                raise MailboxError(Kind.NO_FOLDER, text) from refusal
    return len(unknown)


def _unknown(line: ImapConnection, uids: Sequence[int]) -> list[int]:
    """Those whose bytes no row holds, read one by one: each may be as large as memory bears."""
    unknown = []
    for uid in uids:
        for found in line.messages([uid], with_envelope=False):
            content = found.body or b""
            known = IncomingMail.objects.filter(sha256=sha256(content).hexdigest(), size=len(content))
            if not known.exists():
                unknown.append(uid)
    return unknown
