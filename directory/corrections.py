"""Corrections of a card, proposed by anyone and decided by the directory's managers."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import of, spaced
from core.history.context import action_context
from core.history.entries import history_of
from core.people import confirmations
from core.people.actions import record_address
from core.people.models import Agent
from core.people.models.agents import NOT_A_PERSON, is_taken
from core.people.policies import can_keep_directory, comes_under, is_guarded
from core.people.requests import AgentRequest
from core.people.tree import Tree
from core.web.fields import TOO_LONG, OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm
from core.web.locks import lock_row
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from directory import notifications, policies
from directory.fields import DirectionField, DirectionForm
from directory.models import MESSAGE_LENGTH, Correction
from directory.querysets import agents_for


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
        raise PermissionDenied(spaced("Ce compte est fermé : il ne peut plus rien proposer."))
    proposed = {
        name: value
        for name, value in fields.items()
        if value and (subject is None or value != getattr(subject, name))
    }
    if not proposed and not message:
        said = "Rien n’est changé : corrigez au moins une ligne, ou écrivez ce qui ne va pas."
        raise ValidationError(spaced(said))
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
    correction.state, correction.reason = Correction.State.REFUSED, reason
    correction.decided_by, correction.decided_at = by, timezone.now()
    with action_context("a refusé la correction proposée", by=by):
        correction.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    notifications.notify_decided(correction)
    return "La correction est refusée, et la personne qui l’a proposée connaît le motif."


def _apply(correction: Correction, *, by: Agent) -> str:
    """Checked again as the admin would: the address may have been taken since; what waits is said.

    The address of a guarded account, unless they proposed it themselves, waits for a second account.
    """
    subject = lock_row(Agent, correction.subject_id)
    names = [name for name in Correction.FIELDS if getattr(correction, name)]
    before, waits = subject.email or "", ""
    is_own = correction.proposed_by_id == subject.pk
    if subject.pk == by.pk and correction.direction not in (None, subject.direction):
        raise ValidationError(confirmations.OWN_DIRECTION)
    if not is_own and comes_under(by, correction.direction, before=subject.direction):
        raise ValidationError(confirmations.OWN_TEAM)
    if "email" in names and not is_own and is_guarded(subject):
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
            spaced(
                "Seul le gestionnaire de l’annuaire décide d’une correction ; pour une personne qui a un rôle, "
                "seul un administrateur."
            )
        )
    return locked


class CorrectionForm(StaleCheckForm, OneTimeForm, DirectionForm):
    """A card as it should be; the fields come filled with what it says now."""

    last_name = OneLineField(label="Nom", required=False, max_length=80)
    first_name = OneLineField(label="Prénom", required=False, max_length=80)
    function = OneLineField(label="Fonction", required=False, max_length=120)
    direction = DirectionField(label="Direction ou service", empty="Ne pas changer")
    email = forms.EmailField(
        label="Adresse de messagerie",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Écrivez-la comme nadia.benali@ville.fr.",
            "max_length": TOO_LONG,
        },
    )
    message = PlainTextField(
        label="Autre chose à dire",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spaced("Par exemple la date du changement. 1 000 caractères au plus."),
    )

    @staticmethod
    def initial_from(subject: Agent, tree: Tree) -> dict[str, Any]:
        unit = tree.of(subject)
        said = {name: getattr(subject, name) for name in Correction.FIELDS if name != "direction"}
        return said | {"direction": unit.reference if unit else ""}

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if "email" in self.changed_data and is_taken(address):
            raise ValidationError(NOT_A_PERSON)
        return address


class MissingForm(OneTimeForm):
    """Someone is not in the directory."""

    message = PlainTextField(
        label=spaced("Qui manque, ou qu’est-ce qui n’est pas juste ?"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=spaced("Le nom, le service, et ce que vous savez. 1 000 caractères au plus."),
        error_messages={"required": "Dites qui manque, ou ce qui n’est pas juste."},
    )


class AcceptForm(StaleCheckForm):
    """A button beside what the card says now."""

    @staticmethod
    def initial_for(correction: Correction) -> dict[str, Any]:
        return {label: now for label, now, _ in correction.changes} if correction.subject else {}


class RefusalForm(forms.Form):
    reason = OneLineField(
        label="Motif",
        max_length=300,
        help_text="La personne qui a proposé la correction le recevra.",
        error_messages={"required": "Dites pourquoi à la personne qui a proposé cette correction."},
    )


SENT = spaced("Merci ! Le gestionnaire de l’annuaire est prévenu, et vous saurez ce qu’il en fait.")
CHANGED = spaced("La fiche a changé depuis l’ouverture de cette page : la voici. Relisez-la, puis décidez.")
SENT_ALREADY = spaced("Cette correction était déjà envoyée : la voici.")


def correction_propose(request: AgentRequest, reference: str) -> HttpResponse:
    """The card as it is, to be corrected; the directory's manager decides."""
    subject = get_object_or_404(agents_for(request.user), reference=reference)
    tree = Tree()
    initial = CorrectionForm.initial_from(subject, tree)
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=initial, tree=tree)
    if correction := _submitted(request, form, subject):
        return redirect(correction)
    return render(request, "directory/correction_propose.html", {"form": form, "subject": subject})


def correction_missing(request: AgentRequest) -> HttpResponse:
    form = MissingForm(request.POST if request.method == "POST" else None)
    if correction := _submitted(request, form, None):
        return redirect(correction)
    return render(request, "directory/correction_missing.html", {"form": form})


def _submitted(request: AgentRequest, form: OneTimeForm, subject: Agent | None) -> Correction | None:
    action = partial(propose_correction, by=request.user, subject=subject)
    mine = Correction.objects.filter(proposed_by=request.user)
    correction: Correction | None = submitted(request, form, action, done=SENT, mine=mine, again=SENT_ALREADY)
    return correction


@require_safe
def correction_list(request: AgentRequest) -> HttpResponse:
    page = paginate(Correction.objects.visible_to(request.user).for_list(), request)
    context = {"page": page, "keeps": can_keep_directory(request.user)}
    return render(request, "directory/correction_list.html", context)


@require_safe
def correction_detail(request: AgentRequest, correction: str) -> HttpResponse:
    return _detail(request, _found(request, correction), RefusalForm())


@require_POST
@atomic_post
def correction_accept(request: AgentRequest, correction: str) -> HttpResponse:
    found = _found_to_decide(request, correction)
    lock_on_post(request, found)
    if found.subject:
        lock_on_post(request, found.subject)
    if found.is_waiting and not AcceptForm(request.POST, initial=AcceptForm.initial_for(found)).is_valid():
        messages.error(request, CHANGED)
        return redirect(found)
    with refusals_as_messages(request):
        messages.success(request, accept_correction(found, by=request.user))
    return redirect(found)


@require_POST
def correction_refuse(request: AgentRequest, correction: str) -> HttpResponse:
    found = _found_to_decide(request, correction)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, form)
    with refusals_in(form):
        messages.success(request, refuse_correction(found, by=request.user, **form.cleaned_data))
        return redirect(found)
    return _detail(request, _found(request, correction), form)


def _found(request: AgentRequest, correction: str) -> Correction:
    found = Correction.objects.visible_to(request.user).for_page()
    return get_object_or_404(found, reference=correction)


def _found_to_decide(request: AgentRequest, correction: str) -> Correction:
    found = _found(request, correction)
    if not policies.may_decide(request.user, found):
        raise PermissionDenied("Vous ne décidez pas de cette correction.")
    return found


def _detail(request: AgentRequest, found: Correction, form: RefusalForm) -> HttpResponse:
    context = {
        "correction": found,
        "can_decide": policies.can_decide(request.user, found),
        "keeps": can_keep_directory(request.user),
        "form": form,
        "accept_form": AcceptForm(initial=AcceptForm.initial_for(found)),
        "entries": history_of(found),
    }
    return render(request, "directory/correction_detail.html", context)
