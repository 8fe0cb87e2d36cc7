from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.history.entries import history_of
from core.people.fields import AgentField
from core.people.models import Direction, Project
from core.people.models.assignments import LESSONS_LENGTH, PURPOSE_LENGTH
from core.people.requests import AgentRequest
from core.web.fields import DayField, OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from spaces.members import actions as members
from spaces.models import (
    REASON_LENGTH,
    Decision,
    Event,
    File,
    NoteVersion,
    ProjectRequest,
    Thread,
)
from spaces.policies import can_create, leads_to_name
from spaces.projects import actions
from spaces.space_pages import changes_in, changes_of, keeps_words, space_of, space_page, with_last_visit


class PurposeForm(forms.Form):
    name = OneLineField(
        label="Nom du projet", max_length=120, error_messages={"required": "Donnez un nom à votre projet."}
    )
    purpose = PlainTextField(
        label="À quoi il sert",
        max_length=PURPOSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spaced("Ce qui changera, et pour qui : quelques phrases."),
        error_messages={"required": spaced("Dites à quoi il sert : une phrase suffit.")},
    )
    sponsor = forms.ModelChoiceField(
        Direction.objects.by_name(),
        label="Direction qui le porte",
        required=False,
        empty_label="Aucune en particulier",
        help_text="Son chef est prévenu si le projet n’a plus de pilote.",
        error_messages={"invalid_choice": "Cette direction n’est plus dans la liste."},
    )


class RequestForm(OneTimeForm, PurposeForm):
    pass


class ProjectForm(PurposeForm):
    is_open = forms.BooleanField(
        label="Ouvert à la lecture de tous les agents",
        required=False,
        initial=True,
        help_text="Sinon, il n’existe que pour ses membres. Eux seuls y écrivent, dans les deux cas.",
    )
    starts_on = DayField(label="Commence le", required=False, help_text=spaced("Vide : aujourd’hui."))
    ends_on = DayField(label="Fin prévue le", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "La fin prévue précède le début.")
        if "starts_on" in data and first is None:
            data["starts_on"] = Project._meta.get_field("starts_on").get_default()
        return data


class ProjectCreateForm(OneTimeForm, ProjectForm):
    lead = AgentField(
        label="Pilote",
        help_text="Prénom et nom, ou identifiant. Il choisira les autres membres.",
        error_messages={"required": "Écrivez qui pilotera le projet."},
    )
    field_order = ["name", "lead", "purpose", "sponsor", "is_open", "starts_on", "ends_on"]


class ProjectChangeForm(StaleCheckForm, ProjectForm):
    pass


class RefuseForm(forms.Form):
    reason = PlainTextField(
        label="Pourquoi",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=spaced("Lu par la personne qui l’a demandé : dites-lui aussi vers qui se tourner."),
        error_messages={"required": spaced("Dites pourquoi : une phrase suffit.")},
    )


class CloseForm(forms.Form):
    lessons = PlainTextField(
        label="Ce que le projet a appris",
        max_length=LESSONS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=spaced("Ce qui a marché, ce que vous feriez autrement : le prochain projet le lira."),
        error_messages={"required": spaced("Dites ce que le projet a appris : une phrase suffit.")},
    )


LATEST = 4


@require_safe
def my_spaces(request: AgentRequest) -> HttpResponse:
    """My open projects and what is new there, those that I may read, those that are over."""
    agent = request.user
    visible, mine = Project.objects.visible_to(agent), Project.objects.of_member(agent)
    current = changes_in(with_last_visit(mine.current().by_name(), agent), agent)
    context = {
        "mine": [(project, changes_of(counts)) for project, counts in current.items()],
        "others": paginate(
            visible.current()
            .exclude(pk__in=[project.pk for project in current])
            .select_related("sponsor")
            .by_name(),
            request,
        ),
        "closed": visible.exclude(closed_on=None).order_by("-closed_on", "pk")[:50],
        "requests": ProjectRequest.objects.filter(asked_by=agent).order_by("-asked_at", "-pk")[:5],
        "without_lead": leads_to_name(agent).by_name(),
        "waiting": ProjectRequest.objects.waiting().count() if can_create(agent) else 0,
        "can_create": can_create(agent),
    }
    return render(request, "spaces/projects/my_spaces.html", context)


@require_safe
def project(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    held = space.project
    # Counted as « Mes espaces » does, which says nothing more of it once this page was seen.
    visited: Any
    visits = with_last_visit(Project.objects.filter(pk=held.pk), request.user)
    [(visited, counts)] = changes_in(visits, request.user).items()
    newest = NoteVersion.objects.newest().filter(note__project=held, note__removed_at=None)
    context = {
        "members": members.current(held).select_related("agent__direction").order_by("-is_lead", "pk")[:20],
        "notes": newest.select_related("note").defer("body").order_by("-written_at", "-pk")[:LATEST],
        "files": File.objects.kept().filter(project=held).order_by("-pk")[:LATEST],
        "dates": Event.objects.filter(project=held, cancelled_at=None, ends_at__gte=timezone.now()).order_by(
            "starts_at"
        )[:LATEST],
        "decisions": Decision.objects.filter(project=held, replaced_by=None, is_withdrawn=False).order_by(
            "-decided_on", "-pk"
        )[:LATEST],
        "threads": Thread.objects.filter(project=held).order_by("-last_at")[:LATEST],
        "entries": history_of(held),
        "new": changes_of(counts),
        "since": visited.since,
    }
    return space_page(request, space, "overview", "spaces/projects/project.html", context)


def project_create(request: AgentRequest) -> HttpResponse:
    if not can_create(request.user):
        raise PermissionDenied(actions.NOT_GROUP)
    form = ProjectCreateForm(request.POST or None)
    made = submitted(
        request,
        form,
        partial(actions.create, by=request.user),
        mine=Project.objects.filter(created_by=request.user),
        done=lambda made: f"Le projet est créé : {form.cleaned_data['lead']} le pilote.",
        again="Ce projet était déjà créé.",
    )
    if made:
        # Reserved, it is its lead's from now on.
        is_read = Project.objects.visible_to(request.user).filter(pk=made.pk).exists()
        return redirect(made if is_read else "spaces:my_spaces")
    return render(request, "spaces/projects/project_create.html", {"form": form})


@keeps_words
@atomic_post
def project_change(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_lead()
    lock_on_post(request, space.project)
    initial = ProjectChangeForm.initial_for(space.project)
    form = ProjectChangeForm(request.POST or None, initial=initial)
    change = partial(actions.change, space.project, by=request.user)
    if submitted(request, form, change, done="Le projet est corrigé."):
        return redirect(space.project)
    return space_page(request, space, "overview", "spaces/projects/project_change.html", {"form": form})


@keeps_words
def project_close(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    # Pressed twice; what somebody else wrote meanwhile does not take the place of other words.
    typed = request.POST.get("lessons", "").strip()
    if space.project.is_closed and space.is_member and typed in ("", space.project.lessons):
        messages.info(request, actions.CLOSED_ALREADY)
        return redirect(space.project)
    space.check_lead()
    if space.project.is_group:
        raise PermissionDenied(actions.OF_THE_GROUP)
    form = CloseForm(request.POST or None, initial={"lessons": space.project.lessons})
    done = "Le projet est clos. Son espace se lit encore, et ne change plus."
    if submitted(request, form, partial(actions.close, space.project, by=request.user), done=done):
        return redirect(space.project)
    return space_page(request, space, "overview", "spaces/projects/project_close.html", {"form": form})


@require_POST
def project_reopen(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    with refusals_as_messages(request):
        actions.reopen(space.project, by=request.user)
        messages.success(
            request,
            spaced("Le projet est rouvert : les membres que sa clôture avait arrêtés le sont de nouveau."),
        )
    return redirect(space.project)


# Requests


@require_safe
def request_list(request: AgentRequest) -> HttpResponse:
    """List waiting requests, then decided ones: the group's; to others, their own."""
    requests = ProjectRequest.objects.visible_to(request.user).select_related("asked_by")
    page = paginate(requests.in_order(), request)
    return render(
        request, "spaces/projects/request_list.html", {"page": page, "can_decide": can_create(request.user)}
    )


def request_create(request: AgentRequest) -> HttpResponse:
    form = RequestForm(request.POST or None)
    mine = ProjectRequest.objects.filter(asked_by=request.user)
    done, again = "Votre demande est envoyée au groupe.", "Cette demande était déjà envoyée."
    if asked := submitted(
        request, form, partial(actions.ask, by=request.user), mine=mine, done=done, again=again
    ):
        return redirect(asked)
    return render(request, "spaces/projects/request_create.html", {"form": form})


@require_safe
def request_detail(request: AgentRequest, request_reference: str) -> HttpResponse:
    asked = _request(request, request_reference)
    can_decide = can_create(request.user) and asked.state == ProjectRequest.State.WAITING
    context = {"asked": asked, "can_decide": can_decide}
    return render(request, "spaces/projects/request_detail.html", context)


def request_accept(request: AgentRequest, request_reference: str) -> HttpResponse:
    asked = _request_to_decide(request, request_reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.accept(asked, by=request.user)
            messages.success(
                request, spaced(f"Le projet est créé : {asked.asked_by} le pilote, et en est prévenu.")
            )
        return redirect(asked)
    return render(request, "spaces/projects/request_accept.html", {"asked": asked})


def request_refuse(request: AgentRequest, request_reference: str) -> HttpResponse:
    asked = _request_to_decide(request, request_reference)
    form = RefuseForm(request.POST or None)
    done = f"{asked.asked_by} est prévenu de votre réponse."
    if submitted(request, form, partial(actions.refuse, asked, by=request.user), done=done):
        return redirect(asked)
    return render(request, "spaces/projects/request_refuse.html", {"form": form, "asked": asked})


def _request(request: AgentRequest, reference: str) -> ProjectRequest:
    requests = ProjectRequest.objects.visible_to(request.user)
    return get_object_or_404(
        requests.select_related("asked_by", "decided_by", "sponsor", "project"), reference=reference
    )


def _request_to_decide(request: AgentRequest, reference: str) -> ProjectRequest:
    asked = _request(request, reference)
    if not can_create(request.user):
        raise PermissionDenied(actions.NOT_GROUP)
    return asked
