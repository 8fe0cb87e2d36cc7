"""Sheets to print: the codes of the doors, the caretaker's day."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.people.requests import AgentRequest
from core.ui import french
from core.ui.french import NBSP
from core.ui.pdf import pdf_response
from core.ui.qr import qr_svg
from rooms import periods
from rooms.displays import sheets
from rooms.models import Room, Site


def door_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of one door."""
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    return _door_sheets(request, [room], name=f"porte-{room.slug}.pdf")


def door_sheets(request: HttpRequest, site: str) -> HttpResponse:
    """The sheets of all the doors of a site, one a page."""
    found = get_object_or_404(Site, slug=site)
    rooms = found.rooms.select_related("site").order_by("floor", "name")
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


def caretaker_sheet(request: AgentRequest, site: str) -> HttpResponse:
    """Who opens what, when and how, that day; today unless said."""
    found = get_object_or_404(Site, slug=site)
    asked = request.GET.get("le", "")
    day = periods.readable_day(asked) or timezone.localdate()
    is_unread = bool(asked) and periods.readable_day(asked) is None
    context = {
        "sheet": sheets.caretaker_sheet(found, day, reader=request.user),
        "site": found,
        "sites": Site.objects.by_name(),
        "day": day,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1),
        "notices": [f"Cette date n’est pas lisible{NBSP}: voici aujourd’hui."] if is_unread else [],
    }
    return render(request, "rooms/displays/caretaker_sheet.html", context)


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
