"""Proposing a correction of a card, and deciding it, from a page or the admin."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.history.context import action_context
from core.people import confirmations
from core.people.actions import record_address
from core.people.models import Agent
from core.people.policies import comes_under, decides
from core.ui.french import of
from core.ui.locks import lock_row
from directory import notifications, policies
from directory.models import Correction


@transaction.atomic
def propose_correction(
    *,
    by: Agent,
    subject: Agent | None,
    message: str = "",
    submission_key: uuid.UUID | None = None,
    **fields: Any,
) -> Correction:
    """`fields` are those of Correction.FIELDS that should change; what the card already says is left out."""
    if not policies.can_propose(by, subject):
        raise PermissionDenied("Ce compte est fermé\u00a0: il ne peut plus rien proposer.")
    proposed = {
        name: value
        for name, value in fields.items()
        if value and (subject is None or value != getattr(subject, name))
    }
    if not proposed and not message:
        raise ValidationError(
            "Rien n’est changé\u00a0: corrigez au moins une ligne, ou écrivez ce qui ne va pas."
        )
    with action_context("a proposé la correction", by=by):
        correction = Correction.objects.create(
            subject=subject,
            proposed_by=by,
            message=message,
            submission_key=submission_key or uuid.uuid4(),
            **proposed,
        )
    notifications.notify_proposed(correction)
    return correction


@transaction.atomic
def accept_correction(correction: Correction, *, by: Agent) -> str:
    """Write what was proposed on the card; the sentence says so. A correction without fields is only closed."""
    correction = _waiting(correction, by=by)
    subject = correction.subject
    waits = ""
    with action_context("a accepté la correction proposée", by=by):
        if subject is not None and correction.changes:
            waits = _apply(correction, by=by)
        correction.state = Correction.State.ACCEPTED
        correction.decided_by, correction.decided_at = by, timezone.now()
        correction.save(update_fields=["state", "decided_by", "decided_at"])
    notifications.notify_decided(correction)
    if subject is None:
        return "C’est noté comme fait, et la personne qui l’a signalé est prévenue."
    return f"La fiche {of(subject)} est corrigée.{waits}"


@transaction.atomic
def refuse_correction(correction: Correction, *, by: Agent, reason: str) -> str:
    correction = _waiting(correction, by=by)
    if not reason.strip():
        raise ValidationError("Dites pourquoi à la personne qui a proposé cette correction.")
    correction.state, correction.reason = Correction.State.REFUSED, reason.strip()
    correction.decided_by, correction.decided_at = by, timezone.now()
    with action_context("a refusé la correction proposée", by=by):
        correction.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    notifications.notify_decided(correction)
    return "La correction est refusée, et la personne qui l’a proposée connaît le motif."


def _apply(correction: Correction, *, by: Agent) -> str:
    """Checked again as the admin would: the address may have been taken since; what waits is said.

    The address of somebody who decides, unless they proposed it themselves, waits for a second account.
    """
    subject = lock_row(Agent, correction.subject_id)
    names = [name for name in Correction.FIELDS if getattr(correction, name)]
    before, waits = subject.email or "", ""
    is_own = correction.proposed_by_id == subject.pk
    if not is_own and comes_under(by, correction.direction, before=subject.direction):
        raise ValidationError(confirmations.OWN_TEAM)
    if "email" in names and not is_own and decides(subject):
        names.remove("email")
        if confirmations.ask(by=by, account=subject, email=correction.email):
            waits = f" L’adresse {confirmations.WAITS}"
        subject.refresh_from_db(fields=["email"])
    for name in names:
        setattr(subject, name, getattr(correction, name))
    subject.full_clean(
        exclude={field.name for field in Agent._meta.fields} - set(names), validate_unique=True
    )
    try:
        with transaction.atomic():
            subject.save(update_fields=names)
    except IntegrityError as error:
        # Taken by someone else between the check and the writing.
        raise ValidationError("Cette adresse vient d’être donnée à un autre agent.") from error
    if "email" in names:
        record_address(subject, before=before)
    return waits


def _waiting(correction: Correction, *, by: Agent) -> Correction:
    """Locked as it is now: of two managers who decide at once, the second reads what the first did."""
    locked = lock_row(Correction, correction.pk)
    if not locked.is_waiting:
        who = f" par {locked.decided_by}" if locked.decided_by else ""
        done = "acceptée" if locked.state == Correction.State.ACCEPTED else "refusée"
        raise ValidationError(f"Cette correction a été {done} entre-temps{who}.")
    if not policies.can_decide(by, locked):
        raise PermissionDenied(
            "Seul le gestionnaire de l’annuaire décide d’une correction\u00a0; pour une personne qui a un rôle, "
            "seul un administrateur."
        )
    return locked
