"""What is written on a card, from a page or the admin."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents import actions as documents
from core.documents.models import Document, Upload
from core.history.context import action_context
from core.people import confirmations
from core.people.models import Agent
from core.ui import phones
from core.ui.locks import lock_row, locked
from directory import policies
from directory.cards import photos
from directory.models import Card


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
    agent, card = _locked(subject)
    if manager is not None and manager.pk == by.pk != agent.manager_id:
        raise ValidationError({"manager": confirmations.OWN_NAME})
    card.office, card.duties, agent.manager = office, duties, manager
    with action_context("a tenu la fiche", by=by):
        agent.save(update_fields=["manager"])
        card.save()
    return card


@transaction.atomic
def give_photo(subject: Agent, *, by: Agent, upload: Upload, has_consent: bool) -> Card:
    """Only one's own photo, with a consent given in the same form. The earlier photo is erased at once."""
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
    """Erase it at once: for its owner, or for the directory's managers."""
    if not policies.can_remove_photo(by, subject):
        raise PermissionDenied("Une photo est retirée par la personne qu’elle montre.")
    _, card = _locked(subject)
    if card.photo is None:
        raise ValidationError("Il n’y a plus de photo sur cette fiche.")
    photo, card.photo, card.photo_consented_at = card.photo, None, None
    with action_context("a retiré sa photo" if by.pk == subject.pk else "a retiré la photo", by=by):
        card.save()
    _erase(photo, by=by)


def _locked(subject: Agent) -> tuple[Agent, Card]:
    """The agent's row, then the card's, as they are now; an import locks agents in the same order."""
    agent = lock_row(Agent, subject.pk)
    Card.objects.get_or_create(agent=agent)
    return agent, locked(Card.objects).get(agent=agent)


def _erase(photo: Document | None, *, by: Agent) -> None:
    if photo is not None:
        documents.forget(photo, by=by)
