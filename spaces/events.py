"""Dates and decisions of a project, and its calendar (RFC 5545); a later decision replaces one.

Cancelled dates stay in the calendar, so that programs take them off.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import icalendar
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from core.french import spaced
from core.history.context import action_context
from core.people import secret_addresses
from core.people.models import Agent, Project, SecretAddress
from core.people.requests import AgentRequest
from core.web import calendars
from core.web.fields import DayField, OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from spaces import notifications, policies
from spaces.corrections import WITHDRAWN, correction_page
from spaces.models import PLACE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Decision, Event
from spaces.policies import OF_ONE_PROJECT
from spaces.space_pages import Space, held, keeps_words, space_of, space_page

CANCELLED = spaced("Cette date est annulée : elle ne change plus. Ajoutez-en une autre.")
PAST = spaced("Cette date est passée : choisissez un jour et une heure à venir.")
REPLACED = "Cette décision est déjà remplacée par une autre."


@transaction.atomic
def add_event(
    project: Project,
    *,
    by: Agent,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    submission_key: UUID,
) -> Event:
    project = policies.lock_to_write(project, by=by)
    _check_to_come(ends_at)
    with action_context("a ajouté la date", by=by):
        event = Event.objects.create(
            project=project,
            title=title,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            created_by=by,
            submission_key=submission_key,
        )
    notifications.notify_event(event, by=by, is_new=True)
    return event


@transaction.atomic
def change_event(
    event: Event, *, by: Agent, title: str, starts_at: datetime, ends_at: datetime, place: str
) -> None:
    """Calendars take what has a greater sequence. One that was held keeps its moments, or moves to others to come."""
    event = _locked(event, by=by)
    if (event.starts_at, event.ends_at) != (starts_at, ends_at):
        _check_to_come(ends_at)
    new = {"title": title, "starts_at": starts_at, "ends_at": ends_at, "place": place}
    if all(getattr(event, name) == value for name, value in new.items()):
        return
    for name, value in new.items():
        setattr(event, name, value)
    event.sequence += 1
    with action_context("a changé la date", by=by):
        event.save(update_fields=[*new, "sequence", "changed_at"])
    notifications.notify_event(event, by=by)


@transaction.atomic
def cancel_event(event: Event, *, by: Agent) -> None:
    event = _locked(event, by=by)
    event.cancelled_at = timezone.now()
    event.sequence += 1
    with action_context("a annulé la date", by=by):
        event.save(update_fields=["cancelled_at", "sequence", "changed_at"])
    notifications.notify_event(event, by=by)


def _check_to_come(ends_at: datetime) -> None:
    if ends_at <= timezone.now():
        raise ValidationError({"day": PAST})


def _locked(event: Event, *, by: Agent) -> Event:
    """Return the current row. Raise PermissionDenied, and ValidationError for one that is cancelled."""
    policies.lock_to_write(event.project, by=by)
    event = policies.lock(event)
    if event.cancelled_at:
        raise ValidationError(CANCELLED)
    return event


@transaction.atomic
def decide(
    project: Project,
    *,
    by: Agent,
    text: str,
    decided_on: date,
    submission_key: UUID,
    replaces: Decision | None = None,
) -> Decision:
    """Write a decision down, and what it replaces; nothing else of that one changes."""
    project = policies.lock_to_write(project, by=by)
    replaced = policies.lock(replaces) if replaces else None
    if replaced and replaced.replaced_by_id:
        raise ValidationError(REPLACED)
    if replaced and replaced.is_withdrawn:
        raise ValidationError(WITHDRAWN)
    if replaced and decided_on < replaced.decided_on:
        raise ValidationError({"decided_on": "Elle précède la décision qu’elle remplace."})
    with action_context("a noté la décision", by=by):
        decision = Decision.objects.create(
            project=project, text=text, decided_on=decided_on, written_by=by, submission_key=submission_key
        )
        if replaced:
            replaced.replaced_by = decision
            replaced.save(update_fields=["replaced_by"])
    notifications.notify_decision(decision)
    return decision


# The calendar feed, of all the projects of one member


PURPOSE = "spaces_calendar"
# Before, nobody's calendar looks.
FEED_BEFORE = timedelta(days=366)
MOST = 1000


def _vevent(event: Event) -> icalendar.Event:
    """In universal time: a date stands alone, no rule repeats it."""
    return calendars.new_event(
        calendars.uid(event.reference),
        stamp=event.changed_at,
        sequence=event.sequence,
        dtstart=calendars.universal(event.starts_at),
        dtend=calendars.universal(event.ends_at),
        summary=f"{event.project} — {event.title}",
        location=event.place,
        status="CANCELLED" if event.cancelled_at else "CONFIRMED",
        url=f"{settings.SITE_URL}{event.get_absolute_url()}",
    )


BAD_CLOCK = {
    "required": "Donnez une heure.",
    "invalid": spaced("Cette heure n’existe pas : écrivez-la comme 14:30."),
}


def _clock_field(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=BAD_CLOCK)


class EventForm(forms.Form):
    """`cleaned_data` is what the actions take: two moments in the place of a day and two clocks."""

    title = OneLineField(
        label="Quoi", max_length=TITLE_LENGTH, error_messages={"required": "Dites de quoi il s’agit."}
    )
    day = DayField(label="Jour")
    start = _clock_field("De")
    end = _clock_field("À")
    place = OneLineField(
        label="Où",
        max_length=PLACE_LENGTH,
        required=False,
        help_text=spaced(
            "Une salle, une adresse ; la réservation d’une salle se fait ensuite, en deux clics."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, start, end = (data.pop(name, None) for name in ("day", "start", "end"))
        if day and start and end:
            moments = [timezone.make_aware(datetime.combine(day, clock)) for clock in (start, end)]
            data["starts_at"], data["ends_at"] = moments
            # As moments: the clocks change in some nights.
            if moments[1].astimezone(UTC) <= moments[0].astimezone(UTC):
                self.add_error("end", "La fin doit suivre le début.")
        return data


class EventAddForm(OneTimeForm, EventForm):
    pass


class EventChangeForm(StaleCheckForm, EventForm):
    @staticmethod
    def initial_for(event: Event) -> dict[str, Any]:
        starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        clocks = {"day": starts.date(), "start": starts.time(), "end": ends.time()}
        # The sequence is of the stamp alone.
        return {"title": event.title, "place": event.place, "sequence": event.sequence, **clocks}


class DecisionForm(OneTimeForm):
    text = PlainTextField(
        label="Ce qui est décidé",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez la décision."},
    )
    decided_on = DayField(label="Décidé le", initial=timezone.localdate)

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Une décision est prise aujourd’hui ou l’a été avant.")
        return day


TAB = "events"
NEWEST = 5


@require_safe
def event_list(request: AgentRequest, reference: str) -> HttpResponse:
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
    add = partial(add_event, space.project, by=request.user)
    mine = Event.objects.filter(project=space.project, created_by=request.user)
    done, again = "La date est ajoutée.", "Cette date était déjà ajoutée."
    if event := submitted(request, form, add, mine=mine, done=done, again=again):
        return redirect(event)
    return space_page(request, space, TAB, "spaces/events/event_form.html", {"form": form})


@require_safe
def event_detail(request: AgentRequest, event_reference: str) -> HttpResponse:
    event, space = held(request, Event.objects, event_reference)
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
    event, space = held(request, Event.objects, event_reference)
    space.check_write()
    lock_on_post(request, space.project, event)
    if event.cancelled_at and request.method != "POST":
        messages.warning(request, CANCELLED)
        return redirect(event)
    form = EventChangeForm(request.POST or None, initial=EventChangeForm.initial_for(event))
    if submitted(request, form, partial(change_event, event, by=request.user), done="La date est changée."):
        return redirect(event)
    context = {"form": form, "event": event}
    return space_page(request, space, TAB, "spaces/events/event_form.html", context)


def event_cancel(request: AgentRequest, event_reference: str) -> HttpResponse:
    """A page asks, for all members are notified at once; its button cancels."""
    event, space = held(request, Event.objects, event_reference)
    space.check_write()
    if request.method == "POST":
        with refusals_as_messages(request):
            cancel_event(event, by=request.user)
            messages.success(request, "La date est annulée. Elle reste dans la liste, barrée.")
        return redirect(event)
    return space_page(request, space, TAB, "spaces/events/event_cancel.html", {"event": event})


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
    replaced, space = held(request, Decision.objects, decision_reference)
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
    write = partial(decide, space.project, by=request.user, replaces=replaced)
    mine = Decision.objects.filter(project=space.project, written_by=request.user)
    if submitted(request, form, write, mine=mine, done="La décision est notée."):
        return redirect("spaces:decision_list", space.project.reference)
    context = {"form": form, "replaced": replaced}
    return space_page(request, space, TAB, "spaces/events/decision_form.html", context)


# The calendar feed


def feed_address(request: AgentRequest) -> HttpResponse:
    """Give the address of the feed, shown once in this very answer; revoke it, with those of one project."""
    earlier = SecretAddress.objects.filter(agent=request.user, purpose__startswith=OF_ONE_PROJECT)
    return secret_addresses.feed_page(
        request,
        PURPOSE,
        *earlier.values_list("purpose", flat=True),
        template="spaces/events/feed_address.html",
        here="spaces:feed_address",
        feed="spaces:feed",
    )


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest, secret: str, reference: str = "") -> HttpResponse:
    """For the open account that holds this secret; `reference` is in addresses of one project, given before."""
    purpose = f"{OF_ONE_PROJECT}{reference}" if reference else PURPOSE
    agent = secret_addresses.agent_of(secret, purpose, request=request)
    mine = Project.objects.of_member(agent) if agent else Project.objects.none()
    if reference:
        mine = mine.filter(reference=reference)
    if agent is None or (reference and not mine):
        raise Http404
    events = Event.objects.filter(project__in=mine, ends_at__gte=timezone.now() - FEED_BEFORE)
    # Beyond the most, the oldest are left out.
    shown = events.select_related("project").order_by("-starts_at", "-pk")[:MOST]
    name = mine[0].name if reference else "Mes projets"
    written = calendars.pieces(calendars.new_calendar(name=name, is_universal=True), map(_vevent, shown))
    response = HttpResponse("".join(written), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="projets.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
