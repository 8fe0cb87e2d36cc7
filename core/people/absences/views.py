"""« Mes absences »: one's own, those of one's team, and whom one replaces."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.people import confirmations, policies
from core.people.absences import actions
from core.people.absences.forms import AbsenceChangeForm, AbsenceNoteForm, AbsenceRemoveForm
from core.people.models import Absence, Agent
from core.people.requests import AgentRequest
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import add_refusal, refusals_as_messages, refusals_in
from core.ui.stale_forms import STALE, atomic_post, lock_on_post


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
        try:
            row, is_new = create_once(
                Absence.objects.filter(noted_by=agent),
                key,
                lambda key: actions.note(by=agent, submission_key=key, **data),
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            sentence = (
                "L’absence est notée." if is_new else "Cette absence était déjà notée\u00a0: rien n’a changé."
            )
            messages.success(request, f"{sentence}{confirmations.waits(row)}")
            return redirect("absence_list")
    return render(request, "people/absences/absence_note.html", {"form": form})


@atomic_post
def absence_change(request: AgentRequest, absence: str) -> HttpResponse:
    row = _theirs(request, absence)
    lock_on_post(request, row)
    form = AbsenceChangeForm(request.POST or None, initial=AbsenceChangeForm.initial_for(row))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.change(row, by=request.user, **form.cleaned_data)
            messages.success(request, f"L’absence est changée.{confirmations.waits(row)}")
            return redirect("absence_list")
    context = {"form": form, "absence": row, "remove_form": _remove_form(row)}
    return render(request, "people/absences/absence_change.html", context)


@require_POST
@atomic_post
def absence_remove(request: AgentRequest, absence: str) -> HttpResponse:
    row = _theirs(request, absence)
    lock_on_post(request, row)
    if not _remove_form(row, request.POST).is_valid():
        messages.error(request, STALE)
        return redirect("absence_change", row.reference)
    with refusals_as_messages(request):
        actions.remove(row, by=request.user)
        messages.success(request, "L’absence est retirée.")
    return redirect("absence_list")


def _theirs(request: AgentRequest, reference: str) -> Absence:
    """One's own or of one's team; over, nothing is left to change."""
    rows = policies.notable_absences(request.user).not_over(timezone.localdate())
    return get_object_or_404(rows.select_related("agent", "deputy"), reference=reference)


def _remove_form(row: Absence, data: object = None) -> AbsenceRemoveForm:
    # The fields' names are the change form's: the stamp is of the values, whatever the form shows of them.
    return AbsenceRemoveForm(data, initial=AbsenceChangeForm.initial_for(row))
