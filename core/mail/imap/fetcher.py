"""Runs a sync alone on its mailbox, once or each minute, and records it in `Mailbox`; tries a connection."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from typing import NamedTuple, NoReturn

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from core.french import count_of, spaced
from core.mail.imap import accounts
from core.mail.imap.accounts import Kind, MailboxError
from core.mail.imap.connection import CommandRefused, ImapConnection
from core.mail.imap.sync import Sync, SyncReport
from core.mail.models import Mailbox
from core.mail.monitoring import what_to_do
from core.operations.findings import why_away
from core.web import locks
from core.web.connections import release_connections

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_PASSES = 60
# A password tried too often may lock the account.
SECONDS_AFTER_REFUSAL = 300
# A message that cuts the connection is tried again each hour.
PASSES_BEFORE_TRYING_AGAIN = 60
# A connection cut at each message is the server's problem, not a message's.
MOST_CONNECTIONS = 5


def sync_once(name: str, *, cuts: Counter[int] | None = None) -> SyncReport:
    """Sync once on a new connection. Raises accounts.MailboxSettingsError, MailboxError (recorded)."""
    account = accounts.account(name)
    with locks.alone(f"mail:fetch:{name}") as is_ours:
        if not is_ours:
            return SyncReport(is_busy=True)
        mailbox = Mailbox.objects.get_or_create(name=name)[0]
        try:
            report = _synced(account, mailbox, Counter() if cuts is None else cuts)
        except MailboxError as trouble:
            try:
                _note(mailbox, trouble)
            except DatabaseError:
                # Full or away, it is reported elsewhere.
                logger.exception("The trouble of mailbox %s could not be noted: %s", name, trouble.text)
            raise
        mailbox.on_server, mailbox.without_row = report.on_server, len(report.without_row)
        _note(mailbox, report.trouble)
        return report


def _synced(account: accounts.MailAccount, mailbox: Mailbox, cuts: Counter[int]) -> SyncReport:
    """Sync on a new connection after each cut at a message, since going on then helps."""
    report, tried = SyncReport(), 0
    while True:
        sync, tried = None, tried + 1
        try:
            with closing(ImapConnection(account)) as session:
                sync = Sync(session, mailbox, cuts=cuts, report=report)
                return sync.run()
        except MailboxError as trouble:
            if sync is None or trouble.kind != Kind.CUT or not sync.at_hand:
                raise
            cuts[sync.at_hand] += 1
            if tried == MOST_CONNECTIONS:
                raise


def _note(mailbox: Mailbox, trouble: MailboxError | None) -> None:
    now = timezone.now()
    mailbox.last_pass_at = now
    if trouble is None:
        mailbox.last_success_at = now
        mailbox.trouble, mailbox.trouble_since, mailbox.error = Kind.NONE, None, ""
    else:
        if mailbox.trouble != trouble.kind:
            mailbox.trouble_since = now
        mailbox.trouble, mailbox.error = trouble.kind, trouble.text
    mailbox.save()


def report_line(report: SyncReport) -> str:
    """One line for the command's output and the journal."""
    if report.is_busy:
        return "un autre passage est en cours"
    parts = [f"{count_of(report.taken, 'message')} pris" if report.taken else "aucun message nouveau"]
    if report.too_large:
        parts.append(f"dont {report.too_large} trop lourd{'s' * (report.too_large > 1)}, en-têtes seuls")
    if report.found_again:
        parts.append(count_of(report.found_again, "déjà connu", "déjà connus"))
    if report.trouble:
        parts.append(report.trouble.text)
    return ", ".join(parts)


def watch(name: str, say: Callable[[str], None]) -> NoReturn:
    """Sync each minute, whatever fails. It may be killed at any moment: see `core.mail.imap.sync`."""
    cuts, passes, said = Counter[int](), 0, ""
    while True:
        seconds, text, passes = SECONDS_BETWEEN_PASSES, "", passes + 1
        if not passes % PASSES_BEFORE_TRYING_AGAIN:
            cuts.clear()
        try:
            report = sync_once(name, cuts=cuts)
            if report.taken or report.found_again or report.trouble:
                text = report_line(report)
        except MailboxError as trouble:
            text = trouble.text
            if trouble.kind == Kind.REFUSED:
                seconds = SECONDS_AFTER_REFUSAL
        except accounts.MailboxSettingsError as error:
            text = str(error)
        except (DatabaseError, InterfaceError) as error:
            text = f"la base de données ne répond pas ({why_away(error)})"
        except Exception as error:
            # An error of this program: the next pass must take place.
            logger.exception("Mailbox %s", name)
            text = f"erreur inattendue ({type(error).__name__})"
        if text and text != said:
            say(spaced(f"{name} : {text}"))
        said = text
        # Not held between two passes; lost, the next use opens another.
        with suppress(DatabaseError, InterfaceError):
            connection.close()
        time.sleep(seconds)


# « Essayer maintenant »

LONGEST_SECONDS = 10


class ConnectionTest(NamedTuple):
    is_well: bool
    text: str


def test_connection(name: str) -> ConnectionTest:
    """Open one session with a mailbox's server, and describe it: nothing is fetched nor written.

    For at most LONGEST_SECONDS; a silent server is left to the timeouts of its thread.
    """
    found: list[ConnectionTest] = []
    thread = threading.Thread(target=lambda: found.append(_converse(name)), daemon=True)
    thread.start()
    # While this page waits for the server, other pages may use its connection to the database.
    release_connections()
    thread.join(LONGEST_SECONDS)
    if found:
        return found[0]
    text = f"Pas de réponse en {LONGEST_SECONDS} secondes. {what_to_do(Kind.UNREACHABLE)}"
    return ConnectionTest(False, spaced(text))


def _converse(name: str) -> ConnectionTest:
    try:
        account = accounts.account(name)
        with closing(ImapConnection(account)) as session:
            count = session.select().count
    except accounts.MailboxSettingsError as error:
        return ConnectionTest(False, str(error))
    except MailboxError as trouble:
        text = f"{trouble.kind.label} : {trouble.text} {what_to_do(trouble.kind)}"
        return ConnectionTest(False, spaced(text))
    except CommandRefused as refusal:
        return ConnectionTest(False, spaced(f"Le serveur a refusé : {refusal}"))
    text = (
        f"Tout va bien : {account.where} répond, la connexion est chiffrée, le compte est reconnu, le dossier "
        f"« {account.folder} » s’ouvre et contient {count_of(count, 'message') if count else 'aucun message'}."
    )
    return ConnectionTest(True, spaced(text))
