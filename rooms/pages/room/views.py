"""A room's page, and its photo."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.documents.serving import file_response
from core.people.requests import AgentRequest
from core.ui import french
from core.ui.french import NBSP, spaced
from core.ui.refusals import refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from rooms import links, policies
from rooms.availability.refusals import length
from rooms.models import Closure, Level, OpeningHours, Room, RoomProblem
from rooms.pages.room import photos
from rooms.periods import when_closed
from rooms.policies import managers_of
from rooms.querysets import levels_of

# How far ahead a room's page announces its closures.
CLOSURES_DAYS, MOST_CLOSURES = 90, 10
# A whole direction may manage a room: a few names are enough to ask.
MOST_MANAGERS = 5


@require_safe
def room_detail(request: AgentRequest, slug: str) -> HttpResponse:
    room = get_object_or_404(Room.objects.select_related("site", "photo"), slug=slug)
    level = levels_of(request.user).of(room)
    problems = RoomProblem.objects.filter(room=room, fixed_at=None).select_related("equipment", "reported_by")
    broken = {problem.equipment_id for problem in problems}
    managers = [] if room.keeper_phone else managers_of(room)
    context = {
        "room": room,
        "equipment": [(one.name, one.pk in broken) for one in room.equipment.all()],
        "layouts": room.layouts.all(),
        "sharing": Room.objects.sharing_cells_with_ids([room.pk]).exclude(pk=room.pk).by_name(),
        "hours": OpeningHours.objects.filter(room=room),
        "closures": [(closure.reason, when_closed(closure.period)) for closure in _closures_of(room)],
        "problems": problems,
        "rules": list(_rules_of(room, level)),
        "managers": managers[:MOST_MANAGERS],
        "more_managers": max(len(managers) - MOST_MANAGERS, 0),
        "can_book": level >= Level.BOOK,
        "can_ask": level >= Level.ASK,
        "can_manage_it": level >= Level.MANAGE,
        "can_manage": policies.can_manage(request.user),
        "week_url": links.week(slug, timezone.localdate()),
        "day_url": links.day(room.site.slug, timezone.localdate()),
    }
    return render(request, "rooms/room_detail.html", context)


def _closures_of(room: Room) -> list[Closure]:
    now = timezone.now()
    coming = DateTimeTZRange(now, now + timedelta(days=CLOSURES_DAYS))
    return list(Closure.objects.during(coming).of(room).order_by("period")[:MOST_CLOSURES])


def _rules_of(room: Room, level: int) -> list[str]:
    """List the rules to know before one tries; managers are above most of them."""
    rules = []
    if level < Level.MANAGE:
        if level == Level.ASK:
            rules.append(spaced("Vous la demandez : qui gère la salle accepte ou refuse."))
        if room.notice_hours:
            rules.append(f"Au moins {french.count_of(room.notice_hours, 'heure')} à l’avance.")
        if room.ahead_days is not None:
            rules.append(f"Au plus {french.count_of(room.ahead_days, 'jour')} à l’avance.")
        if room.longest_minutes:
            rules.append(f"{length(timedelta(minutes=room.longest_minutes))} au plus.")
        if room.person_quota_minutes is not None:
            quota = length(timedelta(minutes=room.person_quota_minutes))
            rules.append(f"{quota} par personne et par semaine au plus.")
        if room.direction_quota_minutes is not None:
            quota = length(timedelta(minutes=room.direction_quota_minutes))
            rules.append(f"{quota} par direction ou service et par semaine au plus.")
    if room.buffer_before or room.buffer_after:
        around = [
            f"{minutes}{NBSP}{'minute' if minutes < 2 else 'minutes'} {side}"
            for minutes, side in ((room.buffer_before, "avant"), (room.buffer_after, "après"))
            if minutes
        ]
        rules.append(f"Gardée {' et '.join(around)}, pour la préparer et la remettre en état.")
    if room.needs_check_in:
        rules.append(spaced("En arrivant, on dit « j’y suis » ; sans nouvelles, elle est rendue aux autres."))
    return rules


@require_safe
def room_photo(request: AgentRequest, slug: str) -> HttpResponseBase:
    room = get_object_or_404(Room.objects.select_related("photo"), slug=slug)
    if room.photo is None:
        raise Http404
    return file_response(request, room.photo)


@atomic_post
def room_photo_give(request: AgentRequest, slug: str) -> HttpResponse:
    room = _kept_by(request, slug)
    lock_on_post(request, room)
    is_sent = request.method == "POST"
    form = photos.RoomPhotoForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        by=request.user,
        initial={"alt": room.photo_alt, "photo_id": room.photo_id},
    )
    if is_sent and form.is_valid():
        data = form.cleaned_data
        with refusals_in(form, "photo"):
            photos.give_photo(room, by=request.user, upload=data["photo"], alt=data["alt"])
            messages.success(request, "La photo est sur la page de la salle.")
            return redirect(room)
    return render(request, "rooms/room/room_photo_give.html", {"form": form, "room": room})


def room_photo_remove(request: AgentRequest, slug: str) -> HttpResponse:
    """A page asks; its button erases."""
    room = _kept_by(request, slug)
    if request.method == "POST":
        photos.remove_photo(room, by=request.user)
        messages.success(request, "La photo est effacée.")
        return redirect(room)
    if room.photo is None:
        messages.info(request, "Cette salle n’a pas de photo.")
        return redirect(room)
    return render(request, "rooms/room/room_photo_remove.html", {"room": room})


def _kept_by(request: AgentRequest, slug: str) -> Room:
    room = get_object_or_404(Room.objects.select_related("site", "photo"), slug=slug)
    if not policies.can_manage_room(request.user, room):
        raise PermissionDenied("La photo d’une salle est donnée et retirée par qui gère la salle.")
    return room
