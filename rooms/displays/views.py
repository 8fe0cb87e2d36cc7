"""What screens show, to whoever holds their address, and the page of those who keep them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.ui.qr import qr_svg
from rooms import access
from rooms.availability import room_today
from rooms.displays import halls, screens
from rooms.displays.sheets import door_url
from rooms.models import Room, Site
from rooms.waiting_list.forms import ScreenForm

# Seconds between two looks: a door changes by the minute, a page of the hall must be read.
DOOR_EACH, HALL_EACH = 30, 20


@login_not_required
@require_safe
def screen(request: HttpRequest, secret: str) -> HttpResponse:
    """The whole page, for the tablet; its script asks for what changes."""
    return _shown(request, secret, "")


@login_not_required
@require_safe
def screen_content(request: HttpRequest, secret: str) -> HttpResponse:
    """What changes, alone."""
    return _shown(request, secret, "#content")


def _shown(request: HttpRequest, secret: str, part: str) -> HttpResponse:
    found = screens.screen_of(secret, request=request)
    if found is None:
        raise Http404
    template, context = _hall(request, found.site) if found.site else _door(found.room)
    query = f"?page={context['next_page']}" if "next_page" in context else ""
    context |= {
        "screen": found,
        "here": f"{reverse('rooms:screen', args=[secret])}{query}",
        "content_url": f"{reverse('rooms:screen_content', args=[secret])}{query}",
    }
    response = render(request, f"{template}{part}", context)
    add_never_cache_headers(response)
    # The address is the key: it goes nowhere.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _door(room: Room | None) -> tuple[str, dict[str, Any]]:
    assert room is not None
    door = room_today.door_of(room, reader=None)
    context = {
        "room": room,
        "door": door,
        "at": door.at,
        "awaited_until": room_today.awaited_until(door.now),
        "code": qr_svg(door_url(room), label=f"Ouvrir la page de la {room.called}"),
        "seconds": DOOR_EACH,
    }
    return "rooms/displays/screens/door.html", context


def _hall(request: HttpRequest, site: Site) -> tuple[str, dict[str, Any]]:
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4):
        raise Http404("Cette page de l’écran n’existe pas.")
    hall = halls.hall_of(site, page=int(asked))
    context = {
        "site": site,
        "hall": hall,
        "at": hall.at,
        "seconds": HALL_EACH,
        "next_page": hall.next_page,
    }
    return "rooms/displays/screens/hall.html", context


def screen_list(request: AgentRequest) -> HttpResponse:
    """Those that one keeps, which are silent, a new one with its address shown once, and how to set it up."""
    if not access.can_manage_some(request.user):
        raise PermissionDenied("Cette page est pour les personnes qui gèrent les salles.")
    form, shown = ScreenForm(request.POST if request.method == "POST" else None, by=request.user), ""
    if request.method == "POST" and form.is_valid():
        made, shown = screens.create(
            form.cleaned_data["place"], name=form.cleaned_data["name"], by=request.user
        )
        messages.success(request, f"L’écran «\u00a0{made.name}\u00a0» est créé.")
        form = ScreenForm(by=request.user)
    context = {
        "rows": screens.rows_of(request.user),
        "sites": Site.objects.by_name(),
        "form": form,
        "shown": shown,
    }
    response = render(request, "rooms/displays/screens/list.html", context)
    add_never_cache_headers(response)
    return response


def screen_revoke(request: AgentRequest, screen: str) -> HttpResponse:
    """Asks first; the button posts."""
    found = get_object_or_404(screens.kept_by(request.user), reference=screen)
    if request.method == "POST":
        screens.revoke(found, by=request.user)
        messages.success(
            request, f"L’écran «\u00a0{found.name}\u00a0» est retiré\u00a0: son adresse ne montre plus rien."
        )
        return redirect("rooms:screen_list")
    return render(request, "rooms/displays/screens/revoke.html", {"screen": found})
