"""Writing a card."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.documents import actions as documents
from core.documents import images
from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.models import Upload
from core.french import of, spaced
from core.history.context import action_context
from core.people import confirmations
from core.people.fields import AgentField
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.people.tree import Tree
from core.web import phones
from core.web.fields import OneLineField, PlainTextField
from core.web.locks import lock_row, locked
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from directory import policies
from directory.models import DUTIES_LENGTH, OFFICE_LENGTH, Card
from directory.querysets import agents_for

LIMITS = images.LIMITS
SIDE = 512  # pixels


def redrawn(path: Path) -> bytes:
    """A JPEG of at most 512 pixels a side, upright. Raises ValidationError for a file that is not a usable photo."""
    said = (
        f"Cette image est trop petite pour qu’on vous reconnaisse : il faut {images.SMALLEST} pixels de côté."
    )
    return images.redrawn(path, side=SIDE, too_small=spaced(said))


@transaction.atomic
def correct_card(subject: Agent, *, by: Agent, phone: str, office: str, duties: str) -> Card:
    """Let agents correct their own card; a telephone they change is theirs from then on, whatever files say."""
    if not policies.can_correct(by, subject):
        raise PermissionDenied(
            spaced("Chacun corrige sa propre fiche ; proposez une correction pour celle d’un autre.")
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
    drawn = redrawn(upload.file_path)
    _, card = _locked(subject)
    earlier = card.photo
    card.photo = documents.store_bytes(
        drawn, name=f"photo-{subject.reference}.jpg", by=by, limits=LIMITS, read_text=False
    )
    card.photo_consented_at = timezone.now()
    with action_context("a donné sa photo, et son accord pour la montrer", by=by):
        card.save()
    documents.discard(upload, by=by)
    if earlier is not None:
        documents.forget(earlier, by=by)
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
    documents.forget(photo, by=by)


def _locked(subject: Agent) -> tuple[Agent, Card]:
    """The agent's row, then the card's, as they are now; an import locks agents in the same order."""
    agent = lock_row(Agent, subject.pk)
    Card.objects.get_or_create(agent=agent)
    return agent, locked(Card.objects).get(agent=agent)


class CardForm(StaleCheckForm):
    phone = OneLineField(
        label="Téléphone",
        required=False,
        max_length=phones.LENGTH,
        help_text="Par exemple 04\u00a000\u00a000\u00a020\u00a001, ou un numéro interne.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    office = OneLineField(
        label="Bureau ou site", required=False, max_length=OFFICE_LENGTH, help_text="Où l’on vous trouve."
    )
    duties = PlainTextField(
        label="Ce dont je m’occupe",
        required=False,
        max_length=DUTIES_LENGTH,
        help_text=spaced(
            "Ce pour quoi on peut vous appeler, avec les mots de tous les jours : c’est ainsi que l’on "
            "vous trouve en demandant « qui s’occupe de… ». 2 000 caractères au plus."
        ),
    )


class KeepCardForm(StaleCheckForm):
    office = OneLineField(label="Bureau ou site", required=False, max_length=OFFICE_LENGTH)
    duties = PlainTextField(label="S’occupe de", required=False, max_length=DUTIES_LENGTH)
    manager = AgentField(
        label="Responsable",
        required=False,
        help_text=(
            "L’identifiant ou le nom entier, seulement si ce n’est pas le responsable de la direction ou du service."
        ),
    )


class PhotoForm(UploadFormMixin):
    photo = DocumentField(
        label="Votre photo",
        limits=LIMITS,
        help_text=(
            "Votre visage, seul. Elle est réduite à 512 pixels, sans la date ni le lieu que l’appareil y a écrits."
        ),
    )
    has_consent = forms.BooleanField(
        label="J’accepte que ma photo soit montrée à tous les agents dans l’annuaire",
        help_text=spaced(
            "Rien ne vous y oblige, et vous la retirez quand vous voulez : elle est effacée aussitôt."
        ),
        error_messages={
            "required": spaced(
                "Cochez cette case si vous êtes d’accord : sans elle, la photo n’est pas montrée."
            )
        },
    )


@atomic_post
def card_correct(request: AgentRequest) -> HttpResponse:
    """« Ma fiche »: what is mine to correct, at once; the way to propose the rest."""
    subject = _mine(request)
    lock_on_post(request, subject)
    card = Card.of(subject)
    said = {"office": card.office, "duties": card.duties} if card else {}
    data = request.POST if request.method == "POST" else None
    form = CardForm(data, initial={"phone": subject.phone, **said})
    action = partial(correct_card, subject, by=request.user)
    if submitted(request, form, action, done="Votre fiche est à jour."):
        return redirect("directory:agent_detail", subject.reference)
    tree = Tree()
    context = {"form": form, "subject": subject, "card": card}
    context |= {"unit": tree.of(subject), "manager": tree.manager_of(subject)}
    return render(request, "directory/card_correct.html", context)


def photo_give(request: AgentRequest) -> HttpResponse:
    subject = _mine(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotoForm(*sent, by=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_in(form, "photo"):
            give_photo(subject, by=request.user, upload=data["photo"], has_consent=data["has_consent"])
            messages.success(request, "Votre photo est sur votre fiche. Vous la retirez quand vous voulez.")
            return redirect("directory:agent_detail", subject.reference)
    context = {"form": form, "subject": subject, "card": Card.of(subject)}
    return render(request, "directory/photo_give.html", context)


def photo_remove(request: AgentRequest, reference: str) -> HttpResponse:
    subject = get_object_or_404(agents_for(request.user).select_related("card__photo"), reference=reference)
    if not policies.can_remove_photo(request.user, subject):
        raise PermissionDenied("Une photo est retirée par la personne qu’elle montre.")
    if request.method == "POST":
        with refusals_as_messages(request):
            remove_photo(subject, by=request.user)
            messages.success(request, "La photo est effacée.")
        return redirect("directory:agent_detail", subject.reference)
    card = Card.of(subject)
    if card is None or card.photo is None:
        messages.info(request, "Il n’y a pas de photo sur cette fiche.")
        return redirect("directory:agent_detail", subject.reference)
    return render(request, "directory/photo_remove.html", {"subject": subject})


@atomic_post
def card_keep(request: AgentRequest, reference: str) -> HttpResponse:
    """For an agent without a workstation, or whose manager is not the head of their unit."""
    found = agents_for(request.user).select_related("card", "manager")
    subject = get_object_or_404(found, reference=reference)
    if not policies.can_keep_card(request.user, subject):
        raise PermissionDenied("Seul le gestionnaire de l’annuaire tient la fiche d’un autre.")
    lock_on_post(request, subject)
    card = Card.of(subject)
    data = request.POST if request.method == "POST" else None
    said = {"office": card.office, "duties": card.duties} if card else {}
    form = KeepCardForm(data, initial={"manager": subject.manager, **said})
    action = partial(keep_card, subject, by=request.user)
    if submitted(request, form, action, done=f"La fiche {of(subject)} est à jour."):
        return redirect("directory:agent_detail", subject.reference)
    return render(request, "directory/card_keep.html", {"form": form, "subject": subject})


def _mine(request: AgentRequest) -> Agent:
    return Agent.objects.select_related("card__photo", "manager").get(pk=request.user.pk)
