"""Processes one mail, from its bytes to what it became, in one transaction."""

from __future__ import annotations

import copy
import errno
import logging
import re

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction

from core.mail.inbound import delivery, facts, recording, sender_confirmation
from core.mail.inbound.delivery import Declined
from core.mail.inbound.facts import Facts
from core.mail.inbound.verdicts import Verdict, verdict_of
from core.mail.models import IncomingMail, RawContent, Reason, State
from core.mail.outbound import bounce_handling
from core.mail.parsing import sandboxed
from core.mail.parsing.parsed_message import ParsedMessage, Unreadable
from core.sandbox.client import NotStarted
from core.ui.locks import locked

log = logging.getLogger(__name__)
ONCE = "incoming_filed_once"
# The machine is out of disk, memory or files: not the mail's fault.
MACHINES = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EIO,
    errno.EROFS,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.EAGAIN,
}
# A row too large for an index and its like (SQLSTATE class 54) are the mail's own fault.
LIMIT_EXCEEDED = "54"
# A deadlock, or a transaction that cannot be put in order with another.
UNDONE = "40"
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


class RetryLater(Exception):
    """A failure of the machine or the database: the mail stays to be read.

    `counts`: the mail may be the cause. `is_at_once`: PostgreSQL undid this transaction to let another one end.
    """

    def __init__(self, words: str, *, counts: bool = False, is_at_once: bool = False) -> None:
        super().__init__(words)
        self.counts, self.is_at_once = counts, is_at_once


def process(mail_id: int) -> bool:
    """Read one mail and settle it; False when it is no longer to be read, or another has read it meanwhile.

    Killed anywhere, it leaves the row as it was. Raises RetryLater when it could not be tried.
    """
    try:
        with transaction.atomic():
            waiting = IncomingMail.objects.to_read().select_related("raw", "mailbox", "sender")
            mail = locked(waiting).filter(pk=mail_id).first()
            if mail is None:
                return False
            _read(mail)
            return True
    except (OperationalError, InterfaceError) as error:
        raise _database_later(error) from error


def _read(mail: IncomingMail) -> None:
    try:
        message = sandboxed.parse(_bytes_of(mail), headers_only=mail.is_headers_only)
    except Unreadable as error:
        _put_apart_unread(mail, str(error))
        return
    except (NotStarted, OSError) as error:
        raise RetryLater(str(error)) from error
    recording.note_message(mail, message)
    failure = _tried(mail, message)
    if failure and _is_same_message(failure):
        # Another reader filed the same message meanwhile: tried again, it is a repetition.
        failure = _tried(mail, message)
    if isinstance(failure, Declined):
        delivery.decline(failure)
    elif failure:
        _put_apart(mail, failure)


def _put_apart_unread(mail: IncomingMail, error: str) -> None:
    """Quarantine an unreadable mail, and tell its sender if the headers at least name an agent."""
    try:
        with transaction.atomic():
            _notify_unread(copy.copy(mail), error)
    except (OperationalError, InterfaceError):
        raise
    except Exception as failure:
        if not isinstance(failure, Unreadable):
            log.exception("The sender of mail %s could not be answered", mail.pk)
        mail.inbox = facts.inbox_by_default(mail)
        recording.settle(mail, State.QUARANTINED, Reason.UNREADABLE, error=error)


def _notify_unread(mail: IncomingMail, error: str) -> None:
    # Without the body: it is what could not be read.
    headers = END_OF_HEADERS.split(_bytes_of(mail), maxsplit=1)[0]
    message = sandboxed.parse(headers + b"\n\n", headers_only=True)
    recording.note_message(mail, message)
    known = facts.gather_facts(mail, message)
    recording.note_facts(mail, known)
    recording.settle(mail, State.QUARANTINED, Reason.UNREADABLE, error=error)
    if known.agent and known.agent.is_active:
        recording.refuse(known, Reason.UNREADABLE)


def _put_apart(mail: IncomingMail, failure: Exception) -> None:
    """Quarantine after an unexpected error: only its name is kept, since its message may quote the mail."""
    log.error("Mail %s could not be processed", mail.pk, exc_info=failure)
    mail.inbox = mail.inbox or facts.inbox_by_default(mail)
    state = _sqlstate(failure) if isinstance(failure, DatabaseError | InterfaceError) else None
    said = f"{type(failure).__name__} ({state})" if state else type(failure).__name__
    recording.settle(mail, State.QUARANTINED, Reason.ERROR, error=said)


def _bytes_of(mail: IncomingMail) -> bytes:
    try:
        return bytes(mail.raw.content)
    except RawContent.DoesNotExist:
        raise Unreadable("Les octets du message ne sont plus là.") from None


def _tried(mail: IncomingMail, message: ParsedMessage) -> Exception | None:
    """Conclude within a savepoint; returns the error that is the mail's own fault, after the rollback."""
    try:
        with transaction.atomic():
            _conclude(copy.copy(mail), message)
    except Exception as error:
        if _is_machines(error):
            raise (
                _database_later(error) if isinstance(error, DatabaseError) else RetryLater(str(error))
            ) from error
        return error
    return None


def _conclude(mail: IncomingMail, message: ParsedMessage) -> None:
    known = facts.gather_facts(mail, message)
    recording.note_facts(mail, known)
    verdict, copies = verdict_of(known)
    if verdict is not None:
        _apply(known, verdict)
    elif known.inbox is None or (known.agent is None and not known.is_open):
        recording.settle(mail, State.QUARANTINED, Reason.NO_ADDRESS)
    else:
        delivery.deliver(known, known.agent, known.inbox)
        if copies:
            recording.settle_copies(mail, copies)


def _apply(known: Facts, verdict: Verdict) -> None:
    mail, state, reason = known.mail, verdict.state, verdict.reason
    recording.remark(mail, verdict.remarks)
    # A mail without our address, or an agent who cannot be asked: the group decides.
    if verdict.asks and not (
        known.is_named and known.agent and sender_confirmation.ask_sender(mail, known.agent)
    ):
        state = State.QUARANTINED
    recording.settle(mail, state, reason, same_as=verdict.same_as)
    if state == State.AUTOMATIC and (known.message.kind == "report" or known.message.failures):
        bounce_handling.record_report(mail, known.message)
    if verdict.refusal:
        recording.refuse(known, verdict.refusal)


def _database_later(error: DatabaseError | InterfaceError) -> RetryLater:
    state = _sqlstate(error)
    return RetryLater(str(error), counts=state is None, is_at_once=(state or "").startswith(UNDONE))


def _is_machines(error: Exception) -> bool:
    if isinstance(error, (OperationalError, InterfaceError)):
        return not (_sqlstate(error) or "").startswith(LIMIT_EXCEEDED)
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in MACHINES)


def _is_same_message(error: Exception) -> bool:
    return isinstance(error, IntegrityError) and ONCE in str(error)


def _sqlstate(error: DatabaseError | InterfaceError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
