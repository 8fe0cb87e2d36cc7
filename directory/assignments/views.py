"""From a card: an assignment more, corrected, ended."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.history.entries import history_of
from core.people.models import Assignment
from core.people.policies import can_keep_directory
from core.people.requests import AgentRequest
from core.people.tree import Tree
from core.ui.once import create_once
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import STALE, atomic_post, lock_on_post
from directory import policies
from directory.assignments import actions
from directory.assignments.forms import AssignForm, AssignmentForm, EndForm
from directory.querysets import agents_for


def assignment_add(request: AgentRequest, reference: str) -> HttpResponse:
    subject = get_object_or_404(agents_for(request.user), reference=reference)
    if not policies.can_assign(request.user, subject):
        raise PermissionDenied(actions.NOT_ALLOWED)
    form = AssignForm(request.POST if request.method == "POST" else None, tree=Tree())
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _, is_new = create_once(
                Assignment.objects.filter(agent=subject),
                form.cleaned_data["submission_key"],
                lambda key: actions.assign(subject, by=request.user, submission_key=key, **form.given),
            )
            messages.success(
                request, "L’affectation est notée." if is_new else "Cette affectation était déjà notée."
            )
            return redirect("directory:agent_detail", subject.reference)
    return render(request, "directory/assignment_add.html", {"form": form, "subject": subject})


@atomic_post
def assignment_correct(request: AgentRequest, assignment: str) -> HttpResponse:
    row = _found(request, assignment)
    lock_on_post(request, row)
    tree = Tree()
    initial = AssignmentForm.initial_for(row, tree)
    form = AssignmentForm(request.POST if request.method == "POST" else None, initial=initial, tree=tree)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.correct(row, by=request.user, **form.given)
            messages.success(request, "L’affectation est corrigée.")
            return redirect("directory:agent_detail", row.agent.reference)
    context = {
        "form": form,
        "assignment": row,
        "end_form": EndForm(initial=initial),
        "entries": history_of(row),
    }
    return render(request, "directory/assignment_correct.html", context)


@require_POST
@atomic_post
def assignment_end(request: AgentRequest, assignment: str) -> HttpResponse:
    row = _found(request, assignment)
    lock_on_post(request, row)
    if not EndForm(request.POST, initial=AssignmentForm.initial_for(row, Tree())).is_valid():
        messages.error(request, STALE)
        return redirect("directory:assignment_correct", row.reference)
    with refusals_as_messages(request):
        messages.success(request, actions.end(row, by=request.user))
    return redirect("directory:agent_detail", row.agent.reference)


def _found(request: AgentRequest, reference: str) -> Assignment:
    """Those of projects are written in their spaces: they are not there."""
    rows = Assignment.objects.visible_to(request.user).filter(
        project=None, agent__in=agents_for(request.user)
    )
    row = get_object_or_404(rows.for_list(), reference=reference)
    if not can_keep_directory(request.user):
        raise PermissionDenied(actions.NOT_ALLOWED)
    return row
