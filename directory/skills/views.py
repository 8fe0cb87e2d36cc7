"""My skills; and the list of words, for the directory's managers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.people.models import Agent, Skill
from core.people.policies import can_keep_directory
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.pagination import paginate
from core.ui.refusals import refusals_in
from core.ui.stale_forms import STALE, atomic_post, lock_on_post
from directory.skills import actions
from directory.skills.forms import AddForm, DeclareForm, KeepForm, RemoveForm


@atomic_post
def skill_declare(request: AgentRequest) -> HttpResponse:
    lock_on_post(request, Agent.objects.get(pk=request.user.pk))
    form = DeclareForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            proposed = actions.declare(request.user, by=request.user, **form.given)
            said = "Vos compétences sont enregistrées."
            if proposed:
                said += spaced(f" « {proposed} » paraîtra quand le gestionnaire de l’annuaire l’aura lu.")
            messages.success(request, said)
            return redirect("directory:agent_detail", request.user.reference)
    return render(request, "directory/skill_declare.html", {"form": form})


def skill_list(request: AgentRequest) -> HttpResponse:
    """The words that wait, then those of the list; and a word more."""
    _check_keeper(request)
    form = AddForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            added = actions.add(by=request.user, **form.cleaned_data)
            messages.success(request, spaced(f"« {added} » est dans la liste."))
            return redirect("directory:skill_list")
    context = {
        "form": form,
        "waiting": Skill.objects.filter(is_accepted=False).by_name()[:100],
        "page": paginate(Skill.objects.accepted().by_name(), request),
    }
    return render(request, "directory/skill_list.html", context)


@atomic_post
def skill_keep(request: AgentRequest, skill: str) -> HttpResponse:
    _check_keeper(request)
    row = get_object_or_404(Skill, reference=skill)
    lock_on_post(request, row)
    form = KeepForm(request.POST if request.method == "POST" else None, skill=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            kept = actions.keep(row, by=request.user, **form.cleaned_data)
            messages.success(request, spaced(f"« {kept} » est dans la liste."))
            return redirect("directory:skill_list")
    context = {"form": form, "skill": row, "remove_form": RemoveForm(initial=KeepForm.initial_for(row))}
    return render(request, "directory/skill_keep.html", context)


@require_POST
@atomic_post
def skill_remove(request: AgentRequest, skill: str) -> HttpResponse:
    _check_keeper(request)
    row = get_object_or_404(Skill, reference=skill)
    lock_on_post(request, row)
    if not RemoveForm(request.POST, initial=KeepForm.initial_for(row)).is_valid():
        messages.error(request, STALE)
        return redirect("directory:skill_keep", row.reference)
    actions.remove(row, by=request.user)
    messages.success(request, spaced(f"« {row} » n’est plus dans la liste."))
    return redirect("directory:skill_list")


def _check_keeper(request: AgentRequest) -> None:
    if not can_keep_directory(request.user):
        raise PermissionDenied(actions.NOT_KEPT)
