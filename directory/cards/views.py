"""What each says of themselves, and what the directory's manager writes for them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.people.tree import Tree
from core.ui.french import of
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from directory import policies
from directory.cards import actions
from directory.cards.forms import CardForm, KeepCardForm, PhotoForm
from directory.models import Card
from directory.querysets import agents_for


@atomic_post
def card_correct(request: AgentRequest) -> HttpResponse:
    """« Ma fiche »: what is mine to correct, at once; the way to propose the rest."""
    subject = _mine(request)
    lock_on_post(request, subject)
    card = Card.of(subject)
    said = {"office": card.office, "duties": card.duties} if card else {}
    data = request.POST if request.method == "POST" else None
    form = CardForm(data, initial={"phone": subject.phone, **said})
    if form.is_valid():
        actions.correct_card(subject, by=request.user, **form.cleaned_data)
        messages.success(request, "Votre fiche est à jour.")
        return redirect("directory:agent_detail", subject.reference)
    tree = Tree()
    context = {
        "form": form,
        "subject": subject,
        "card": card,
        "unit": tree.of(subject),
        "manager": tree.manager_of(subject),
    }
    return render(request, "directory/card_correct.html", context)


def photo_give(request: AgentRequest) -> HttpResponse:
    subject = _mine(request)
    form = PhotoForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        by=request.user,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_in(form, "photo"):
            actions.give_photo(
                subject, by=request.user, upload=data["photo"], has_consent=data["has_consent"]
            )
            messages.success(request, "Votre photo est sur votre fiche. Vous la retirez quand vous voulez.")
            return redirect("directory:agent_detail", subject.reference)
    context = {"form": form, "subject": subject, "card": Card.of(subject)}
    return render(request, "directory/photo_give.html", context)


def photo_remove(request: AgentRequest, reference: str) -> HttpResponse:
    """A page asks; its button erases."""
    subject = get_object_or_404(agents_for(request.user).select_related("card__photo"), reference=reference)
    if not policies.can_remove_photo(request.user, subject):
        raise PermissionDenied("Une photo est retirée par la personne qu’elle montre.")
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.remove_photo(subject, by=request.user)
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
    if form.is_valid():
        with refusals_in(form):
            actions.keep_card(subject, by=request.user, **form.cleaned_data)
            messages.success(request, f"La fiche {of(subject)} est à jour.")
            return redirect("directory:agent_detail", subject.reference)
    return render(request, "directory/card_keep.html", {"form": form, "subject": subject})


def _mine(request: AgentRequest) -> Agent:
    return Agent.objects.select_related("card__photo", "manager").get(pk=request.user.pk)
