"""Screens and what they show, the page that lists them, and the sheets to print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core import french
from core.french import spaced
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import OneLineField, offer
from core.web.pdf import pdf_response
from core.web.qr import qr_svg
from rooms import periods, policies
from rooms.availability import room_today
from rooms.displays import halls, screens, sheets
from rooms.displays.sheets import door_url
from rooms.models import Room, Site
from rooms.view_shortcuts import asked_day, check_manages


class ScreenForm(forms.Form):
    """A screen of a door or of a hall; the managers of some rooms are offered only their doors."""

    name = OneLineField(
        label="Nom de l’écran",
        max_length=80,
        help_text=spaced("Pour le reconnaître dans la liste, par exemple « Porte des Remparts »."),
        error_messages={"required": "Donnez un nom à cet écran."},
    )
    place = forms.ChoiceField(
        label="Ce qu’il montre",
        error_messages={
            "required": "Choisissez une porte ou un hall.",
            "invalid_choice": "Choisissez une porte ou un hall de la liste.",
        },
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = Room.objects.kept_by(by).select_related("site").by_name()
        sites = list(Site.objects.by_name()) if policies.can_manage(by) else []
        self.places: dict[str, Room | Site] = {f"hall:{site.slug}": site for site in sites}
        halls = [(key, spaced(f"Hall : {site.name}")) for key, site in self.places.items()]
        doors: dict[str, list[tuple[str, str]]] = {}
        for room in rooms:
            self.places[f"porte:{room.slug}"] = room
            doors.setdefault(f"Portes, {room.site.name}", []).append((f"porte:{room.slug}", room.name))
        groups: list[Any] = [("", "Choisissez"), *([("Halls", halls)] if halls else []), *doors.items()]
        offer(self, "place", groups)

    def clean_place(self) -> Room | Site:
        return self.places[self.cleaned_data["place"]]


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
        "awaited_until": door.now and room_today.awaited_until(door.now.booking),
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
    """List the screens that one manages, which are silent, and a new one with its address, shown once."""
    check_manages(request)
    form, shown = ScreenForm(request.POST if request.method == "POST" else None, by=request.user), ""
    if request.method == "POST" and form.is_valid():
        made, shown = screens.create(
            form.cleaned_data["place"], name=form.cleaned_data["name"], by=request.user
        )
        messages.success(request, spaced(f"L’écran « {made.name} » est créé."))
        form = ScreenForm(by=request.user)
    context = {
        "screens": screens.kept_by(request.user),
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
            request, spaced(f"L’écran « {found.name} » est retiré : son adresse ne montre plus rien.")
        )
        return redirect("rooms:screen_list")
    return render(request, "rooms/displays/screens/revoke.html", {"screen": found})


# Sheets to print


@require_safe
def door_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of one door."""
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    return _door_sheets(request, [room], name=f"porte-{room.slug}.pdf")


@require_safe
def door_sheets(request: HttpRequest, site: str) -> HttpResponse:
    """The sheets of all the doors of a site, one a page."""
    found = get_object_or_404(Site, slug=site)
    rooms = found.rooms.select_related("site").order_by("floor", *alphabetical("name"))
    return _door_sheets(request, rooms, name=f"portes-{found.slug}.pdf")


def _door_sheets(request: HttpRequest, rooms: Iterable[Room], *, name: str) -> HttpResponse:
    size = request.GET.get("format", "a4")
    if size not in ("a4", "a5"):
        raise Http404("Les affiches existent en A4 et en A5.")
    sheets_of_doors = [
        {
            "room": room,
            "url": sheets.door_url(room),
            "code": qr_svg(sheets.door_url(room), label=f"La page de la {room.called}"),
        }
        for room in rooms
    ]
    context = {
        "sheets": sheets_of_doors,
        "patience": settings.ROOMS_CHECK_IN_MINUTES,
        "is_small": size == "a5",
    }
    return pdf_response(
        request, "rooms/displays/print/door_sheets.html", context, title="Affiches des portes", name=name
    )


@require_safe
def caretaker_sheet(request: AgentRequest, site: str) -> HttpResponse:
    """Show who opens which room, when and how, that day; today by default."""
    found = get_object_or_404(Site, slug=site)
    day = asked_day(request)
    context = {
        "sheet": sheets.caretaker_sheet(found, day, reader=request.user),
        "site": found,
        "sites": Site.objects.by_name(),
        "day": day,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1),
    }
    return render(request, "rooms/displays/caretaker_sheet.html", context)


@require_safe
def caretaker_pdf(request: AgentRequest, site: str) -> HttpResponse:
    found = get_object_or_404(Site, slug=site)
    asked = request.GET.get("le", "")
    day = periods.readable_day(asked) if asked else timezone.localdate()
    if day is None:
        # The page says that the date cannot be read; a file would be another day's, without a word.
        return redirect(f"{reverse('rooms:caretaker_sheet', args=[found.slug])}?{urlencode({'le': asked})}")
    sheet = sheets.caretaker_sheet(found, day, reader=request.user)
    title = f"Salles à ouvrir, {found.name}, {french.long_date(day)}"
    name = f"salles-{found.slug}-{day:%Y-%m-%d}.pdf"
    return pdf_response(
        request,
        "rooms/displays/print/caretaker.html",
        {"sheet": sheet, "site": found},
        title=title,
        name=name,
    )
