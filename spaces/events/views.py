from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import conditional_page, require_safe

from core.people import policies, secret_addresses
from core.people.models import Project
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from spaces.corrections import WITHDRAWN, correction_page
from spaces.events import actions, calendar
from spaces.events.forms import DecisionForm, EventAddForm, EventChangeForm
from spaces.models import Decision, Event
from spaces.policies import feed_purpose
from spaces.space_pages import Space, keeps_words, space_of, space_page

TAB = "events"
NEWEST = 5


@require_safe
def event_list(request: AgentRequest, reference: str) -> HttpResponse:
    """The dates to come, or those that are past; and the latest decisions."""
    space = space_of(request, reference=reference)
    events, now = Event.objects.filter(project=space.project), timezone.now()
    is_past = request.GET.get("passees") == "1"
    if is_past:
        events = events.filter(ends_at__lt=now).order_by("-starts_at", "-pk")
    else:
        events = events.filter(ends_at__gte=now).order_by("starts_at", "pk")
    context = {
        "page": paginate(events, request),
        "is_past": is_past,
        "decisions": _decisions(space.project)[:NEWEST],
    }
    return space_page(request, space, TAB, "spaces/events/event_list.html", context)


@keeps_words
def event_add(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_write()
    form = EventAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            data = dict(form.cleaned_data)
            event, is_new = create_once(
                Event.objects.filter(project=space.project, created_by=request.user),
                data.pop("submission_key"),
                lambda key: actions.add_event(space.project, by=request.user, submission_key=key, **data),
            )
            messages.success(request, "La date est ajoutée." if is_new else "Cette date était déjà ajoutée.")
            return redirect(event)
    return space_page(request, space, TAB, "spaces/events/event_form.html", {"form": form})


@require_safe
def event_detail(request: AgentRequest, event_reference: str) -> HttpResponse:
    event, space = _event(request, event_reference)
    context = {"event": event, "booking_query": _booking_query(event)}
    return space_page(request, space, TAB, "spaces/events/event_detail.html", context)


def _booking_query(event: Event) -> str:
    """For the form that books a room: its quarters of an hour around the date."""
    starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    last = _quarter(ends) if ends == _quarter(ends) else _quarter(ends) + timedelta(minutes=15)
    end = "24:00" if last.date() > starts.date() else f"{last:%H:%M}"
    day, start = f"{starts:%Y-%m-%d}", f"{_quarter(starts):%H:%M}"
    return urlencode({"le": day, "de": start, "a": end, "objet": event.title})


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


@keeps_words
@atomic_post
def event_change(request: AgentRequest, event_reference: str) -> HttpResponse:
    event, space = _event(request, event_reference)
    space.check_write()
    lock_on_post(request, space.project, event)
    if event.cancelled_at and request.method != "POST":
        messages.warning(request, actions.CANCELLED)
        return redirect(event)
    form = EventChangeForm(request.POST or None, initial=EventChangeForm.initial_for(event))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.change_event(event, by=request.user, **form.cleaned_data)
            messages.success(request, "La date est changée.")
            return redirect(event)
    context = {"form": form, "event": event}
    return space_page(request, space, TAB, "spaces/events/event_form.html", context)


def event_cancel(request: AgentRequest, event_reference: str) -> HttpResponse:
    """A page asks, for all members are told at once; its button cancels."""
    event, space = _event(request, event_reference)
    space.check_write()
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.cancel_event(event, by=request.user)
            messages.success(request, "La date est annulée. Elle reste dans la liste, barrée.")
        return redirect(event)
    return space_page(request, space, TAB, "spaces/events/event_cancel.html", {"event": event})


def _event(request: AgentRequest, reference: str) -> tuple[Event, Space]:
    event = get_object_or_404(Event.objects.visible_to(request.user), reference=reference)
    space = space_of(request, pk=event.project_id)
    event.project = space.project
    return event, space


# Decisions


def _decisions(project: Project) -> QuerySet[Decision]:
    found = Decision.objects.filter(project=project).select_related("written_by", "changed_by", "replaced_by")
    return found.order_by("-decided_on", "-pk")


@require_safe
def decision_list(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    context = {"page": paginate(_decisions(space.project), request)}
    return space_page(request, space, TAB, "spaces/events/decision_list.html", context)


@keeps_words
def decision_write(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_write()
    return _write(request, space, None)


@keeps_words
def decision_replace(request: AgentRequest, decision_reference: str) -> HttpResponse:
    decisions = Decision.objects.visible_to(request.user)
    replaced = get_object_or_404(decisions, reference=decision_reference)
    space = space_of(request, pk=replaced.project_id)
    space.check_write()
    if replaced.is_withdrawn and request.method != "POST":
        messages.warning(request, WITHDRAWN)
        return redirect("spaces:decision_list", space.project.reference)
    return _write(request, space, replaced)


@keeps_words
@atomic_post
def decision_correct(request: AgentRequest, decision_reference: str) -> HttpResponse:
    decisions = Decision.objects.visible_to(request.user).select_related("project")
    decision = get_object_or_404(decisions, reference=decision_reference)
    url = reverse("spaces:decision_list", args=[decision.project.reference])
    return correction_page(request, decision, tab=TAB, url=url)


def _write(request: AgentRequest, space: Space, replaced: Decision | None) -> HttpResponse:
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_in(form):
            create_once(
                Decision.objects.filter(project=space.project, written_by=request.user),
                data.pop("submission_key"),
                lambda key: actions.decide(
                    space.project, by=request.user, replaces=replaced, submission_key=key, **data
                ),
            )
            messages.success(request, "La décision est notée.")
            return redirect("spaces:decision_list", space.project.reference)
    context = {"form": form, "replaced": replaced}
    return space_page(request, space, TAB, "spaces/events/decision_form.html", context)


# The calendar feed


def feed_address(request: AgentRequest, reference: str) -> HttpResponse:
    """Gives a member the address of the feed, shown once in this very answer; takes it back."""
    space = space_of(request, reference=reference)
    purpose, shown = feed_purpose(space.project), ""
    if request.POST.get("geste") == "retirer":
        was_there = secret_addresses.revoke(request.user, purpose)
        said = spaced("L’adresse est retirée : plus aucun agenda ne la lit.")
        messages.success(request, said if was_there else "Vous n’aviez plus d’adresse.")
        return redirect("spaces:feed_address", space.project.reference)
    space.check_write()
    if request.method == "POST":
        secret = actions.give_feed(space.project, by=request.user)
        shown = settings.SITE_URL + reverse("spaces:feed", args=[secret, space.project.reference])
    has_one = bool(shown) or secret_addresses.has_one(request.user, purpose)
    context = {"shown": shown, "has_one": has_one}
    response = space_page(request, space, TAB, "spaces/events/feed_address.html", context)
    add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest, secret: str, reference: str) -> HttpResponse:
    """For the open account that holds this secret, while it is a member of the project; 404 for anything else."""
    found = Project.objects.filter(reference=reference).first()
    # What does not exist is a guess too, and counts as one.
    purpose = feed_purpose(found) if found else "space_calendar:"
    agent = secret_addresses.agent_of(secret, purpose, request=request)
    if found is None or agent is None or not policies.is_member(agent, found):
        raise Http404
    written = calendar.calendar_of(found, calendar.events_of(found))
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="projet.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
