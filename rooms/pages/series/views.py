"""A series is booked, date by date where something stands in the way; read; given to someone or ended."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import french
from core.french import spaced
from core.people.requests import AgentRequest
from core.web.idempotency import create_once
from core.web.pagination import paginate
from core.web.refusals import submitted
from rooms import periods, policies
from rooms.attendees import actions as attendees
from rooms.models import Booking, Room, Series
from rooms.pages.bookings.forms import ReasonForm
from rooms.pages.series.date_rows import rows_of
from rooms.pages.series.forms import INITIAL_RHYTHM, Choices, GiveForm, SeriesForm
from rooms.series import actions
from rooms.series.book import Wanted, book_series, plan_series
from rooms.series.change import offer_rooms
from rooms.series.plan import DateChoice, DateWay, Obstructed, Plan
from rooms.series.querysets import (
    awaiting,
    clocks_of,
    tightest_date,
    times_of,
    visible_series,
    without_organiser,
)
from rooms.view_shortcuts import check_manages, warn_if_crowded

RHYTHM, DATES, BOOK, SKIP_ALL, TOGETHER, EVERYWHERE = (
    "rythme",
    "dates",
    "reserver",
    "sauter",
    "ensemble",
    "partout",
)
UNKNOWN_ROOM = spaced("Cette salle n’est pas dans la liste : rien n’est réservé. Choisissez-en une autre.")
UNKNOWN_STEP = spaced(
    "Ce choix n’existe pas : rien n’est réservé. Choisissez l’un des boutons de cette page."
)


def series_create(request: AgentRequest) -> HttpResponse:
    """The rhythm first, then the dates; the booking form's own button leads here with what was typed."""
    step, _, slug = request.POST.get("etape", "").partition(":")
    if request.method != "POST" or "rhythm" not in request.POST:
        given = request.POST if request.method == "POST" else request.GET
        return _show_rhythm(request, SeriesForm(by=request.user, initial=_asked(given, request)))
    form = SeriesForm(request.POST, by=request.user)
    if step == RHYTHM or not form.is_valid():
        return _show_rhythm(request, form)
    return _settle(request, form, step, slug)


def _settle(request: AgentRequest, form: SeriesForm, step: str, slug: str) -> HttpResponse:
    wanted = form.wanted()
    days = wanted.rule.dates(wanted.first_date)
    choices = Choices(request.POST, days, form.rooms.values(), held=wanted.rooms)
    if step == EVERYWHERE and slug in form.rooms:
        wanted, choices.chosen = _everywhere(wanted, form.rooms[slug], choices.chosen)
    elif step == TOGETHER and slug in form.rooms and not wanted.other_rooms:
        choices.settle(_seen(request), DateChoice(DateWay.ROOM, room=form.rooms[slug]))
    elif step in (EVERYWHERE, TOGETHER) or slug or step not in ("", DATES, BOOK, SKIP_ALL):
        messages.error(request, UNKNOWN_ROOM if step in (EVERYWHERE, TOGETHER) else UNKNOWN_STEP)
        step = DATES
    if step == SKIP_ALL:
        choices.settle(_seen(request), DateChoice(DateWay.SKIP))
    if step in (BOOK, SKIP_ALL, TOGETHER, EVERYWHERE) and not choices.faults:
        try:
            return _book(request, form, wanted, choices.chosen)
        except Obstructed as refusal:
            messages.warning(request, _still_open(refusal.plan, _seen(request)))
            return _show_dates(request, form, wanted, choices, refusal.plan)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    plan = plan_series(wanted, by=request.user, choices=choices.chosen)
    return _show_dates(request, form, wanted, choices, plan)


def _everywhere(
    wanted: Wanted, room: Room, chosen: dict[date, DateChoice]
) -> tuple[Wanted, dict[date, DateChoice]]:
    """« La même salle partout »: no date is skipped, none is elsewhere."""
    kept = {day: choice for day, choice in chosen.items() if choice.way == DateWay.TIME}
    layout = wanted.layout if wanted.room == room else None
    return replace(wanted, room=room, layout=layout), kept


def _seen(request: AgentRequest) -> set[date]:
    """The dates that the page showed as to be settled."""
    return {day for text in request.POST.get("vue", "").split(",") if (day := periods.readable_day(text))}


def _still_open(plan: Plan, seen: set[date]) -> str:
    words = spaced(f"Rien n’est encore réservé : {french.count_of(len(plan.open), 'date')} à régler.")
    has_changed = any(line.date not in seen for line in plan.open)
    return f"{words} L’agenda a changé depuis que cette page a été affichée." if has_changed else words


def _book(
    request: AgentRequest, form: SeriesForm, wanted: Wanted, choices: dict[date, DateChoice]
) -> HttpResponse:
    series, is_new = create_once(
        Series.objects.filter(Q(organiser=request.user) | Q(booked_by=request.user)),
        form.cleaned_data["submission_key"],
        lambda key: _book_and_invite(request, form, wanted, choices, key),
    )
    if is_new:
        count = series.occurrences.count()
        skipped = len(series.skipped)
        passed = f" {french.count_of(skipped, 'date sautée', 'dates sautées')}." if skipped else ""
        messages.success(
            request, spaced(f"C’est enregistré : {french.count_of(count, 'date')}.{passed}{awaiting(series)}")
        )
        if tightest := tightest_date(series):
            warn_if_crowded(request, tightest)
    else:
        messages.info(request, spaced("Cette série était déjà enregistrée : la voici."))
    return redirect(series)


@transaction.atomic
def _book_and_invite(
    request: AgentRequest,
    form: SeriesForm,
    wanted: Wanted,
    choices: dict[date, DateChoice],
    key: uuid.UUID,
) -> Series:
    """Both or neither; guests are invited to all the dates."""
    series = book_series(wanted, by=request.user, choices=choices, submission_key=key)
    people = form.cleaned_data["people"]
    if people and (first := attendees.to_come(series)):
        attendees.invite(
            first, by=request.user, agents=people.agents, addresses=people.addresses, whole_series=True
        )
    return series


def _show_rhythm(request: AgentRequest, form: SeriesForm) -> HttpResponse:
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name.startswith(("quoi-", "jour-", "de-", "a-"))
    ]
    return render(request, "rooms/series/series_create.html", {"form": form, "carried": carried})


def _show_dates(
    request: AgentRequest, form: SeriesForm, wanted: Wanted, choices: Choices, plan: Plan
) -> HttpResponse:
    offer_rooms(plan, wanted, by=request.user, organiser=wanted.organiser or request.user)
    rows = rows_of(plan, choices.faults, posted=request.POST, by=request.user)
    context = {
        "form": form,
        "wanted": wanted,
        "sentence": wanted.rule.sentence(plan.lines[0].date),
        "clocks": clocks_of(wanted.starts_at, wanted.ends_at),
        "together": [(room, policies.must_ask(request.user, room)) for room in rows.rooms_for_all],
        "everywhere": [(room, policies.must_ask(request.user, room)) for room in plan.everywhere],
        # Of a series of several rooms, or with a date skipped, no room for all is looked for.
        "is_sought": not (wanted.other_rooms or plan.skipped),
        "rows": rows,
        "count": len(plan.lines),
        "held": len(plan.held) - len(rows.to_settle),
        # Asked again for what was left open: that is where the page takes up.
        "is_again": "vue" in request.POST,
    }
    return render(request, "rooms/series/series_dates.html", context)


def _asked(given: QueryDict, request: AgentRequest) -> dict[str, Any]:
    """Return the fields of the booking form or of a link; leave out what cannot be read."""
    names = {"salle": "room", "le": "date", "de": "start", "a": "end"}
    typed = {names.get(name, name): values for name, values in given.lists() if "\x00" not in "".join(values)}
    several = ("other_rooms", "weekdays")
    initial: dict[str, Any] = {
        name: values if name in several else values[-1] for name, values in typed.items()
    }
    first = periods.readable_day(initial.get("date", "")) or timezone.localdate()
    return {**INITIAL_RHYTHM, "start": "09:00", "end": "10:00", **initial, "date": first}


@require_safe
def series_detail(request: AgentRequest, series: str) -> HttpResponse:
    found = get_object_or_404(visible_series(request.user), reference=series)
    dates = Booking.objects.visible_to(request.user).filter(series=found)
    rows = list(dates.for_list().order_by("series_date"))
    to_come = [row for row in rows if row.is_holding and not row.is_over]
    context = {
        "series": found,
        "times": times_of(found),
        "is_mine": request.user == found.organiser,
        "to_come": to_come,
        "others": [row for row in rows if row not in to_come],
        "first": next((row for row in to_come if policies.can_change(request.user, row)), None),
        "can_settle": bool(to_come) and actions.may_settle(request.user, found),
    }
    return render(request, "rooms/series/series_detail.html", context)


@require_safe
def series_orphans(request: AgentRequest) -> HttpResponse:
    """List the series, in rooms that one manages, whose organiser has left."""
    check_manages(request)
    page = paginate(without_organiser(request.user), request)
    context = {"page": page, "rows": [(series, times_of(series)) for series in page]}
    return render(request, "rooms/series/series_orphans.html", context)


def series_give(request: AgentRequest, series: str) -> HttpResponse:
    found = _settled(request, series)
    form = GiveForm(request.POST if request.method == "POST" else None)
    give = partial(actions.give_series, found, by=request.user)
    if submitted(request, form, give, done=lambda _: f"La série est confiée à {form.cleaned_data['to']}."):
        # Private and given away, it is read by its new organiser.
        is_read = visible_series(request.user).filter(pk=found.pk).exists()
        return redirect(found if is_read else "rooms:my_bookings")
    context = {"form": form, "series": found, "times": times_of(found)}
    return render(request, "rooms/series/series_give.html", context)


def series_end(request: AgentRequest, series: str) -> HttpResponse:
    found = _settled(request, series)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    done = "La série est terminée : ses dates à venir sont libres."
    if submitted(request, form, partial(actions.end_series, found, by=request.user), done=done):
        return redirect(found)
    context = {"form": form, "series": found, "times": times_of(found)}
    return render(request, "rooms/series/series_end.html", context)


def _settled(request: AgentRequest, reference: str) -> Series:
    found = get_object_or_404(visible_series(request.user), reference=reference)
    if not actions.may_settle(request.user, found):
        raise PermissionDenied("Cette série n’est pas la vôtre.")
    return found
