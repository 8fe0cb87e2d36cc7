from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.people.fields import AgentField
from core.people.models import Assignment, Project
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import DayField, OneLineField, offer
from core.web.idempotency import OneTimeForm
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from spaces import policies
from spaces.members import actions
from spaces.space_pages import Space, keeps_words, space_of, space_page

ROLE_LENGTH = 120
WHO = "Prénom et nom, ou identifiant."


class RoleForm(forms.Form):
    title = OneLineField(
        label="Rôle dans le projet",
        max_length=ROLE_LENGTH,
        required=False,
        help_text=spaced("Par exemple : relectrice, référent budget."),
    )
    ends_on = DayField(label="Jusqu’au", required=False, help_text=spaced("Vide : tant que dure le projet."))

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                spaced("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
            )
        return day


class MemberAddForm(OneTimeForm, RoleForm):
    agent = AgentField(
        label="Qui",
        help_text=WHO,
        error_messages={"required": "Écrivez qui vous ajoutez."},
    )
    field_order = ["agent", "title", "ends_on"]


class MemberChangeForm(StaleCheckForm, RoleForm):
    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if assignment.is_lead:
            del self.fields["ends_on"]

    @staticmethod
    def initial_for(assignment: Assignment) -> dict[str, Any]:
        return {"title": assignment.title, "ends_on": assignment.last_day, "is_lead": assignment.is_lead}


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.agent)


class LeadPassForm(forms.Form):
    to = MemberField(
        Assignment.objects.none(),
        label="Nouveau pilote",
        empty_label="Choisissez…",
        help_text="Un membre du projet. Vous en restez membre.",
        error_messages={
            "required": "Choisissez qui pilotera le projet.",
            "invalid_choice": spaced(
                "Cette personne n’est plus membre du projet : choisissez dans la liste."
            ),
        },
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = actions.current(project).filter(is_lead=False, agent__is_active=True)
        by_name = (*alphabetical("agent__last_name", "agent__first_name"), "pk")
        offer(self, "to", others.select_related("agent").order_by(*by_name))


class LeadNameForm(forms.Form):
    agent = AgentField(
        label="Nouveau pilote",
        help_text=WHO,
        error_messages={"required": "Écrivez qui pilotera le projet."},
    )


FOLLOWS_ROLES = spaced(
    "Les membres de cet espace suivent les rôles du groupe : ils ne se choisissent pas ici."
)


@require_safe
def member_list(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    members = (
        actions.current(space.project)
        .for_list()
        .order_by("-is_lead", *alphabetical("agent__last_name", "agent__first_name"), "pk")
    )
    return space_page(request, space, "members", "spaces/members/member_list.html", {"members": members})


@keeps_words
def member_add(request: AgentRequest, reference: str) -> HttpResponse:
    space = _led(request, reference=reference)
    form = MemberAddForm(request.POST or None)
    add = partial(actions.add, space.project, by=request.user)
    done, again = "{0.agent} est membre du projet, et prévenu.".format, "Cette personne était déjà ajoutée."
    mine = Assignment.objects.filter(project=space.project)
    if submitted(request, form, add, mine=mine, done=done, again=again):
        return redirect("spaces:member_list", space.project.reference)
    return space_page(request, space, "members", "spaces/members/member_add.html", {"form": form})


@keeps_words
@atomic_post
def member_change(request: AgentRequest, member_reference: str) -> HttpResponse:
    assignment, space = _member(request, member_reference)
    lock_on_post(request, space.project, assignment)
    initial = MemberChangeForm.initial_for(assignment)
    form = MemberChangeForm(request.POST or None, assignment=assignment, initial=initial)
    change = partial(actions.change, assignment, by=request.user)
    if submitted(request, form, change, done="C’est enregistré."):
        return redirect("spaces:member_list", space.project.reference)
    context = {"form": form, "member": assignment}
    return space_page(request, space, "members", "spaces/members/member_change.html", context)


def member_remove(request: AgentRequest, member_reference: str) -> HttpResponse:
    assignment, space = _member(request, member_reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.remove(assignment, by=request.user)
            messages.success(request, f"{assignment.agent} n’est plus membre du projet, et en est prévenu.")
        return redirect("spaces:member_list", space.project.reference)
    return space_page(request, space, "members", "spaces/members/member_remove.html", {"member": assignment})


def project_leave(request: AgentRequest, reference: str) -> HttpResponse:
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
    pass_lead = partial(actions.pass_lead, space.project, by=request.user)
    if submitted(request, form, pass_lead, done="{0.agent} pilote maintenant le projet.".format):
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
    name_lead = partial(actions.name_lead, project, by=request.user)
    done = "{0.agent} pilote maintenant ce projet, et en est prévenu.".format
    if submitted(request, form, name_lead, done=done):
        return redirect("spaces:my_spaces")
    context = {"form": form, "project": project if is_read else None}
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
