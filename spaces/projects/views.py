from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.history.entries import history_of
from core.people.models import Project
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from spaces.members import periods
from spaces.models import Decision, Event, File, NoteVersion, ProjectRequest, Thread
from spaces.policies import can_create, leads_to_name
from spaces.projects import actions
from spaces.projects.changes import changes_of, with_changes
from spaces.projects.forms import CloseForm, ProjectChangeForm, ProjectCreateForm, RefuseForm, RequestForm
from spaces.space_pages import keeps_words, space_of, space_page

LATEST = 4


@require_safe
def my_spaces(request: AgentRequest) -> HttpResponse:
    """My open projects and what is new there, those that I may read, those that are over."""
    agent = request.user
    visible, mine = Project.objects.visible_to(agent), Project.objects.of_member(agent)
    current = list(with_changes(mine.current(), agent).by_name())
    context = {
        "mine": [(project, changes_of(project)) for project in current],
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
    """Show the purpose, the members, the latest of everything."""
    space = space_of(request, reference=reference)
    held = space.project
    newest = NoteVersion.objects.newest().filter(note__project=held, note__removed_at=None)
    context = {
        "members": periods.current(held).select_related("agent__direction").order_by("-is_lead", "pk")[:20],
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
    }
    return space_page(request, space, "overview", "spaces/projects/project.html", context)


def project_create(request: AgentRequest) -> HttpResponse:
    if not can_create(request.user):
        raise PermissionDenied(actions.NOT_GROUP)
    form = ProjectCreateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_in(form):
            made, is_new = create_once(
                Project.objects.filter(created_by=request.user),
                data.pop("submission_key"),
                lambda key: actions.create(by=request.user, submission_key=key, **data),
            )
            _say(
                request,
                is_new,
                spaced(f"Le projet est créé : {data['lead']} le pilote."),
                "Ce projet était déjà créé.",
            )
            mine = Project.objects.visible_to(request.user).filter(pk=made.pk).exists()
            # Reserved, it is its lead's from now on.
            return redirect(made) if mine else redirect("spaces:my_spaces")
    return render(request, "spaces/projects/project_create.html", {"form": form})


@keeps_words
@atomic_post
def project_change(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_lead()
    lock_on_post(request, space.project)
    initial = ProjectChangeForm.initial_for(space.project)
    form = ProjectChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.change(space.project, by=request.user, **form.cleaned_data)
            messages.success(request, "Le projet est corrigé.")
            return redirect(space.project)
    return space_page(request, space, "overview", "spaces/projects/project_change.html", {"form": form})


@keeps_words
def project_close(request: AgentRequest, reference: str) -> HttpResponse:
    """A page asks what was learnt; its button closes."""
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
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.close(space.project, by=request.user, **form.cleaned_data)
            messages.success(request, "Le projet est clos. Son espace se lit encore, et ne change plus.")
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
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_in(form):
            asked, is_new = create_once(
                ProjectRequest.objects.filter(asked_by=request.user),
                data.pop("submission_key"),
                lambda key: actions.ask(by=request.user, submission_key=key, **data),
            )
            _say(request, is_new, "Votre demande est envoyée au groupe.", "Cette demande était déjà envoyée.")
            return redirect(asked)
    return render(request, "spaces/projects/request_create.html", {"form": form})


@require_safe
def request_detail(request: AgentRequest, request_reference: str) -> HttpResponse:
    """The group accepts by a button, or refuses with a reason."""
    asked = _request(request, request_reference)
    can_decide = can_create(request.user) and asked.state == ProjectRequest.State.WAITING
    context: dict[str, Any] = {"asked": asked, "can_decide": can_decide}
    return render(request, "spaces/projects/request_detail.html", context)


def request_accept(request: AgentRequest, request_reference: str) -> HttpResponse:
    """A page asks; its button makes the project."""
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
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.refuse(asked, by=request.user, **form.cleaned_data)
            messages.success(request, f"{asked.asked_by} est prévenu de votre réponse.")
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


def _say(request: AgentRequest, is_new: bool, said: str, known: str) -> None:
    if is_new:
        messages.success(request, said)
    else:
        messages.info(request, known)
