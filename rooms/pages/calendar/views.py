"""The calendar pages: the day of sites, the week of one room and of all, the month of one, the sheet on the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import french
from core.french import spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from rooms import links, policies
from rooms.availability.free_rooms import site_of
from rooms.availability.rule_context import monday_of
from rooms.models import Room, Site
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import Maker, Reader, opening
from rooms.pages.calendar.days import Shown, day_of_sites
from rooms.pages.calendar.rows import Day, Held, ShownRoom, Window, widest
from rooms.pages.calendar.slots import Kind, slots
from rooms.pages.calendar.weeks import heading, week_of_room, week_of_sites
from rooms.view_shortcuts import asked_day

# The week's page has the others.
MOST_BOOKINGS = 4
AN_HOUR = 4


def month_of_room(room: Room, first: date, *, agent: Agent) -> list[list[dict[str, Any]]]:
    """The weeks that hold the month, from Monday to Sunday; three statements, and two for the agent's rights."""
    shown = rows.room_shown(room.pk, room.site_id)
    days = [Day(day) for day in _days_around(first)]
    held = rows.held([shown], days[0].start, days[-1].end)
    maker = Maker(Reader(agent, held), rows.shut([shown], days[0].start, days[-1].end))
    found = [_month_day(day, first, shown, room, held, maker) for day in days]
    return [found[start : start + 7] for start in range(0, len(found), 7)]


def _days_around(first: date) -> Iterator[date]:
    day = first - timedelta(days=first.weekday())
    while day < _next_month(first) or day.weekday():
        yield day
        day += timedelta(days=1)


def _month_day(
    day: Day, first: date, shown: ShownRoom, room: Room, held: list[Held], maker: Maker
) -> dict[str, Any]:
    """What is booked, or why nothing can be; `book_url` where at least an hour is free."""
    today = [one for one in held if one.start < day.end and one.end > day.start]
    hours, _ = opening(shown, room.site, day.date)
    window = Window(day, *widest([hours]), ((one.start, one.end) for one in today))
    column = maker.column(shown, room.site, window, today, details="")
    bookings = [(window.labels[one.start] if one.start >= 0 else "…", one) for one in column.taken]
    closed, book_url = "", ""
    for kind, start, end, _, reason in slots(column):
        if kind is Kind.SHUT:
            closed = closed or reason
        elif kind is Kind.FREE and not book_url and end - start >= AN_HOUR:
            until = column.times[min(end, start + min(AN_HOUR, column.longest))]
            book_url = f"{column.book_prefix}{column.times[start]}&a={until}"
    if not closed and not hours:
        closed = column.closed_word
    return {
        "date": day.date,
        "heading": heading(day.date),
        "is_outside": day.date.month != first.month,
        "week_url": links.week(room.slug, day.date),
        # Each with the hour of its start on that day, all there is room for.
        "bookings": bookings[:MOST_BOOKINGS],
        "more": max(len(bookings) - MOST_BOOKINGS, 0),
        "closed": closed,
        "book_url": book_url,
    }


UNKNOWN_SITE = spaced("Ce site n’existe pas : voici le premier de la liste.")
UNKNOWN_EQUIPMENT = spaced("Aucune salle d’ici n’a cet équipement : voici toutes les salles.")
ALL_SITES = "tous"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class CalendarChoice:
    """Day, sites and equipment in the address; each link of the page keeps the rest.

    Without a site in it: the one where the agent last booked.
    """

    on: date
    sites: list[Site]
    # All of them, for the links.
    every: list[Site]
    is_all: bool
    equipment: list[str]

    @classmethod
    def of(cls, request: AgentRequest) -> CalendarChoice:
        query = request.GET
        every = list(Site.objects.by_name())
        asked = query.get("site", "")
        chosen = [site for site in every if site.slug == asked]
        is_all = asked == ALL_SITES and len(every) > 1
        if asked and not chosen and asked != ALL_SITES:
            messages.warning(request, UNKNOWN_SITE)
        if not asked and len(every) > 1:
            usual = site_of(request.user)
            chosen = [site for site in every if site == usual]
        equipment = list(dict.fromkeys(name for name in query.getlist("equipement") if name))
        on = asked_day(request)
        return cls(on, every if is_all else chosen or every[:1], every, is_all, equipment)

    @property
    def site_slug(self) -> str:
        return ALL_SITES if self.is_all else self.sites[0].slug

    def query(self, *, site: str = "", on: date | None = None) -> str:
        """« ?site=…&le=… »: all that it asks for, but what is given."""
        asked = {"site": site or self.site_slug, "le": on or self.on, "equipement": self.equipment}
        return f"?{urlencode(asked, doseq=True)}"

    def context(self, route: str, *, step: timedelta) -> dict[str, object]:
        """The links around the grid, the same for the day and the week."""
        here, query = reverse(route), self.query()
        sites = [(site.name, here + self.query(site=site.slug), site in self.sites) for site in self.every]
        if len(sites) > 1:
            sites = [(name, url, is_shown and not self.is_all) for name, url, is_shown in sites]
            sites.append(("Tous les sites", here + self.query(site=ALL_SITES), self.is_all))
        return {
            "choice": self,
            "site_links": sites if len(sites) > 1 else [],
            "previous_url": here + self.query(on=self.on - step),
            "today_url": here + self.query(on=timezone.localdate()),
            "next_url": here + self.query(on=self.on + step),
            "day_url": reverse("rooms:day") + query,
            "week_url": reverse("rooms:week_of_rooms") + query,
            "without_url": here + replace(self, equipment=[]).query(),
            "where": "Tous les sites" if self.is_all else self.sites[0].name,
        }


def _shown[T](
    request: AgentRequest, of: Callable[..., Shown[T]], day_of: Callable[[date], date]
) -> tuple[CalendarChoice, Shown[T] | None]:
    """Return what the address asks for, and what is shown of it (None in a town without a site)."""
    choice = CalendarChoice.of(request)
    if not choice.sites:
        return choice, None
    shown = of(choice.sites, day_of(choice.on), agent=request.user, equipment=choice.equipment)
    if not set(choice.equipment) <= set(shown.equipment):
        messages.warning(request, UNKNOWN_EQUIPMENT)
        choice = replace(choice, equipment=[])
        shown = of(choice.sites, day_of(choice.on), agent=request.user)
    return choice, shown


@require_safe
def day(request: AgentRequest) -> HttpResponse:
    """The day of all the rooms of a site, or of all sites."""
    choice, shown = _shown(request, day_of_sites, lambda on: on)
    context: dict[str, Any] = {"choice": choice}
    if shown:
        context |= {
            **choice.context("rooms:day", step=timedelta(days=1)),
            "shown": shown,
            "heading": heading_of(choice.on),
            "is_now": choice.on == timezone.localdate(),
            "now": next((one.grid.now for one in shown.sites if one.grid.now), None),
            "can_keep": policies.can_manage_some(request.user),
        }
    return render(request, "rooms/calendar/day.html", context)


@require_safe
def week_of_rooms(request: AgentRequest) -> HttpResponse:
    """The week of all the rooms of a site, or of all sites: how much of each day is free."""
    choice, shown = _shown(request, week_of_sites, monday_of)
    if not shown:
        return render(request, "rooms/calendar/day.html", {"choice": choice})
    monday = monday_of(choice.on)
    context = {
        **choice.context("rooms:week_of_rooms", step=WEEK),
        "heading": f"Semaine du {french.short_date(monday)}",
        "is_now": monday == monday_of(timezone.localdate()),
        "shown": shown,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "can_keep": policies.can_manage_some(request.user),
    }
    return render(request, "rooms/calendar/week_of_rooms.html", context)


@require_safe
def week(request: AgentRequest, slug: str) -> HttpResponse:
    """The week of one room; `?feuille=porte` is the sheet to print, with nothing that is not everyone's."""
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    on = asked_day(request)
    monday = monday_of(on)
    sheet = request.GET.get("feuille", "")
    if sheet not in ("", "porte"):
        raise Http404("Cette feuille n’existe pas.")
    is_for_door = sheet == "porte"
    context = {
        **_around_room(room, on, "rooms:week", monday - WEEK, monday + WEEK),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "is_now": monday == monday_of(timezone.localdate()),
        "grid": week_of_room(room, monday, agent=None if is_for_door else request.user),
        "span": f"{french.short_date(monday)} au {french.short_date(monday + timedelta(days=6))}",
        "printed_at": timezone.localtime(),
        "door_url": f"{links.week(room.slug, monday)}&feuille=porte",
    }
    return render(
        request, "rooms/calendar/week_for_door.html" if is_for_door else "rooms/calendar/week.html", context
    )


@require_safe
def month(request: AgentRequest, slug: str) -> HttpResponse:
    """The month of one room, a table of its weeks."""
    room = get_object_or_404(Room.objects.select_related("site"), slug=slug)
    on = asked_day(request)
    first = on.replace(day=1)
    context = {
        **_around_room(
            room, on, "rooms:month", (first - timedelta(days=1)).replace(day=1), _next_month(first)
        ),
        "month_name": french.with_capital(french.month_name(first)),
        "is_now": first == timezone.localdate().replace(day=1),
        "weeks": month_of_room(room, first, agent=request.user),
        "weekdays": [french.with_capital(name) for name in french.WEEKDAYS],
        "today": timezone.localdate(),
    }
    return render(request, "rooms/calendar/month.html", context)


def heading_of(on: date) -> str:
    """« Jeudi 26 novembre », with the year unless it is this one."""
    return heading(on) if on.year == timezone.localdate().year else french.with_capital(french.long_date(on))


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _of_room(route: str, room: Room, on: date) -> str:
    return f"{reverse(route, args=[room.slug])}?{urlencode({'le': on})}"


def _around_room(room: Room, on: date, route: str, previous: date, following: date) -> dict[str, object]:
    """The links around a room's calendar."""
    return {
        "room": room,
        "day": on,
        "previous_url": _of_room(route, room, previous),
        "today_url": _of_room(route, room, timezone.localdate()),
        "next_url": _of_room(route, room, following),
        "week_url": links.week(room.slug, on),
        "month_url": _of_room("rooms:month", room, on),
        "site_day_url": links.day(room.site.slug, on),
    }
