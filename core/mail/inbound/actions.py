from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.mail import policies
from core.mail.inbound.processing import process
from core.mail.inbound.read_queue import defer_reading
from core.mail.models import IncomingMail, Reason, State, Trust
from core.people.models import Agent
from core.ui.locks import locked

__all__ = ["confirm", "deny", "process", "read_again", "set_aside", "take_as"]

# The states that a person may still change: other mails are filed, or copies.
OPEN = (State.QUARANTINED, State.HELD, State.REFUSED, State.SET_ASIDE, State.AUTOMATIC)
TO_SET_ASIDE = (State.QUARANTINED, State.HELD, State.REFUSED)
SETTLED_MEANWHILE = "Ce message a été traité entre-temps."
NOT_ME = "L’agent a répondu qu’il n’a pas écrit ce message."


def can_be_read_again(mail: IncomingMail) -> bool:
    return mail.state in OPEN


def can_be_set_aside(mail: IncomingMail) -> bool:
    return mail.state in TO_SET_ASIDE


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
    held = _awaiting_sender(mail)
    if held is None:
        return False
    held.trust, held.handled_by = Trust.CONFIRMED, held.sender
    _back_to_reader(held)
    return True


@transaction.atomic
def deny(mail: IncomingMail) -> bool:
    """« Non »: set the mail aside under their name, with a failed trust."""
    held = _awaiting_sender(mail)
    if held is None:
        return False
    held.state, held.set_aside_reason, held.handled_by = State.SET_ASIDE, NOT_ME, held.sender
    held.trust = Trust.FAILED
    held.save(update_fields=["state", "set_aside_reason", "handled_by", "trust"])
    return True


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
    mail.save(
        update_fields=[
            "state",
            "reason",
            "error",
            "attempts",
            "set_aside_reason",
            "handled_by",
            "sender",
            "trust",
        ]
    )
    defer_reading()


def _locked(mail: IncomingMail) -> IncomingMail:
    rows = locked(IncomingMail.objects).select_related("sender")
    return rows.get(pk=mail.pk)
