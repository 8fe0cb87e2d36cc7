"""Claims mails to read one after the other: never by two readers at once, and at most five attempts for each mail."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from contextlib import suppress

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from core.mail.inbound import facts
from core.mail.inbound.processing import RetryLater, process
from core.mail.models import IncomingMail, Reason, State
from core.mail.outbound import send_queue
from core.ui import locks
from core.ui.connections import commit_lazily
from core.ui.locks import locked

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


def defer_reading() -> None:
    """Ask a worker to read what waits, in the transaction that stored it. A job reads many mails."""
    for queueing_lock in QUEUEING_LOCKS:
        with suppress(AlreadyEnqueued), transaction.atomic():
            # By its name: the task itself calls this module.
            # In turn with the sendings: a whole mailbox to read holds no answer back.
            job = app.configure_task(
                TASK, queue=QUEUE, priority=send_queue.PRIORITY, queueing_lock=queueing_lock
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
                _read(mail_id)
    return True


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


def _next(seen: Collection[int]) -> int | None:
    """The oldest mail to read, perhaps in another reader's hands: passed over, it would wait for the next minute."""
    waiting = IncomingMail.objects.to_read().exclude(pk__in=seen)
    return waiting.order_by("pk").values_list("pk", flat=True).first()


def _read(mail_id: int) -> None:
    try:
        if claim(mail_id):
            _process(mail_id)
    except RetryLater as trouble:
        log.warning("Mail %s will be read later: %s", mail_id, trouble)
        if not trouble.counts:
            _give_back(mail_id)
    except Exception:
        # Even its quarantine could not be written: the attempts will run out, and the others are read.
        log.exception("Mail %s could not be settled", mail_id)


def _process(mail_id: int) -> None:
    try:
        process(mail_id)
    except RetryLater as trouble:
        if not trouble.is_at_once:
            raise
        process(mail_id)


@transaction.atomic
def _quarantine(mail_id: int) -> None:
    """Quarantine a mail that killed each of its readers."""
    waiting = IncomingMail.objects.to_read().select_related("mailbox")
    mail = locked(waiting).filter(pk=mail_id).first()
    if mail is None:
        return
    mail.state, mail.reason, mail.error = State.QUARANTINED, Reason.ERROR, POISON
    mail.read_at, mail.inbox = timezone.now(), mail.inbox or facts.inbox_by_default(mail)
    mail.attempts = MOST_ATTEMPTS
    mail.save(update_fields=["state", "reason", "error", "read_at", "inbox", "attempts"])


def _give_back(mail_id: int) -> None:
    """Uncount an attempt that failed for another cause; while the database is away it stays counted."""
    try:
        IncomingMail.objects.to_read().filter(pk=mail_id, attempts__gt=0).update(attempts=F("attempts") - 1)
    except DatabaseError:
        log.warning("Mail %s keeps its attempt", mail_id)
