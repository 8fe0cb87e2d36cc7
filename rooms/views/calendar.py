"""The calendar pages: the day of a site's rooms, the week of one room."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.people.requests import AgentRequest
from core.ui.french import NBSP
from rooms import addresses, days, periods
from rooms.models import Room, Site

UNREADABLE_DATE = f"Cette date n’est pas lisible{NBSP}: voici aujourd’hui."
UNKNOWN_SITE = f"Ce site n’existe pas{NBSP}: voici le premier de la liste."
# More columns than this and the grid scrolls sideways, inside itself.
FITS = 6


def day(request: AgentRequest) -> HttpResponse:
    """The day of all the rooms of a site."""
    sites = list(Site.objects.by_name())
    notices: list[str] = []
    on = _asked_day(request, notices)
    if not sites:
        return render(request, "rooms/day.html", {"day": on, "sites": [], "notices": notices})
    asked = request.GET.get("site", "")
    site = next((site for site in sites if site.slug == asked), sites[0])
    if asked and site.slug != asked:
        notices.append(UNKNOWN_SITE)
    grid = days.day_of_site(site, on, agent=request.user)
    context = {
        "site": site,
        "sites": sites,
        "day": on,
        "today": timezone.localdate(),
        "notices": notices,
        "grid": grid,
        "is_wide": grid.columns > FITS,
        "previous_url": addresses.day(site.slug, on - timedelta(days=1)),
        "today_url": addresses.day(site.slug, timezone.localdate()),
        "next_url": addresses.day(site.slug, on + timedelta(days=1)),
    }
    return render(request, "rooms/day.html", context)


def week(request: AgentRequest, slug: str) -> HttpResponse:
    """The week of one room."""
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    notices: list[str] = []
    on = _asked_day(request, notices)
    monday = on - timedelta(days=on.weekday())
    context = {
        "room": room,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "day": on,
        "notices": notices,
        "grid": days.week_of_room(room, monday, agent=request.user),
        "previous_url": addresses.week(slug, monday - timedelta(days=7)),
        "today_url": addresses.week(slug, timezone.localdate()),
        "next_url": addresses.week(slug, monday + timedelta(days=7)),
    }
    return render(request, "rooms/week.html", context)


def _asked_day(request: HttpRequest, notices: list[str]) -> date:
    asked = request.GET.get("le", "")
    on = periods.readable_day(asked)
    if asked and on is None:
        notices.append(UNREADABLE_DATE)
    return on or timezone.localdate()
