"""Days when an agent is away, and who acts in their place."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import long_date, of, spaced
from core.history.context import action_context
from core.people import confirmations, policies
from core.people.fields import AgentField
from core.people.models import Absence, Agent
from core.people.requests import AgentRequest
from core.people.signals import absence_changed
from core.web.fields import DayField
from core.web.idempotency import OneTimeForm, create_once
from core.web.locks import locked, wait_for
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, refusals_in
from core.web.stale_forms import STALE, StaleCheckForm, atomic_post, lock_on_post

LONGEST_DAYS = 366
NOT_THEIRS = spaced("On note ses propres absences ; un responsable, celles de son équipe.")
GONE = "Cette absence a été retirée entre-temps."
OVER = spaced("Cette absence est passée : elle ne change plus.")
PAST = spaced("Ces jours sont passés : une absence se note d’aujourd’hui à plus tard.")


@transaction.atomic
def note(
    *,
    by: Agent,
    agent: Agent,
    first: date,
    last: date,
    deputy: Agent | None = None,
    submission_key: uuid.UUID | None = None,
) -> Absence:
    """From `first` to `last`, both included. Raises ValidationError for days that another absence covers."""
    if not policies.can_note_absence(by, agent):
        raise PermissionDenied(NOT_THEIRS)
    _refuse_past(first, last)
    absence = Absence(agent=agent, submission_key=submission_key or uuid.uuid4())
    return save(absence, by=by, first=first, last=last, deputy=deputy)


@transaction.atomic
def change(absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None = None) -> Absence:
    _refuse_over(absence, by)
    _refuse_past(first, last)
    return save(absence, by=by, first=first, last=last, deputy=deputy)


@transaction.atomic
def remove(absence: Absence, *, by: Agent) -> None:
    _refuse_over(absence, by)
    delete(absence, by=by)


@transaction.atomic
def save(absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None) -> Absence:
    """Write it; whether it is theirs to write is the caller's question, which a rubric may answer its own way.

    The deputy that another names for somebody who decides waits for a second account (`confirmations.waits`).
    """
    if last < first:
        raise ValidationError({"last": "Le dernier jour vient après le premier."})
    name = "a changé une absence" if absence.pk else "a noté une absence"
    if absence.pk:
        row = locked(Absence.objects).filter(pk=absence.pk).first()
        if row is None:
            raise ValidationError(GONE)
        absence = row
    refuse_own_name(absence, by=by, first=first, last=last, deputy=deputy)
    held = absence.deputy
    is_new_deputy = deputy is not None and deputy != held
    absence.period, absence.deputy, absence.noted_by = DateRange(first, last + timedelta(days=1)), deputy, by
    check(absence)
    is_asked = is_new_deputy and by.pk != absence.agent_id and policies.decides(absence.agent)
    if is_asked:
        absence.deputy = held
    with action_context(name, by=by):
        if absence.pk and not is_asked:
            confirmations.drop(by=by, absence=absence, reason="l’absence a été changée depuis")
        absence.save()
    is_named = is_new_deputy and not is_asked and last >= timezone.localdate()
    absence_changed.send(Absence, absence=absence, by=by, is_new_deputy=is_named)
    if is_asked:
        confirmations.ask(by=by, absence=absence, person=deputy)
    return absence


def refuse_own_name(absence: Absence, *, by: Agent, first: date, last: date, deputy: Agent | None) -> None:
    """Raise ValidationError when `by` takes the place of another by themselves, or for longer than was given."""
    if deputy is None or deputy.pk != by.pk or absence.agent_id == by.pk:
        return
    is_held = absence.pk and absence.deputy_id == by.pk
    if not is_held or first < absence.first_day or last > absence.last_day:
        raise ValidationError({"deputy": confirmations.OWN_NAME})


@transaction.atomic
def delete(absence: Absence, *, by: Agent) -> None:
    """Stays, or is back; as for `save`, the right is the caller's question. Removed already, it stays so."""
    with action_context("a retiré une absence", by=by):
        removed, _ = absence.delete()
    if removed:
        absence_changed.send(Absence, absence=absence, by=by, is_new_deputy=False)


def check(absence: Absence) -> None:
    """Raise ValidationError unless the database would take it; the caller's transaction keeps others waiting."""
    wait_for("people.absences")
    deputy = absence.deputy
    if (absence.period.upper - absence.period.lower).days > LONGEST_DAYS:
        raise ValidationError({"last": "Une absence dure un an au plus."})
    if deputy and deputy.pk == absence.agent_id:
        raise ValidationError({"deputy": spaced("On ne se remplace pas soi-même : choisissez un collègue.")})
    if deputy and not Agent.objects.active().filter(pk=deputy.pk).exists():
        raise ValidationError({"deputy": f"Le compte {of(deputy)} ne peut pas remplacer un agent."})
    others = Absence.objects.filter(agent=absence.agent_id, period__overlap=absence.period)
    if other := others.exclude(pk=absence.pk).first():
        days = f"du {long_date(other.first_day)} au {long_date(other.last_day)}"
        raise ValidationError(spaced(f"Une absence est déjà notée {days} : changez-la plutôt."))


def _refuse_over(absence: Absence, by: Agent) -> None:
    if not policies.can_note_absence(by, absence.agent):
        raise PermissionDenied(NOT_THEIRS)
    if absence.is_over:
        raise ValidationError(OVER)


def _refuse_past(first: date, last: date) -> None:
    if first <= last < timezone.localdate():
        raise ValidationError({"last": PAST})


class DaysForm(forms.Form):
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour", help_text="Ce jour est compris.")
    deputy = AgentField(
        label="Qui agit à la place",
        required=False,
        help_text=spaced("Prénom et nom, ou identifiant, d’un collègue ; il en est prévenu."),
    )


class AbsenceNoteForm(OneTimeForm, DaysForm):
    """One's own; who manages people may say whose."""

    agent = AgentField(
        label="Qui est absent",
        required=False,
        help_text=spaced(
            "Vide : vous. Sinon, prénom et nom, ou identifiant, d’une personne de votre équipe."
        ),
    )
    field_order = ["agent", "first", "last", "deputy"]

    def __init__(self, data: Any = None, *, by: Agent) -> None:
        super().__init__(data)
        self.by = by
        if not Agent.objects.managed_by(by).exists():
            del self.fields["agent"]

    def clean_agent(self) -> Agent:
        agent: Agent = self.cleaned_data["agent"] or self.by
        if not policies.can_note_absence(self.by, agent):
            raise forms.ValidationError(NOT_THEIRS)
        return agent


class AbsenceChangeForm(StaleCheckForm, DaysForm):
    @staticmethod
    def initial_for(absence: Absence) -> dict[str, Any]:
        return {"first": absence.first_day, "last": absence.last_day, "deputy": absence.deputy}


class AbsenceRemoveForm(StaleCheckForm):
    """Only the stamp: what is removed is what was read."""


@require_safe
def absence_list(request: AgentRequest) -> HttpResponse:
    agent = request.user
    absences = Absence.objects.not_over(timezone.localdate()).for_list()
    page = paginate(absences.filter(agent__in=Agent.objects.managed_by(agent)), request)
    context = {
        "mine": absences.filter(agent=agent),
        "replaced": absences.filter(deputy=agent),
        "page": page,
        "has_team": bool(page) or Agent.objects.managed_by(agent).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "people/absences/absence_list.html", context)


def absence_note(request: AgentRequest) -> HttpResponse:
    agent = request.user
    form = AbsenceNoteForm(request.POST or None, by=agent)
    if request.method == "POST" and form.is_valid():
        data = {"agent": agent, **form.cleaned_data}
        key = data.pop("submission_key")
        with refusals_in(form):
            row, is_new = create_once(
                Absence.objects.filter(noted_by=agent),
                key,
                lambda key: note(by=agent, submission_key=key, **data),
            )
            sentence = (
                "L’absence est notée."
                if is_new
                else spaced("Cette absence était déjà notée : rien n’a changé.")
            )
            messages.success(request, f"{sentence}{confirmations.waits(row)}")
            _say_deputy_is_away(request, row, data["deputy"])
            return redirect("absence_list")
    return render(request, "people/absences/absence_note.html", {"form": form})


@atomic_post
def absence_change(request: AgentRequest, absence: str) -> HttpResponse:
    row = _theirs(request, absence)
    lock_on_post(request, row)
    form = AbsenceChangeForm(request.POST or None, initial=AbsenceChangeForm.initial_for(row))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = change(row, by=request.user, **form.cleaned_data)
            messages.success(request, f"L’absence est changée.{confirmations.waits(row)}")
            _say_deputy_is_away(request, row, form.cleaned_data["deputy"])
            return redirect("absence_list")
    context = {"form": form, "absence": row, "remove_form": _remove_form(row)}
    return render(request, "people/absences/absence_change.html", context)


def _say_deputy_is_away(request: AgentRequest, absence: Absence, deputy: Agent | None) -> None:
    """Name the days of this absence alone: any colleague may be chosen, whose other days away are their own."""
    overlapping = Absence.objects.filter(agent=deputy, period__overlap=absence.period)
    if deputy and (away := overlapping.order_by("period").first()):
        first, last = max(away.first_day, absence.first_day), min(away.last_day, absence.last_day)
        days = f"du {long_date(first)} au {long_date(last)}"
        messages.warning(
            request, spaced(f"{deputy} s’absente aussi, {days} : voyez ensemble qui agira alors.")
        )


@require_POST
@atomic_post
def absence_remove(request: AgentRequest, absence: str) -> HttpResponse:
    row = _theirs(request, absence)
    lock_on_post(request, row)
    if not _remove_form(row, request.POST).is_valid():
        messages.error(request, STALE)
        return redirect("absence_change", row.reference)
    with refusals_as_messages(request):
        remove(row, by=request.user)
        messages.success(request, "L’absence est retirée.")
    return redirect("absence_list")


def _theirs(request: AgentRequest, reference: str) -> Absence:
    """One's own or of one's team; over, nothing is left to change."""
    rows = policies.notable_absences(request.user).not_over(timezone.localdate())
    return get_object_or_404(rows.select_related("agent", "deputy"), reference=reference)


def _remove_form(row: Absence, data: object = None) -> AbsenceRemoveForm:
    # The fields' names are the change form's: the stamp is of the values, whatever the form shows of them.
    return AbsenceRemoveForm(data, initial=AbsenceChangeForm.initial_for(row))
