"""Anonymous ideas: deposits wait for the daily run, without a time; the follow-up code opens the idea.

Nothing here knows an agent. What is written when an author sends is one row that leans on no other: no sequence, no
history, no notification, no job. Everything else is written by the daily run.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from core.documents.actions import store_bytes
from core.documents.refusals import Refused
from core.french import spaced
from core.history.context import action_context
from core.people.models import Direction
from core.web import follow_up_codes, locks
from core.web.connections import commit_lazily, vacuum
from core.web.follow_up_codes import Code
from suggestions.appeals import notify_appealed
from suggestions.exchange.actions import settle_questions
from suggestions.ideas.locking import lock_idea
from suggestions.ideas.notifications import group_kind, notify_of, notify_received
from suggestions.ideas.progress import answer_due_on, decision_due_on
from suggestions.models import (
    AnonymousDeposit,
    AnonymousFile,
    Appeal,
    Draft,
    Feedback,
    FollowUpCode,
    Idea,
    IdeaFile,
    Message,
)
from suggestions.policies import appeal_of, group_members, is_refused
from suggestions.states import Identity

logger = logging.getLogger(__name__)
MOST_FAILURES = 10
WORDS = (*Idea.WORDS, "seen_elsewhere")
# Rows of the sending itself: their space is given back, so that not even dead ones linger.
WAITING_ROOMS = (AnonymousDeposit, AnonymousFile, FollowUpCode, Draft)
NO_IDEA = spaced(
    "Ce code n’ouvre aucune idée. Vérifiez chaque lettre : "
    "il n’y a ni 0, ni 1, ni i, ni l, ni o dans nos codes."
)
TOO_MANY = spaced("Trop de codes faux ont été essayés aujourd’hui pour cette idée : revenez demain.")


@transaction.atomic
def deposit(
    *,
    submission_key: uuid.UUID,
    direction: Direction | None,
    **words: str,
) -> tuple[Code | None, bool]:
    """Deposit an anonymous idea, `words` being those of WORDS; return its code, shown once, and whether it is new.

    Sent again, the page's earlier code is of no use; there is none when the idea was released since: its first one
    still opens it.
    """
    code = follow_up_codes.new_code()
    row = AnonymousDeposit(
        submission_key=submission_key,
        received_on=timezone.localdate(),
        direction_id=direction.pk if direction else None,
        code_handle=code.handle,
        code_hash=code.hash,
        **words,
    )
    # Never an error: PostgreSQL would write the refused row, and the time, into its log.
    AnonymousDeposit.objects.bulk_create([row], ignore_conflicts=True)
    if not AnonymousDeposit.objects.filter(pk=row.pk).exists():
        again = AnonymousDeposit.objects.filter(submission_key=submission_key)
        is_waiting = again.update(code_handle=code.handle, code_hash=code.hash)
        return code if is_waiting else None, False
    # Checked after the insert: the daily run may have released the first one in between.
    if Idea.objects.filter(submission_key__in=released_keys(submission_key)).exists():
        row.delete()
        return None, False
    return code, True


Opened = tuple[Idea | None, str]


def open_with(typed: str) -> Opened:
    """The idea of this code, None while it waits for the daily run, and its title; or ValidationError.

    Ten wrong codes a day for one idea, then not even the right one.

    A code that opens writes nothing at all, not even a lock on a row.
    """
    code = follow_up_codes.parse_code(typed)
    if code is None:
        raise ValidationError(NO_IDEA)
    opened, refusal = _tried(code)
    if opened is None:
        raise ValidationError(refusal)
    return opened


@transaction.atomic
def _tried(code: Code) -> tuple[Opened | None, str]:
    """Committed before the refusal is raised, or the failure would not be counted."""
    today = timezone.localdate()
    # One at a time for each handle, known or not, or the count would be passed by many at once.
    locks.wait_for(f"suggestions.code {code.handle}")
    known = FollowUpCode.objects.filter(handle=code.handle).first()
    waiting = AnonymousDeposit.objects.filter(code_handle=code.handle).only("title", "code_hash").first()
    is_known = code.opens(known.secret_hash if known else "")
    is_waiting = code.opens(waiting.code_hash if waiting else "")
    if known and known.failed_on == today and known.failures >= MOST_FAILURES:
        return None, TOO_MANY
    if known and is_known:
        idea = Idea.objects.for_page().get(pk=known.idea_id)
        return (idea, idea.title), ""
    if waiting and is_waiting:
        return (None, waiting.title), ""
    # A known handle answers no later than an unknown one.
    commit_lazily()
    FollowUpCode.objects.filter(handle=code.handle).update(
        failures=Case(When(failed_on=today, then=F("failures") + 1), default=Value(1)), failed_on=today
    )
    return None, NO_IDEA


@transaction.atomic
def reply(idea: Idea, *, text: str, submission_key: uuid.UUID) -> None:
    """Send the author's reply to the group; it waits for the daily run. `open_with` gave `idea`."""
    _add_once(_about(idea, submission_key, proposal=text))


@transaction.atomic
def say_what_changed(idea: Idea, *, change: str, text: str, submission_key: uuid.UUID) -> None:
    """Once, what the author says of an idea that is done; it waits for the daily run. Raises ValidationError."""
    _add_the_only_one(
        _about(idea, submission_key, proposal=text, change=change),
        can_say_what_changed(idea),
        refusal="Vous avez déjà répondu à cette question, ou elle n’est pas encore posée.",
    )


def can_say_what_changed(idea: Idea) -> bool:
    """The question is asked, and no answer was given or waits."""
    is_asked = Feedback.objects.filter(idea=idea, change="").exists()
    return is_asked and not AnonymousDeposit.objects.filter(reply_to_id=idea.pk).exclude(change="").exists()


@transaction.atomic
def contest(idea: Idea, *, reason: str, submission_key: uuid.UUID) -> None:
    """Once, why the author contests the refusal; it waits for the daily run. Raises ValidationError."""
    _add_the_only_one(
        _about(idea, submission_key, proposal=reason, is_appeal=True),
        can_contest(idea),
        refusal=spaced("Ce refus est déjà contesté : il ne peut l’être qu’une fois."),
    )


def can_contest(idea: Idea) -> bool:
    """Declined on its own page, and no appeal was made or waits for the daily run."""
    waiting = AnonymousDeposit.objects.filter(reply_to_id=idea.pk, is_appeal=True)
    return is_refused(idea) and appeal_of(idea) is None and not waiting.exists()


def waiting_replies(idea: Idea) -> int:
    """How many replies wait for the daily run."""
    return AnonymousDeposit.objects.filter(reply_to_id=idea.pk, change="", is_appeal=False).count()


def _about(idea: Idea, key: uuid.UUID, **words: Any) -> AnonymousDeposit:
    today = timezone.localdate()
    return AnonymousDeposit(submission_key=key, received_on=today, reply_to_id=idea.pk, **words)


def _add_once(row: AnonymousDeposit) -> None:
    AnonymousDeposit.objects.bulk_create([row], ignore_conflicts=True)
    if _is_released(row.submission_key):
        AnonymousDeposit.objects.filter(pk=row.pk).delete()


def _add_the_only_one(row: AnonymousDeposit, is_possible: bool, *, refusal: str) -> None:
    """The same page sent twice is answered as the first time; a second page is refused, at the same moment too.

    A lock on the idea would leave the time of the sending on its row: the constraint decides between two pages.
    """
    if _is_sent(row.submission_key):
        return
    if not is_possible:
        raise ValidationError(refusal)
    _add_once(row)
    if not _is_sent(row.submission_key):
        raise ValidationError(refusal)


def _is_sent(submission_key: uuid.UUID) -> bool:
    waits = AnonymousDeposit.objects.filter(submission_key=submission_key).exists()
    return waits or _is_released(submission_key)


def _is_released(submission_key: uuid.UUID) -> bool:
    return Message.objects.filter(submission_key__in=released_keys(submission_key)).exists()


def released_keys(submission_key: uuid.UUID) -> list[uuid.UUID]:
    """Under which the same page sent again is known after the release; the page's own key is kept nowhere.

    The first is that of the SECRET_KEY; the others are those that it had before.
    """
    digests = [
        hmac.new(secret.encode(), submission_key.bytes, hashlib.sha256).digest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return [uuid.UUID(bytes=digest[:16], version=4) for digest in digests]


# The daily run


def release(*, before: date) -> int:
    """Everything received before that day becomes ideas and messages, in an order drawn by lot; how many did.

    Each in a transaction of its own: stopped at any moment and run again, it loses and doubles nothing. One that
    cannot be released waits for the next run and does not hold up the others; RuntimeError is raised at the end.
    """
    waiting = list(AnonymousDeposit.objects.filter(received_on__lt=before).values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(waiting)
    done, failed = 0, 0
    for pk in waiting:
        try:
            done += _release_one(pk)
        except Exception as error:
            # The message may quote the row: its kind is enough to look further.
            logger.error("An anonymous deposit could not be released (%s)", type(error).__name__)
            failed += 1
    forgotten = FollowUpCode.objects.filter(failed_on__lt=before)
    forgotten.update(failed_on=None, failures=0)
    # A deleted row keeps the number of the transaction that wrote it until its space is given back.
    if not connection.in_atomic_block:
        vacuum(*WAITING_ROOMS)
    if failed:
        raise RuntimeError(f"{failed} anonymous deposits could not be released")
    return done


def left_behind(at: datetime) -> QuerySet[AnonymousDeposit]:
    """Deposits are released at 4:30, then hourly: after 8, none of an earlier day should be left."""
    morning = (timezone.localtime(at) - timedelta(hours=8)).date()
    return AnonymousDeposit.objects.filter(received_on__lt=morning)


@transaction.atomic
def _release_one(pk: uuid.UUID) -> bool:
    """Whether this run released it; two runs at once share the work."""
    rows = locks.locked(AnonymousDeposit.objects, skip_locked=True)
    row = rows.filter(pk=pk).first()
    if row is None:
        return False
    if row.reply_to_id is None:
        _release_idea(row)
    elif row.change:
        _release_feedback(row)
    elif row.is_appeal:
        _release_appeal(row)
    else:
        _release_reply(row)
    row.delete()
    return True


def _release_idea(row: AnonymousDeposit) -> None:
    # The day, and no hour: midnight where the town is.
    received_at = timezone.make_aware(datetime.combine(row.received_on, time.min))
    with action_context("a reçu l’idée, sans nom", by=None):
        idea = Idea.objects.create(
            identity=Identity.ANONYMOUS,
            # The direction may have been removed since.
            direction=Direction.objects.filter(pk__in=[row.direction_id]).first(),
            submission_key=released_keys(row.submission_key)[0],
            received_at=received_at,
            due_on=answer_due_on(row.received_on),
            decision_due_on=decision_due_on(row.received_on),
            **{name: getattr(row, name) for name in WORDS},
        )
        for file in row.files.order_by("position"):
            _release_file(idea, file)
    FollowUpCode.objects.create(handle=row.code_handle, idea=idea, secret_hash=row.code_hash)
    notify_received(idea)


def _release_file(idea: Idea, file: AnonymousFile) -> None:
    try:
        document = store_bytes(bytes(file.content), name=file.name, by=None)
    except Refused as refusal:
        # The words are worth more than their picture.
        logger.error("A file of an anonymous idea was left out (%s)", type(refusal).__name__)
        return
    IdeaFile.objects.create(idea=idea, document=document, position=file.position)


def _release_reply(row: AnonymousDeposit) -> None:
    idea = lock_idea(_idea_of(row))
    with action_context("a reçu une réponse de l’auteur, sans nom", by=None):
        Message.objects.create(
            idea=idea,
            is_from_author=True,
            text=row.proposal,
            submission_key=released_keys(row.submission_key)[0],
        )
        settle_questions(idea, at=timezone.now())
    # To the member in charge, or to the whole group while there is none.
    member = idea.member_in_charge
    people = [member] if member and member.is_active else group_members()
    notify_of(idea, REPLIED, people, "suggestions/mails/anonymous_reply.txt")


def _release_appeal(row: AnonymousDeposit) -> None:
    idea = lock_idea(_idea_of(row))
    if not is_refused(idea) or Appeal.objects.filter(idea=idea).exists():
        # Its words are worth more than what they were sent as.
        _release_reply(row)
        return
    with action_context("a reçu la contestation de l’auteur, sans nom", by=None):
        appeal = Appeal.objects.create(idea=idea, reason=row.proposal)
    notify_appealed(idea, appeal)


def _idea_of(row: AnonymousDeposit) -> Idea:
    assert row.reply_to_id is not None
    return Idea.objects.get(pk=row.reply_to_id)


def _release_feedback(row: AnonymousDeposit) -> None:
    asked = locks.locked(Feedback.objects).filter(idea=_idea_of(row), change="")
    with action_context("a reçu le retour de l’auteur, sans nom", by=None):
        for feedback in asked:
            feedback.change, feedback.text = row.change, row.proposal
            feedback.answered_on = row.received_on
            feedback.save(update_fields=["change", "text", "answered_on"])


REPLIED = group_kind("suggestions.anonymous_reply", "L’auteur d’une idée anonyme répond au groupe")
