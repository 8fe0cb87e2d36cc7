"""Reads mails: from the raw bytes recorded, parsed in the sandbox, to a verdict, or to the rubric.

Each is read in one transaction, which can be killed anywhere; never by two readers at once, and at most five times.
"""

from __future__ import annotations

import copy
import errno
import logging
import re
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from core.french import NBSP
from core.mail.headers import our_references
from core.mail.inbound import deliver, sender_confirmation
from core.mail.inbound.message_context import MessageContext, context_of, inbox_by_default
from core.mail.models import IncomingMail, OutgoingMail, RawContent, Reason, State, Trust
from core.mail.outbound import bounce_handling, sending
from core.mail.parsing import sandboxed
from core.mail.parsing.parsed_message import PRIVATE_INVITATION, ParsedMessage, Unreadable
from core.mail.registry import is_ours
from core.sandbox.client import NotStarted
from core.web import locks
from core.web.connections import commit_lazily
from core.web.locks import locked

log = logging.getLogger(__name__)
TASK = "mail.read"
# Served by both workers: neither a long document nor a slow sending delays it.
QUEUE = "mail.in"
# As many jobs as there are workers may wait; more would find nothing.
QUEUEING_LOCKS = ("mail.read.1", "mail.read.2")
MOST_ATTEMPTS = 5
POISON = f"La lecture de ce message s’est interrompue {MOST_ATTEMPTS} fois."
# Limits of one job, so that other jobs get the worker.
MOST_MAILS, MOST_SECONDS = 200, 5


class RetryLater(Exception):
    """A failure of the machine or the database: the mail stays to be read.

    `counts`: the mail may be the cause. `is_at_once`: PostgreSQL undid this transaction to let another one end.
    """

    def __init__(self, words: str, *, counts: bool = False, is_at_once: bool = False) -> None:
        super().__init__(words)
        self.counts, self.is_at_once = counts, is_at_once


# The mails that wait


def defer_reading() -> None:
    """Ask a worker to read what waits, in the transaction that stored it. A job reads many mails."""
    for queueing_lock in QUEUEING_LOCKS:
        with suppress(AlreadyEnqueued), transaction.atomic():
            # By its name: the task itself calls this module.
            # In turn with the sendings: a whole mailbox to read holds no answer back.
            job = app.configure_task(
                TASK, queue=QUEUE, priority=sending.PRIORITY, queueing_lock=queueing_lock
            )
            job.defer()
            return


def read_waiting(*, most: int = MOST_MAILS, seconds: float = MOST_SECONDS) -> bool:
    """Read the waiting mails, the oldest first; True when some may be left. A failure stops no other mail."""
    end, seen = time.monotonic() + seconds, set[int]()
    while len(seen) < most and time.monotonic() < end:
        mail_id = _next(seen)
        if mail_id is None:
            return False
        seen.add(mail_id)
        # Locked from the count to the end: two readers of one mail would count two attempts for one reading.
        with locks.alone(f"mail.read:{mail_id}") as is_ours:
            if is_ours:
                _try(mail_id)
    return True


def _next(seen: Collection[int]) -> int | None:
    """The oldest mail to read, perhaps in another reader's hands: passed over, it would wait for the next minute."""
    waiting = IncomingMail.objects.to_read().exclude(pk__in=seen)
    return waiting.order_by("pk").values_list("pk", flat=True).first()


def _try(mail_id: int) -> None:
    try:
        if not claim(mail_id):
            return
        try:
            process(mail_id)
        except RetryLater as trouble:
            if not trouble.is_at_once:
                raise
            process(mail_id)
    except RetryLater as trouble:
        log.warning("Mail %s will be read later: %s", mail_id, trouble)
        if not trouble.counts:
            _give_back(mail_id)
    except Exception:
        # Even its quarantine could not be written: the attempts will run out, and the others are read.
        log.exception("Mail %s could not be settled", mail_id)


def claim(mail_id: int) -> bool:
    """Count an attempt before anything can fail; False when there is nothing to read, or no attempt is left."""
    waiting = IncomingMail.objects.to_read().filter(pk=mail_id)
    with transaction.atomic():
        # A count lost in a power cut does no harm.
        commit_lazily()
        waiting.update(attempts=F("attempts") + 1)
    attempts = waiting.values_list("attempts", flat=True).first()
    if attempts is not None and attempts > MOST_ATTEMPTS:
        _quarantine(mail_id)
    return attempts is not None and attempts <= MOST_ATTEMPTS


@transaction.atomic
def _quarantine(mail_id: int) -> None:
    """Quarantine a mail that killed each of its readers."""
    if mail := _locked(mail_id):
        mail.inbox, mail.attempts = mail.inbox or inbox_by_default(mail), MOST_ATTEMPTS
        mail.settle(State.QUARANTINED, Reason.ERROR, error=POISON)


def _give_back(mail_id: int) -> None:
    """Uncount an attempt that failed for another cause; while the database is away it stays counted."""
    try:
        IncomingMail.objects.to_read().filter(pk=mail_id, attempts__gt=0).update(attempts=F("attempts") - 1)
    except DatabaseError:
        log.warning("Mail %s keeps its attempt", mail_id)


def _locked(mail_id: int) -> IncomingMail | None:
    waiting = IncomingMail.objects.to_read().select_related("raw", "mailbox", "sender")
    return locked(waiting).filter(pk=mail_id).first()


# One mail

ONCE = "incoming_filed_once"
# The machine is out of disk, memory or files: not the mail's fault.
MACHINES = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN),
}
# A row too large for an index and its like (SQLSTATE class 54) are the mail's own fault.
LIMIT_EXCEEDED = "54"
# A deadlock, or a transaction that cannot be put in order with another.
UNDONE = "40"
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


def process(mail_id: int) -> bool:
    """Read one mail and settle it; False when it is no longer to be read, or another has read it meanwhile.

    Killed anywhere, it leaves the row as it was. Raises RetryLater when it could not be tried.
    """
    try:
        with transaction.atomic():
            mail = _locked(mail_id)
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
    _note_message(mail, message)
    failure = _tried(mail, message)
    if isinstance(failure, IntegrityError) and ONCE in str(failure):
        # Another reader filed the same message meanwhile: tried again, it is a repetition.
        failure = _tried(mail, message)
    if failure:
        # Only its name is kept: its message may quote the mail.
        log.error("Mail %s could not be processed", mail.pk, exc_info=failure)
        mail.inbox = mail.inbox or inbox_by_default(mail)
        state = _sqlstate(failure)
        said = f"{type(failure).__name__} ({state})" if state else type(failure).__name__
        mail.settle(State.QUARANTINED, Reason.ERROR, error=said)


def _bytes_of(mail: IncomingMail) -> bytes:
    try:
        return bytes(mail.raw.content)
    except RawContent.DoesNotExist:
        raise Unreadable("Les octets du message ne sont plus là.") from None


def _note_message(mail: IncomingMail, message: ParsedMessage) -> None:
    """Copy the parsed message to the row, cut to its columns. Nothing is saved yet."""
    person = message.writer
    mail.message_id, mail.body_digest = message.message_id[:500], message.body_digest[:64]
    mail.subject, mail.text, mail.folded = message.subject[:300], message.text, ""
    if message.is_private_invitation:
        # Until its inbox is known, and where it never is.
        mail.subject, mail.text = PRIVATE_INVITATION, ""
    mail.sender_address, mail.sender_name = person.address[:320], person.name[:200]
    mail.remarks = []
    mail.remark([*message.parse_warnings, *([message.signature] if message.signature else [])])


def _noted_context(mail: IncomingMail, message: ParsedMessage) -> MessageContext:
    context = context_of(mail, message)
    mail.sender, mail.trust = context.agent, context.trust
    mail.about = context.thread.subject if context.thread else None
    if context.inbox:
        # Else it keeps the inbox of an earlier reading, so that its readers still see it.
        mail.inbox = context.inbox.name
    if message.is_private_invitation and context.is_open:
        # What is written to the town's register is registered whole.
        mail.subject, mail.text = message.subject[:300], message.text
    elif message.is_private_invitation:
        # The subject, the words and the files repeat the title of a private meeting.
        message.subject, message.text = PRIVATE_INVITATION, ""
        message.own, message.folded, message.parts = "", "", []
    return context


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
        mail.inbox = inbox_by_default(mail)
        mail.settle(State.QUARANTINED, Reason.UNREADABLE, error=error)


def _notify_unread(mail: IncomingMail, error: str) -> None:
    # Without the body: it is what could not be read.
    headers = END_OF_HEADERS.split(_bytes_of(mail), maxsplit=1)[0]
    message = sandboxed.parse(headers + b"\n\n", headers_only=True)
    _note_message(mail, message)
    context = _noted_context(mail, message)
    mail.settle(State.QUARANTINED, Reason.UNREADABLE, error=error)
    if context.agent and context.agent.is_active:
        deliver.refuse(context, Reason.UNREADABLE)


def _tried(mail: IncomingMail, message: ParsedMessage) -> Exception | None:
    """Conclude within a savepoint; returns the error that is the mail's own fault, after the rollback."""
    try:
        with transaction.atomic():
            _conclude(copy.copy(mail), message)
    except Exception as error:
        if isinstance(error, (OperationalError, InterfaceError)):
            is_machines = not (_sqlstate(error) or "").startswith(LIMIT_EXCEEDED)
        else:
            is_machines = isinstance(error, MemoryError) or getattr(error, "errno", None) in MACHINES
        if not is_machines:
            return error
        later = _database_later(error) if isinstance(error, DatabaseError) else RetryLater(str(error))
        raise later from error
    return None


def _conclude(mail: IncomingMail, message: ParsedMessage) -> None:
    context = _noted_context(mail, message)
    verdict, copies = verdict_of(context)
    if verdict is not None:
        _apply(context, verdict)
    elif context.inbox is None or not (context.agent or context.is_open or context.is_expected):
        mail.settle(State.QUARANTINED, Reason.NO_ADDRESS)
    else:
        deliver.deliver(context, context.agent, context.inbox)
        if copies and mail.state != State.REFUSED:
            _settle_copies(mail, copies)


def _apply(context: MessageContext, verdict: Verdict) -> None:
    mail, state, reason = context.mail, verdict.state, verdict.reason
    mail.remark(verdict.remarks)
    # A mail without our address, or an agent who cannot be asked: the group decides.
    if verdict.asks and not (
        context.is_named and context.agent and sender_confirmation.ask_sender(mail, context.agent)
    ):
        state = State.QUARANTINED
    mail.settle(state, reason, same_as=verdict.same_as)
    if state == State.AUTOMATIC and (context.message.kind == "report" or context.message.failures):
        bounce_handling.record_report(mail, context.message)
    if verdict.refusal:
        deliver.refuse(context, verdict.refusal)


def _settle_copies(mail: IncomingMail, copies: list[int]) -> None:
    """Mark earlier copies, of which nothing had come, as repetitions; rows locked by a decision are skipped."""
    waiting = IncomingMail.objects.filter(
        pk__in=copies, state__in=[State.AUTOMATIC, State.QUARANTINED, State.HELD]
    )
    free = list(locked(waiting, skip_locked=True).values_list("pk", flat=True))
    IncomingMail.objects.filter(pk__in=free).update(
        state=State.REPEATED, reason=Reason.NONE, error="", same_as=mail
    )


def _database_later(error: DatabaseError | InterfaceError) -> RetryLater:
    state = _sqlstate(error)
    return RetryLater(str(error), counts=state is None, is_at_once=(state or "").startswith(UNDONE))


def _sqlstate(error: Exception) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


# The verdict

KINDS = {
    "report": "avis de remise d’un serveur",
    "receipt": "accusé de lecture",
    "calendar": "invitation d’agenda",
    "automatic": "message automatique",
}
SETTLED = (State.FILED, State.HELD, State.AUTOMATIC, State.REFUSED, State.QUARANTINED, State.SET_ASIDE)
MOST_EARLIER = 100


@dataclass(frozen=True)
class Verdict:
    """`refusal`: the reason given to the sender. `asks`: the agent is asked to confirm that they wrote it."""

    state: State
    reason: Reason = Reason.NONE
    same_as: IncomingMail | None = None
    remarks: tuple[str, ...] = ()
    refusal: Reason = Reason.NONE
    asks: bool = False


def verdict_of(context: MessageContext) -> tuple[Verdict | None, list[int]]:
    """The verdict, or None when the mail is for its rubric, with the ids of its earlier copies.

    Locks its Message-ID, or its bytes when it has none, until the transaction ends.
    """
    locks.wait_for(f"mail.message:{context.message.message_id or context.mail.sha256}")
    own = _of_machines(context)
    if own is None and not (context.is_addressed or context.is_settled):
        own = Verdict(State.QUARANTINED, Reason.NO_ADDRESS)
    own = own or _of_sender(context)
    earlier = _earlier(context)
    if again := _of_earlier(context, own, earlier):
        return again, []
    copies = [mail.pk for mail in earlier if _is_copy(mail) and _has_same_body(context, mail)]
    return own, copies if own is None else []


def _is_copy(mail: IncomingMail) -> bool:
    """Whether nothing came of this earlier mail (forwarded by a list, or unverified): the good one may still come."""
    if mail.state == State.QUARANTINED:
        return mail.reason != Reason.OTHER_CONTENT
    return mail.state == State.AUTOMATIC or (mail.state == State.HELD and mail.reason == Reason.UNVERIFIED)


def _earlier(context: MessageContext) -> list[IncomingMail]:
    """Settled mails with the same Message-ID, or with the same bytes when there is none."""
    if context.message.message_id:
        same = IncomingMail.objects.filter(message_id=context.message.message_id)
    else:
        same = IncomingMail.objects.filter(sha256=context.mail.sha256)
    known = same.filter(state__in=SETTLED).exclude(pk=context.mail.pk).exclude(reason=Reason.ERROR)
    return list(known.only("body_digest", "state", "reason").order_by("pk")[:MOST_EARLIER])


def _of_earlier(context: MessageContext, own: Verdict | None, earlier: list[IncomingMail]) -> Verdict | None:
    """The same message delivered again, or another message with the same Message-ID."""
    if context.is_settled:
        before = [mail for mail in earlier if mail.state == State.FILED and _has_same_body(context, mail)]
    elif own is None:
        before = [mail for mail in earlier if not _is_copy(mail)]
    elif own.state == State.AUTOMATIC:
        before = [mail for mail in earlier if _has_same_body(context, mail)]
    else:
        before = [mail for mail in earlier if mail.state != State.AUTOMATIC]
    if same := next((mail for mail in before if _has_same_body(context, mail)), None):
        return Verdict(State.REPEATED, same_as=same)
    return Verdict(State.QUARANTINED, Reason.OTHER_CONTENT, same_as=before[0]) if before else None


def _has_same_body(context: MessageContext, mail: IncomingMail) -> bool:
    return mail.body_digest == context.message.body_digest


def _of_machines(context: MessageContext) -> Verdict | None:
    """Automatic mails are kept, and never answered."""
    if context.is_settled:
        return None
    message = context.message
    own = our_references([message.message_id])
    if context.address and is_ours(context.address):
        why = "il vient de l’intranet lui-même"
    elif own and OutgoingMail.objects.filter(reference__in=own).exists():
        why = "c’est un message de l’intranet qui revient"
    elif message.kind == "calendar" and context.is_guest:
        return None
    elif message.kind in KINDS and not (context.is_open and context.is_unasked):
        because = f"{NBSP}: {message.automatic_because}" if message.automatic_because else ""
        why = f"{KINDS[message.kind]}{because}"
    else:
        return None
    return Verdict(State.AUTOMATIC, remarks=(f"Gardé sans réponse, {why}.",))


def _of_sender(context: MessageContext) -> Verdict | None:
    """Answer the sender, except at an address that the town's server says is forged."""
    if context.is_open or context.is_expected:
        return None
    is_denied = context.trust == Trust.FAILED
    if context.agent is None:
        is_answered = context.address and not (is_denied or context.is_borrowed or context.is_guest)
        refusal = Reason.UNKNOWN_SENDER if is_answered else Reason.NONE
        return Verdict(State.QUARANTINED, Reason.UNKNOWN_SENDER, refusal=refusal)
    is_unsure = context.trust == Trust.UNVERIFIED
    if is_denied or (is_unsure and context.is_guest):
        return Verdict(State.QUARANTINED, Reason.UNVERIFIED)
    if context.is_silent:
        return Verdict(State.QUARANTINED, Reason.NOT_ALLOWED)
    refusals = {
        Reason.NOT_ALLOWED: not context.agent.is_at_work,
        Reason.TOO_LARGE: context.mail.is_headers_only,
        Reason.ENCRYPTED: context.message.kind == "encrypted",
    }
    if refusal := next((reason for reason, is_refused in refusals.items() if is_refused), Reason.NONE):
        return Verdict(State.REFUSED, refusal, refusal=refusal)
    return Verdict(State.HELD, Reason.UNVERIFIED, asks=True) if is_unsure else None
