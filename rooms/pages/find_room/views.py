"""« Trouver une salle » and « Libre maintenant »."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from core.french import clock, spaced
from core.people.requests import AgentRequest, is_guessing
from core.web.idempotency import OneTimeForm, create_once
from core.web.refusals import refusals_as_messages
from rooms import periods
from rooms.availability import free_rooms
from rooms.availability.free_rooms import SHORT, USUAL, Criteria, site_of
from rooms.bookings import actions
from rooms.models import Booking, Room, SearchTally, Site
from rooms.pages.find_room.forms import FindForm
from rooms.pages.find_room.search import search

# A page loaded again, or gone back to, is the same search.
SAME_SEARCH = 15 * 60  # seconds


def count_search(request: AgentRequest, wishes: Criteria, *, has_found: bool) -> None:
    """Once the page is made: a GET reads within a transaction that writes nothing."""
    if request.method == "GET" and not is_guessing(request):
        key = salted_hmac(
            "rooms.availability.free_rooms",
            f"{request.user.pk} {request.GET.urlencode()}",
            algorithm="sha256",
        )
        site = wishes.site.pk if wishes.site else None
        transaction.on_commit(
            partial(_count, f"rooms.search.{key.hexdigest()}", site, wishes.people, has_found)
        )


def _count(key: str, site: int | None, people: int, has_found: bool) -> None:
    if not cache.add(key, 1, SAME_SEARCH):
        return
    day = timezone.localdate()
    # Of two at once, each counts: the row is there before either adds to it.
    SearchTally.objects.bulk_create([SearchTally(on=day, site_id=site, people=people)], ignore_conflicts=True)
    tally = SearchTally.objects.filter(on=day, site=site, people=people)
    tally.update(sought=F("sought") + 1, found=F("found") + int(has_found))


# What a meeting that starts at once is called until someone says better.
AT_ONCE = "Réunion"
# From this hour on, « today » would offer no time that rooms are open.
LAST_HOUR = 18


@require_safe
def find_room(request: AgentRequest) -> HttpResponse:
    """All of the search is in the address."""
    is_asked = "personnes" in request.GET
    form = FindForm(request.GET) if is_asked else FindForm(initial=_usual(request))
    results = None
    if is_asked and form.is_valid():
        results = search(form, by=request.user)
        count_search(request, form.wishes, has_found=bool(results.fitting))
    form.focus_first_error()
    return render(request, "rooms/find_room/find_room.html", {"form": form, "results": results})


def _usual(request: AgentRequest) -> dict[str, Any]:
    """Tomorrow at nine for an hour, or what a link of the calendar gives; today, from the next hour on."""
    query, moment = request.GET, timezone.localtime()
    on = periods.readable_day(query.get("le", ""))
    if on is None or on < moment.date() or (on == moment.date() and moment.hour >= LAST_HOUR):
        on = moment.date() + timedelta(days=1)
    start = f"{moment.hour + 1:02}:00" if on == moment.date() and moment.hour >= 9 else "09:00"
    return {
        "quand": "date",
        "le": on,
        "de": query.get("de") or start,
        "duree": query.get("duree") or 60,
        "personnes": 4,
        "site": query.get("site", ""),
    }


@require_safe
def free_now(request: AgentRequest) -> HttpResponse:
    """My site first; another one by its link."""
    sites = list(Site.objects.by_name())
    asked = next((site for site in sites if site.slug == request.GET.get("site")), None)
    if request.GET.get("site") and asked is None:
        messages.warning(request, spaced("Ce site n’existe pas : voici les salles libres en ce moment."))
    usual = site_of(request.user)
    shown = asked or usual
    free = free_rooms.free_now(by=request.user)
    context = {
        "sites": sites,
        "site": shown,
        "now": timezone.localtime(),
        "here": [one for one in free if shown is None or one.room.site == shown],
        "elsewhere": [] if asked or shown is None else [one for one in free if one.room.site != shown],
        "form": OneTimeForm(auto_id=False),
    }
    return render(request, "rooms/find_room/free_now.html", context)


@require_POST
def book_now(request: AgentRequest, slug: str) -> HttpResponse:
    """The second tap: from the quarter of an hour that runs, for 30 minutes or an hour, or as long as it is free."""
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    form = OneTimeForm(request.POST)
    # A spoilt key is a first sending: there is no form to show again.
    key = form.cleaned_data["submission_key"] if form.is_valid() else uuid.uuid4()
    asked = request.POST.get("minutes", "")
    if asked not in (str(SHORT), str(USUAL)):
        messages.error(request, spaced("Cette durée n’est pas proposée : choisissez-en une dans la liste."))
        return redirect("rooms:free_now")
    minutes = int(asked)
    free = next(
        (one for one in free_rooms.free_now(by=request.user, site=room.site) if one.room.slug == slug), None
    )
    since = periods.started_quarter(timezone.localtime())
    until = since + timedelta(minutes=minutes)
    period = DateTimeTZRange(since, min(until, free.until) if free else until)
    with refusals_as_messages(request):
        booking, is_new = create_once(
            Booking.objects.of(request.user),
            key,
            lambda key: actions.book(room, by=request.user, period=period, title=AT_ONCE, submission_key=key),
        )
        if is_new:
            end = clock(timezone.localtime(booking.period.upper))
            said = f"La {room.called} est à vous jusqu’à {end}. L’agenda dit « {AT_ONCE} »"
            messages.success(request, spaced(f"{said} : changez l’objet si vous voulez."))
        return redirect(booking)
    return redirect("rooms:free_now")
