"""Runs a sync alone on its mailbox, on a connection of its own or a given one, and records it in `Mailbox`."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils import timezone

from core.mail.imap import accounts
from core.mail.imap.accounts import MailAccount
from core.mail.imap.connection import ImapConnection, connected
from core.mail.imap.errors import Kind, MailboxError
from core.mail.imap.sync import Suspects, Sync, SyncReport
from core.mail.models import Mailbox
from core.ui import locks
from core.ui.french import count_of

logger = logging.getLogger(__name__)
# A connection cut at each message is the server's problem, not a message's.
MOST_CONNECTIONS = 5


def row_of(name: str) -> Mailbox:
    return Mailbox.objects.get_or_create(name=name)[0]


def sync_once(
    name: str, *, suspects: Suspects | None = None, must_stop: Callable[[], bool] = lambda: False
) -> SyncReport:
    """Sync once on a new connection. Raises accounts.MailboxSettingsError, MailboxError (recorded), Stopped."""
    account = accounts.account(name)
    suspects, report = suspects or Suspects(), SyncReport()
    with alone(account) as mailbox:
        if mailbox is None:
            return SyncReport(is_busy=True)
        with noted(mailbox) as note:
            for tried in range(1, MOST_CONNECTIONS + 1):
                try:
                    with connected(account) as session:
                        one = Sync(session, mailbox, suspects=suspects, must_stop=must_stop, report=report)
                        return note(one.run())
                except MailboxError as trouble:
                    goes_on = trouble.kind == Kind.CUT and suspects.cut() and tried < MOST_CONNECTIONS
                    if not goes_on:
                        raise
    raise AssertionError("unreachable")


def sync_again(session: ImapConnection, *, suspects: Suspects, must_stop: Callable[[], bool]) -> SyncReport:
    """Sync once on an open connection. Raises MailboxError (recorded), Stopped."""
    with alone(session.account) as mailbox:
        if mailbox is None:
            return SyncReport(is_busy=True)
        with noted(mailbox) as note:
            try:
                return note(Sync(session, mailbox, suspects=suspects, must_stop=must_stop).run())
            except MailboxError as trouble:
                if trouble.kind == Kind.CUT:
                    suspects.cut()
                raise


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


def note_watched(name: str, is_watched: bool) -> None:
    Mailbox.objects.update_or_create(name=name, defaults={"is_watched": is_watched})


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
