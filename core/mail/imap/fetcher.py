"""Runs a sync alone on its mailbox, once or each minute, and records it in `Mailbox`."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from core.mail.imap import accounts
from core.mail.imap.accounts import MailAccount
from core.mail.imap.connection import connected
from core.mail.imap.errors import Kind, MailboxError
from core.mail.imap.sync import Suspects, Sync, SyncReport
from core.mail.models import Mailbox
from core.operations.findings import why_away
from core.ui import locks
from core.ui.french import count_of, spaced

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_PASSES = 60
# A password tried too often may lock the account.
SECONDS_AFTER_REFUSAL = 300
# A connection cut at each message is the server's problem, not a message's.
MOST_CONNECTIONS = 5


def row_of(name: str) -> Mailbox:
    return Mailbox.objects.get_or_create(name=name)[0]


def sync_once(name: str, *, suspects: Suspects | None = None) -> SyncReport:
    """Sync once on a new connection. Raises accounts.MailboxSettingsError, MailboxError (recorded)."""
    account = accounts.account(name)
    suspects, report = suspects or Suspects(), SyncReport()
    with alone(account) as mailbox:
        if mailbox is None:
            return SyncReport(is_busy=True)
        with noted(mailbox) as note:
            for tried in range(1, MOST_CONNECTIONS + 1):
                try:
                    with connected(account) as session:
                        return note(Sync(session, mailbox, suspects=suspects, report=report).run())
                except MailboxError as trouble:
                    goes_on = trouble.kind == Kind.CUT and suspects.cut() and tried < MOST_CONNECTIONS
                    if not goes_on:
                        raise
    raise AssertionError("unreachable")


@contextmanager
def alone(account: MailAccount) -> Iterator[Mailbox | None]:
    """The mailbox's row, or None while another process or thread syncs it."""
    with locks.alone(f"mail:fetch:{account.name}") as is_ours:
        yield row_of(account.name) if is_ours else None


@contextmanager
def noted(mailbox: Mailbox) -> Iterator[Callable[[SyncReport], SyncReport]]:
    """Record a failed sync in the mailbox's row; yields the function that records a report."""
    try:
        yield lambda report: note_report(mailbox, report)
    except MailboxError as trouble:
        note_trouble(mailbox, trouble)
        raise


def note_report(mailbox: Mailbox, report: SyncReport) -> SyncReport:
    now = timezone.now()
    mailbox.on_server, mailbox.without_row = report.on_server, len(report.without_row)
    mailbox.last_pass_at = now
    if report.trouble is None:
        mailbox.last_success_at = now
    set_trouble(mailbox, report.trouble)
    mailbox.save(
        update_fields=[
            "on_server",
            "without_row",
            "last_pass_at",
            "last_success_at",
            "trouble",
            "trouble_since",
            "error",
        ]
    )
    return report


def note_trouble(mailbox: Mailbox, trouble: MailboxError) -> None:
    """Never raises: a database that is full or away is reported elsewhere."""
    mailbox.last_pass_at = timezone.now()
    set_trouble(mailbox, trouble)
    try:
        mailbox.save(update_fields=["last_pass_at", "trouble", "trouble_since", "error"])
    except DatabaseError:
        logger.exception("The trouble of mailbox %s could not be noted: %s", mailbox.name, trouble.text)


def set_trouble(mailbox: Mailbox, trouble: MailboxError | None) -> None:
    if trouble is None:
        mailbox.trouble, mailbox.trouble_since, mailbox.error = Kind.NONE, None, ""
        return
    if mailbox.trouble != trouble.kind:
        mailbox.trouble_since = timezone.now()
    mailbox.trouble, mailbox.error = trouble.kind, trouble.text


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
    suspects, said = Suspects(), ""
    while True:
        seconds, text = SECONDS_BETWEEN_PASSES, ""
        try:
            report = sync_once(name, suspects=suspects)
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
