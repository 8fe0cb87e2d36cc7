"""A room's page, and its photo."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.documents import actions as documents
from core.documents import images
from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.models import Document, Upload
from core.documents.serving import file_response
from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import OneLineField
from core.web.locks import lock_row
from core.web.refusals import refusals_in
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from rooms import links, policies
from rooms.models import Closure, Level, OpeningHours, Room, RoomProblem
from rooms.policies import managers_of
from rooms.querysets import levels_of

SIDE = 1200  # pixels
TOO_SMALL = spaced(
    f"Cette image est trop petite pour montrer la salle : il faut {images.SMALLEST} pixels de côté."
)


class RoomPhotoForm(StaleCheckForm, UploadFormMixin):
    photo = DocumentField(
        label="La photo",
        limits=images.LIMITS,
        help_text=(
            "La salle vide, sans personne. Elle est réduite, et perd la date et le lieu que l’appareil y a écrits."
        ),
    )
    alt = OneLineField(
        label="Ce qu’elle montre",
        max_length=200,
        help_text=spaced(
            "Pour qui ne voit pas la photo : « Une longue table pour douze, un écran au mur du fond »."
        ),
        error_messages={"required": "Décrivez la photo en une phrase, pour qui ne la voit pas."},
    )


@transaction.atomic
def give_photo(room: Room, *, by: Agent, upload: Upload, alt: str) -> Room:
    """The earlier one is erased at once. Raises ValidationError for what is no picture."""
    drawn = images.redrawn(upload.file_path, side=SIDE, too_small=TOO_SMALL)
    room = _locked(room, by=by)
    if not alt.strip():
        raise ValidationError({"alt": "Décrivez la photo en une phrase, pour qui ne la voit pas."})
    earlier = room.photo
    room.photo = documents.store_bytes(
        drawn, name=f"salle-{room.slug}.jpg", by=by, limits=images.LIMITS, read_text=False
    )
    room.photo_alt = alt.strip()
    _save(room, earlier, "a donné la photo de la salle", by=by)
    documents.discard(upload, by=by)
    return room


@transaction.atomic
def remove_photo(room: Room, *, by: Agent) -> Room:
    """At once, and for ever; twice is once."""
    room = _locked(room, by=by)
    earlier, room.photo, room.photo_alt = room.photo, None, ""
    if earlier is not None:
        _save(room, earlier, "a retiré la photo de la salle", by=by)
    return room


def _save(room: Room, earlier: Document | None, name: str, *, by: Agent) -> None:
    with action_context(name, by=by):
        room.save(update_fields=["photo", "photo_alt"])
    if earlier is not None:
        documents.forget(earlier, by=by)


def _locked(room: Room, *, by: Agent) -> Room:
    if not policies.can_manage_room(by, room):
        raise PermissionDenied("La photo d’une salle est donnée et retirée par qui gère la salle.")
    return lock_row(Room, room.pk)


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
    now = timezone.now()
    coming = DateTimeTZRange(now, now + timedelta(days=CLOSURES_DAYS))
    managers = [] if room.keeper_phone else managers_of(room)
    days = min(room.longest_days, settings.ROOMS_LONGEST_DAYS)
    asked = {"room": room, "days": days, "must_ask": level == Level.ASK, "is_above": level >= Level.MANAGE}
    context = {
        "room": room,
        "equipment": [(one.name, one.pk in broken) for one in room.equipment.all()],
        "layouts": room.layouts.all(),
        "sharing": Room.objects.sharing_cells_with(room).exclude(pk=room.pk).by_name(),
        "hours": OpeningHours.objects.filter(room=room),
        "closures": Closure.objects.during(coming).of(room).order_by("period")[:MOST_CLOSURES],
        "problems": problems,
        "rules": render_to_string("rooms/room/_rules.html", asked),
        "managers": managers[:MOST_MANAGERS],
        "more_managers": max(len(managers) - MOST_MANAGERS, 0),
        "can_be_invited": room.mail_address and room.is_bookable and links.mailbox(),
        "can_book": level >= Level.BOOK,
        "can_ask": level >= Level.ASK,
        "can_manage_it": level >= Level.MANAGE,
        "can_manage": policies.can_manage(request.user),
        "week_url": links.week(slug, timezone.localdate()),
        "day_url": links.day(room.site.slug, timezone.localdate()),
    }
    return render(request, "rooms/room_detail.html", context)


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
    form = RoomPhotoForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        by=request.user,
        initial={"alt": room.photo_alt, "photo_id": room.photo_id},
    )
    if is_sent and form.is_valid():
        data = form.cleaned_data
        with refusals_in(form, "photo"):
            give_photo(room, by=request.user, upload=data["photo"], alt=data["alt"])
            messages.success(request, "La photo est sur la page de la salle.")
            return redirect(room)
    return render(request, "rooms/room/room_photo_give.html", {"form": form, "room": room})


def room_photo_remove(request: AgentRequest, slug: str) -> HttpResponse:
    """A page asks; its button erases."""
    room = _kept_by(request, slug)
    if request.method == "POST":
        remove_photo(room, by=request.user)
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
