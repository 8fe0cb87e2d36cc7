"""What is done to cards, whatever the door: page or admin."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.documents import actions as documents
from core.documents.models import Document, Upload
from core.history.context import action_context
from core.people.actions import record_address
from core.people.models import Agent
from core.ui import phones
from directory import notifications, policies
from directory.cards import photos
from directory.models import Card, Correction


@transaction.atomic
def correct_card(subject: Agent, *, by: Agent, phone: str, office: str, duties: str) -> Card:
    """What each agent says of themselves; a telephone they change is theirs from then on, whatever files say."""
    if not policies.can_correct(by, subject):
        raise PermissionDenied(
            "Chacun corrige sa propre fiche\u00a0; proposez une correction pour celle d’un autre."
        )
    agent, card = _locked(subject)
    try:
        phone = phones.written(phone)
    except ValueError as error:
        raise ValidationError({"phone": phones.UNREADABLE}) from error
    with action_context("a corrigé sa fiche", by=by):
        if phone != agent.phone:
            agent.phone, card.phone_corrected_at = phone, timezone.now()
            agent.save(update_fields=["phone"])
        card.office, card.duties = office, duties
        card.save()
    return card


@transaction.atomic
def keep_card(subject: Agent, *, by: Agent, office: str, duties: str, manager: Agent | None) -> Card:
    """The directory's manager writes for someone: an agent without a workstation, a manager who is not the head."""
    if not policies.can_keep_card(by, subject):
        raise PermissionDenied("Seul le gestionnaire de l’annuaire tient la fiche d’un autre.")
    if manager is not None and manager.pk == subject.pk:
        raise ValidationError({"manager": "Une personne n’est pas sa propre responsable."})
    _, card = _locked(subject)
    card.office, card.duties, card.manager = office, duties, manager
    with action_context("a tenu la fiche", by=by):
        card.save()
    return card


@transaction.atomic
def give_photo(subject: Agent, *, by: Agent, upload: Upload, has_consent: bool) -> Card:
    """Only one's own, and only with a consent given there and then. The earlier photo is erased at once."""
    if not policies.can_correct(by, subject):
        raise PermissionDenied("Chacun donne sa propre photo, et personne d’autre.")
    if not has_consent:
        raise ValidationError({"has_consent": "Sans votre accord, la photo n’est pas montrée."})
    drawn = photos.redrawn(upload.file_path)
    _, card = _locked(subject)
    earlier = card.photo
    card.photo = documents.store_bytes(
        drawn, name=f"photo-{subject.reference}.jpg", by=by, limits=photos.LIMITS, read_text=False
    )
    card.photo_consented_at = timezone.now()
    with action_context("a donné sa photo, et son accord pour la montrer", by=by):
        card.save()
    documents.discard(upload, by=by)
    _erase(earlier, by=by)
    return card


@transaction.atomic
def remove_photo(subject: Agent, *, by: Agent) -> None:
    """At once, and for ever: by its owner, or by the directory's manager for them."""
    if not policies.can_remove_photo(by, subject):
        raise PermissionDenied("Une photo est retirée par la personne qu’elle montre.")
    _, card = _locked(subject)
    if card.photo is None:
        raise ValidationError("Il n’y a plus de photo sur cette fiche.")
    photo, card.photo, card.photo_consented_at = card.photo, None, None
    with action_context("a retiré sa photo" if by.pk == subject.pk else "a retiré la photo", by=by):
        card.save()
    _erase(photo, by=by)


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
    with action_context("a accepté la correction proposée", by=by):
        if subject is not None and correction.changes:
            _apply(correction)
        correction.state = Correction.State.ACCEPTED
        correction.decided_by, correction.decided_at = by, timezone.now()
        correction.save(update_fields=["state", "decided_by", "decided_at"])
    notifications.notify_decided(correction)
    if subject is None:
        return "C’est noté comme fait, et la personne qui l’a signalé est prévenue."
    return f"La fiche de {subject} est corrigée."


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


def _apply(correction: Correction) -> None:
    """Checked again as the admin would: the address may have been taken since."""
    subject = Agent.objects.select_for_update(no_key=True, of=("self",)).get(pk=correction.subject_id)
    names = [name for name in Correction.FIELDS if getattr(correction, name)]
    before = subject.email or ""
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


def _waiting(correction: Correction, *, by: Agent) -> Correction:
    """Locked as it is now: of two managers who decide at once, the second reads what the first did."""
    locked = Correction.objects.select_for_update(no_key=True, of=("self",)).get(pk=correction.pk)
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


def _locked(subject: Agent) -> tuple[Agent, Card]:
    """The agent's row, then the card's, as they are now; an import locks agents in the same order."""
    agent = Agent.objects.select_for_update(no_key=True, of=("self",)).get(pk=subject.pk)
    Card.objects.get_or_create(agent=agent)
    return agent, Card.objects.select_for_update(no_key=True, of=("self",)).get(agent=agent)


def _erase(photo: Document | None, *, by: Agent) -> None:
    if photo is not None:
        documents.forget(photo, by=by)
