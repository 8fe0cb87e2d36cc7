from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.people.models import Assignment, Project
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from spaces import policies
from spaces.members import actions, periods
from spaces.members.forms import LeadNameForm, LeadPassForm, MemberAddForm, MemberChangeForm
from spaces.space_pages import Space, keeps_words, space_of, space_page

FOLLOWS_ROLES = spaced(
    "Les membres de cet espace suivent les rôles du groupe : ils ne se choisissent pas ici."
)


@require_safe
def member_list(request: AgentRequest, reference: str) -> HttpResponse:
    """List members of today, or of the last day."""
    space = space_of(request, reference=reference)
    members = (
        periods.current(space.project)
        .for_list()
        .order_by("-is_lead", *alphabetical("agent__last_name", "agent__first_name"), "pk")
    )
    return space_page(request, space, "members", "spaces/members/member_list.html", {"members": members})


@keeps_words
def member_add(request: AgentRequest, reference: str) -> HttpResponse:
    space = _led(request, reference=reference)
    form = MemberAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_in(form):
            _, is_new = create_once(
                Assignment.objects.filter(project=space.project),
                data.pop("submission_key"),
                lambda key: actions.add(space.project, by=request.user, submission_key=key, **data),
            )
            if is_new:
                messages.success(request, f"{data['agent']} est membre du projet, et prévenu.")
            else:
                messages.info(request, "Cette personne était déjà ajoutée.")
            return redirect("spaces:member_list", space.project.reference)
    return space_page(request, space, "members", "spaces/members/member_add.html", {"form": form})


@keeps_words
@atomic_post
def member_change(request: AgentRequest, member_reference: str) -> HttpResponse:
    assignment, space = _member(request, member_reference)
    lock_on_post(request, space.project, assignment)
    initial = MemberChangeForm.initial_for(assignment)
    form = MemberChangeForm(request.POST or None, assignment=assignment, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.change(assignment, by=request.user, **form.cleaned_data)
            messages.success(request, "C’est enregistré.")
            return redirect("spaces:member_list", space.project.reference)
    return space_page(
        request, space, "members", "spaces/members/member_change.html", {"form": form, "member": assignment}
    )


def member_remove(request: AgentRequest, member_reference: str) -> HttpResponse:
    """A page asks; its button removes."""
    assignment, space = _member(request, member_reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.remove(assignment, by=request.user)
            messages.success(request, f"{assignment.agent} n’est plus membre du projet, et en est prévenu.")
        return redirect("spaces:member_list", space.project.reference)
    return space_page(request, space, "members", "spaces/members/member_remove.html", {"member": assignment})


def project_leave(request: AgentRequest, reference: str) -> HttpResponse:
    """A page asks; its button leaves."""
    space = space_of(request, reference=reference)
    if not space.can_leave:
        raise PermissionDenied(actions.LEAD_STAYS if space.can_lead else policies.NOT_A_MEMBER)
    if request.method == "POST":
        actions.leave(space.project, by=request.user)
        messages.success(request, spaced(f"Vous n’êtes plus membre du projet « {space.project} »."))
        return redirect("spaces:my_spaces")
    return space_page(request, space, "members", "spaces/members/project_leave.html")


def lead_pass(request: AgentRequest, reference: str) -> HttpResponse:
    space = _led(request, reference=reference)
    form = LeadPassForm(request.POST if request.method == "POST" else None, project=space.project)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.pass_lead(space.project, by=request.user, **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['to'].agent} pilote maintenant le projet.")
            return redirect(space.project)
    return space_page(request, space, "members", "spaces/members/lead_pass.html", {"form": form})


@require_POST
def lead_take(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_write()
    with refusals_as_messages(request):
        actions.take_lead(space.project, by=request.user)
        messages.success(request, "Vous pilotez maintenant ce projet.")
    return redirect(space.project)


def lead_name(request: AgentRequest, reference: str) -> HttpResponse:
    """For the head of the direction that carries a project without a lead; a reserved one is not named to them."""
    project = get_object_or_404(Project.objects.select_related("sponsor"), reference=reference)
    is_read = Project.objects.visible_to(request.user).filter(pk=project.pk).exists()
    if not policies.can_name_lead(request.user, project):
        if not is_read:
            raise Http404
        raise PermissionDenied(
            "Seul le chef de la direction qui porte un projet sans pilote lui en nomme un."
        )
    form = LeadNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.name_lead(project, by=request.user, **form.cleaned_data)
            messages.success(
                request, f"{form.cleaned_data['agent']} pilote maintenant ce projet, et en est prévenu."
            )
            return redirect("spaces:my_spaces")
    context: dict[str, Any] = {"form": form, "project": project if is_read else None}
    return render(request, "spaces/members/lead_name.html", context)


def _led(request: AgentRequest, **lookup: Any) -> Space:
    """404 for what one may not read, 403 for who does not choose its members."""
    space = space_of(request, **lookup)
    space.check_lead()
    if space.project.is_group:
        raise PermissionDenied(FOLLOWS_ROLES)
    return space


def _member(request: AgentRequest, reference: str) -> tuple[Assignment, Space]:
    projects = Project.objects.visible_to(request.user)
    theirs = Assignment.objects.filter(project__in=projects.values("pk")).as_member()
    assignment = get_object_or_404(theirs.select_related("agent"), reference=reference)
    return assignment, _led(request, pk=assignment.project_id)
