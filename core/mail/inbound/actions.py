"""Decisions of people on a mail that arrived, and its end after a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from core.mail import policies
from core.mail.inbound.read import defer_reading
from core.mail.inbound.sender_confirmation import DAYS
from core.mail.models import Bounce, IncomingMail, RawContent, Reason, State, Trust
from core.people.models import Agent
from core.web.locks import locked

# The states that a person may still change: other mails are filed, or copies.
OPEN = (State.QUARANTINED, State.HELD, State.REFUSED, State.SET_ASIDE, State.AUTOMATIC)
TO_SET_ASIDE = (State.QUARANTINED, State.HELD, State.REFUSED)
SETTLED_MEANWHILE = "Ce message a été traité entre-temps."
NOT_ME = "L’agent a répondu qu’il n’a pas écrit ce message."


@transaction.atomic
def read_again(mail: IncomingMail, *, by: Agent) -> None:
    """Queue the mail for reading, as if it had just arrived. Raises ValidationError when it was settled meanwhile."""
    mail = _locked_to_decide(mail, by, OPEN)
    mail.handled_by = by
    _back_to_reader(mail)


@transaction.atomic
def take_as(mail: IncomingMail, *, by: Agent, agent: Agent) -> None:
    """Take the mail as written by `agent`, whom a reader of the admin has recognised."""
    mail = _locked_to_decide(mail, by, OPEN)
    if not agent.is_at_work:
        raise ValidationError("Le compte de cet agent est fermé.")
    mail.handled_by, mail.sender, mail.trust = by, agent, Trust.CONFIRMED
    _back_to_reader(mail)


@transaction.atomic
def set_aside(mail: IncomingMail, *, by: Agent, reason: str) -> None:
    """Keep the mail and do nothing more with it."""
    mail = _locked_to_decide(mail, by, TO_SET_ASIDE)
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise ValidationError({"reason": "Dites pourquoi : cette phrase reste avec le message."})
    mail.state, mail.set_aside_reason, mail.handled_by = State.SET_ASIDE, reason, by
    mail.save(update_fields=["state", "set_aside_reason", "handled_by"])


@transaction.atomic
def confirm(mail: IncomingMail) -> bool:
    """« Oui, c’est moi », from the link sent to the directory's address; False when it was already answered."""
    if held := _awaiting_sender(mail):
        held.trust, held.handled_by = Trust.CONFIRMED, held.sender
        _back_to_reader(held)
    return held is not None


@transaction.atomic
def deny(mail: IncomingMail) -> bool:
    """« Non »: set the mail aside under their name, with a failed trust."""
    if held := _awaiting_sender(mail):
        held.state, held.set_aside_reason, held.handled_by = State.SET_ASIDE, NOT_ME, held.sender
        held.trust = Trust.FAILED
        held.save(update_fields=["state", "set_aside_reason", "handled_by", "trust"])
    return held is not None


def _awaiting_sender(mail: IncomingMail) -> IncomingMail | None:
    held = _locked(mail)
    is_asked = held.state == State.HELD and held.reason == Reason.UNVERIFIED
    return held if is_asked and held.sender is not None and held.sender.is_active else None


def _locked_to_decide(mail: IncomingMail, by: Agent, states: tuple[State, ...]) -> IncomingMail:
    """The locked mail. Raises PermissionDenied without the right, ValidationError when it is settled already."""
    mail = _locked(mail)
    if not policies.can_read_incoming(by, mail):
        raise PermissionDenied
    if mail.state not in states:
        raise ValidationError(SETTLED_MEANWHILE)
    return mail


def _back_to_reader(mail: IncomingMail) -> None:
    mail.state, mail.reason, mail.error, mail.attempts = State.RECEIVED, Reason.NONE, "", 0
    mail.set_aside_reason = ""
    # Locked: nothing else has written it meanwhile.
    mail.save()
    defer_reading()


def _locked(mail: IncomingMail) -> IncomingMail:
    rows = locked(IncomingMail.objects).select_related("sender")
    return rows.get(pk=mail.pk)


# What time ends: the storage of content from unknown senders, and the wait for an agent's confirmation

AT_ONCE = 500
NOT_ANSWERED = f"L’agent n’a pas répondu à « est-ce bien vous ? » en {DAYS} jours."


def expire(at: datetime) -> int:
    """Erase in batches and return how many; if killed, the rest is erased the next night."""
    erased = 0
    while count := _erase(at):
        erased += count
    return erased


def of_strangers(at: datetime) -> QuerySet[IncomingMail]:
    """From unknown senders, kept for long enough."""
    is_of_one = Q(state=State.QUARANTINED, reason=Reason.UNKNOWN_SENDER) | Q(
        state__in=(State.AUTOMATIC, State.SET_ASIDE), sender=None
    )
    return IncomingMail.objects.filter(
        is_of_one, taken_at__lt=at - timedelta(days=settings.MAIL_QUARANTINE_DAYS)
    )


@transaction.atomic
def _erase(at: datetime) -> int:
    """Erase bytes and texts; the row stays: who wrote, when, and that it was erased."""
    keys = list(
        locked(of_strangers(at).order_by("pk"), skip_locked=True).values_list("pk", flat=True)[:AT_ONCE]
    )
    erase_content(keys)
    return len(keys)


def erase_content(keys: list[int]) -> None:
    RawContent.objects.filter(mail__in=keys).delete()
    emptied = dict.fromkeys(("subject", "text", "folded", "error", "set_aside_reason"), "")
    IncomingMail.objects.filter(pk__in=keys).update(state=State.EXPIRED, remarks=[], **emptied)


def erase_with_sender(keys: list[int]) -> None:
    """Only that a mail came, and when, is left: its place in the mailbox, so that it is never taken again."""
    erase_content(keys)
    Bounce.objects.filter(incoming__in=keys).delete()
    IncomingMail.objects.filter(pk__in=keys).update(
        sender=None, sender_name="", sender_address="", message_id="", body_digest="", source=""
    )


@transaction.atomic
def hand_to_group(at: datetime) -> None:
    """Quarantine the mails whose confirmation link has expired: the group decides."""
    before = at - timedelta(days=DAYS)
    held = IncomingMail.objects.filter(state=State.HELD, reason=Reason.UNVERIFIED, read_at__lt=before)
    for mail in locked(held.order_by("pk"), skip_locked=True):
        mail.state, mail.error = State.QUARANTINED, NOT_ANSWERED
        mail.save(update_fields=["state", "error"])
