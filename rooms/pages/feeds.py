"""The feeds, open to the programs that hold their secret; the page where agents ask for one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models.expressions import RawSQL
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.views.decorators.http import require_safe
from segno.helpers import make_vcard_data

from core.french import spaced, with_capital
from core.people import secret_addresses
from core.people.models import Agent, SecretAddress
from core.people.requests import AgentRequest
from core.web import calendars
from core.web.connections import spooled
from core.web.fields import offer
from core.web.qr import qr_svg
from rooms import ical, links, periods
from rooms.models import Booking, Occupancy, Room, Site
from rooms.querysets import BookingQuerySet

# What is over for longer than this is left out, counted from the first of the month: the same feed for a month.
PAST = timedelta(days=90)
MOST = 20_000
MINE = "rooms_mine"
# Changes when what is written for the same rows does.
FORM = "2"


@dataclass(frozen=True)
class Feed:
    """Feed of a room, of a site, or of the reader where neither is given; `is_busy`: when they are taken, no more."""

    room: Room | None = None
    site: Site | None = None
    is_busy: bool = False

    @property
    def place(self) -> Room | Site | None:
        return self.room or self.site

    @property
    def kind(self) -> str:
        return "room" if self.room else "site"

    @property
    def purpose(self) -> str:
        """Under which its secret is kept: one for each agent and feed."""
        of = "rooms_busy_" if self.is_busy else "rooms_"
        return f"{of}{self.kind}:{self.place.pk}" if self.place else MINE

    @property
    def key(self) -> str:
        """Return its name in a form; `feed_named` reads it."""
        of = "busy-" if self.is_busy else ""
        return f"{of}{self.kind}:{self.place.slug}" if self.place else "mine"

    @property
    def label(self) -> str:
        """On the site."""
        only = ", libre ou occupé" if self.is_busy else ""
        if self.room:
            return f"{with_capital(self.room.called)}{only}"
        return f"{self.site.name}, toutes les salles{only}" if self.site else "Mes réservations"

    @property
    def name(self) -> str:
        """Among the calendars of somebody's telephone."""
        return f"{self.label} — {settings.TOWN_NAME}"

    def path(self, secret: str) -> str:
        if not self.place:
            return reverse("rooms:feed_mine", args=[secret])
        return reverse(
            f"rooms:{'busy' if self.is_busy else 'feed'}_{self.kind}", args=[secret, self.place.slug]
        )

    def bookings(self, agent: Agent, *, until: datetime | None = None) -> BookingQuerySet:
        """Return bookings that hold their rooms and are not long over; all the dates of a series if one is."""
        first, *others = (part.values("pk") for part in self._parts(agent, until))
        return Booking.objects.filter(pk__in=first.union(*others))

    def _parts(self, agent: Agent, until: datetime | None = None) -> list[BookingQuerySet]:
        """Their union, each found by an index of its own: an OR would read the bookings of all the years."""
        window = DateTimeTZRange(start_of_window(), until)
        held = [part.holding() for part in self._of(agent)]
        first, *others = (
            part.filter(period__overlap=window, series__isnull=False).values("series") for part in held
        )
        series = first.union(*others) if others else first
        single = [part.filter(period__overlap=window, series=None) for part in held]
        return [*single, *(part.filter(series__in=series) for part in held)]

    def _of(self, agent: Agent) -> list[BookingQuerySet]:
        if self.room is None and self.site is None:
            return [Booking.objects.of(agent)]
        # A room that can be divided is taken when one of its parts is.
        rooms = (
            Room.objects.sharing_cells_with(self.room) if self.room else Room.objects.filter(site=self.site)
        ).values("pk")
        others = Booking.other_rooms.through.objects.filter(room__in=rooms).values("booking")
        return [Booking.objects.filter(room__in=rooms), Booking.objects.filter(pk__in=others)]

    def written(self, agent: Agent) -> Iterator[str]:
        """The whole text, piece by piece, with the rights that the agent has now."""
        see = partial(ical.as_seen, is_busy=self.purpose == MINE)
        bookings = self.bookings(agent, until=self._end_of_many(agent))
        events = ical.events(
            ical.read_rows(bookings, reader=agent), see, changed=ical.series_changed(bookings)
        )
        return ical.calendar(events, name=self.name)

    def _end_of_many(self, agent: Agent) -> datetime | None:
        """Return where to stop a feed longer than programs read: what comes first is kept."""
        starts = self.bookings(agent).order_by("period").values_list("period__startswith", flat=True)
        beyond: datetime | None = starts[MOST : MOST + 1].first()
        return beyond

    def etag(self, agent: Agent) -> str:
        """Another whenever the text may be: found in one statement, from the versions of the rows."""
        version = RawSQL(ROW_VERSION, [])  # noqa: S611  (a constant)
        first, *others = (
            part.values_list("pk", "series", "organiser", version) for part in self._parts(agent)
        )
        sql, params = first.union(*others).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(VERSION.format(versions=sql), [*params, agent.pk])
            marks = cursor.fetchone()
        said = "|".join(map(str, (FORM, settings.SITE_URL, self.name, agent.pk, start_of_window(), *marks)))
        return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def busy_of(rooms: Iterable[Room]) -> Iterator[str]:
    """When each of these rooms is taken, with the time to set up and clean, as far as one books; nothing more."""
    start = periods.midnight(timezone.localdate())
    end = start + timedelta(days=settings.ROOMS_HORIZON_DAYS)
    rooms = list(rooms)
    held = Occupancy.objects.filter(
        blocked_during__overlap=DateTimeTZRange(start, end), cell__rooms__in=rooms
    ).order_by("cell__rooms", "blocked_during")
    columns = ("cell__rooms", "blocked_during__startswith", "blocked_during__endswith", "booking__state")
    times: dict[int, list[tuple[datetime, datetime, str]]] = {room.pk: [] for room in rooms}
    # A room of several cells is held by one booking in each of them.
    for room, starts, ends, state in held.values_list(*columns).distinct():
        kind = "BUSY-TENTATIVE" if state in ical.TENTATIVE else "BUSY"
        if room in times:
            times[room].append((starts, ends, kind))
    head = calendars.new_calendar(method="PUBLISH", is_universal=True)
    components = (
        calendars.busy(
            calendars.uid(f"libre-{room.slug}"),
            calendars.person(with_capital(room.called), room.mail_address or settings.MAIL_FROM),
            (start, end),
            times[room.pk],
        )
        for room in rooms
    )
    return calendars.pieces(head, components)


def start_of_window() -> datetime:
    day: date = timezone.localdate() - PAST
    return periods.midnight(day.replace(day=1))


# PostgreSQL's own: the transaction that wrote the row, and where it stands.
ROW_VERSION = "rooms_booking.xmin::text || rooms_booking.ctid::text"
# The rows chosen, each with its version; the series that they are of, the reader's invitations,
# the organisers' names; and, for what changes seldom, how far the history of rooms and rights has come.
VERSION = """
    WITH chosen (id, series, organiser, version) AS MATERIALIZED ({versions})
    SELECT count(*), sum(hashtextextended(id || ':' || version, 0)),
        (SELECT sum(hashtextextended(id || ':' || xmin::text || ctid::text, 0)) FROM rooms_series
         WHERE id IN (SELECT series FROM chosen)),
        (SELECT sum(hashtextextended(id || ':' || xmin::text || ctid::text, 0)) FROM rooms_attendee
         WHERE agent_id = %s),
        (SELECT sum(hashtextextended(concat_ws(':', id, first_name, last_name, email), 0)) FROM people_agent
         WHERE id IN (SELECT organiser FROM chosen)),
        (SELECT max(pgh_id) FROM rooms_roomevent),
        (SELECT max(pgh_id) FROM rooms_siteevent),
        (SELECT max(pgh_id) FROM rooms_roomrightevent),
        (SELECT max(pgh_id) FROM people_agentevent),
        (SELECT max(pgh_id) FROM people_directionevent),
        (SELECT max(pgh_id) FROM people_rolegivenevent)
    FROM chosen
"""


UNKNOWN = "Choisissez un agenda de la liste."


class FeedForm(forms.Form):
    """One's own bookings, a site, or a room; the value is a Feed."""

    feed = forms.ChoiceField(
        label=spaced("Quel agenda ?"), error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN}
    )

    is_busy = forms.BooleanField(
        label=spaced("Libre ou occupé seulement, sans les objets"),
        help_text=spaced("Pour qui ne doit voir que les heures prises : un partenaire, un autre agenda."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "feed", _choices())

    def clean_feed(self) -> Feed:
        return feed_named(self.cleaned_data["feed"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_busy") and (feed := cleaned.get("feed")):
            if feed.purpose == MINE:
                self.add_error("is_busy", "Choisissez une salle, ou un site.")
            cleaned["feed"] = replace(feed, is_busy=True)
        return cleaned


def _choices() -> list[Any]:
    rooms: dict[str, list[tuple[str, str]]] = {}
    for room in Room.objects.select_related("site").by_name():
        rooms.setdefault(room.site.name, []).append((f"room:{room.slug}", with_capital(room.called)))
    groups: list[Any] = [("mine", "Mes réservations")]
    sites = [(f"site:{site.slug}", f"{site.name}, toutes les salles") for site in Site.objects.by_name()]
    if sites:
        groups.append(("Un site", sites))
    return [*groups, *sorted(rooms.items())]


def feed_named(value: str) -> Feed:
    """`mine`, `site:hotel-de-ville` or `room:remparts`; raises ValidationError for anything else."""
    kind, _, slug = value.removeprefix("busy-").partition(":")
    if value == "mine":
        return Feed()
    if "\x00" not in slug and (feed := _feed_of(kind, slug, is_busy=value.startswith("busy-"))):
        return feed
    raise ValidationError(UNKNOWN, code="unknown")


def _feed_of(kind: str, slug: str, *, is_busy: bool) -> Feed | None:
    places: Any = {"room": Room.objects, "site": Site.objects}
    found = places[kind].filter(slug=slug).first() if kind in places else None
    return Feed(**{kind: found}, is_busy=is_busy) if found else None


def subscriptions(request: AgentRequest) -> HttpResponse:
    """Gives the address of a feed, shown once in this very answer; takes one back."""
    shown: dict[str, Any] = {}
    form = FeedForm(request.POST or None, initial={"feed": request.GET.get("agenda", "mine")})
    if request.method == "POST" and "retirer" in request.POST:
        return _revoke(request)
    if request.method == "POST" and form.is_valid():
        feed = form.cleaned_data["feed"]
        url = settings.SITE_URL + feed.path(secret_addresses.give(request.user, feed.purpose))
        # https becomes webcals: by webcal, the secret would first travel in clear. The trial alone has no HTTPS.
        shown = {"label": feed.label, "url": url, "webcal": url.replace("http", "webcal", 1)}
    context = {"form": form, "shown": shown, "mine": _of(request)}
    response = render(request, "rooms/feeds/subscriptions.html", context)
    add_never_cache_headers(response)
    return response


def _revoke(request: AgentRequest) -> HttpResponse:
    try:
        feed = feed_named(request.POST["retirer"])
    except ValidationError:
        feed = None
    if feed and secret_addresses.revoke(request.user, feed.purpose):
        messages.success(
            request, spaced("L’adresse est retirée : les agendas qui la lisaient ne se mettront plus à jour.")
        )
    else:
        messages.info(request, "Vous n’aviez plus cette adresse.")
    return redirect("rooms:subscriptions")


def _of(request: AgentRequest) -> list[dict[str, Any]]:
    """The live addresses of this agent's calendars; three statements."""
    found = SecretAddress.objects.filter(agent=request.user, revoked_at=None, purpose__startswith="rooms_")
    addresses = {address.purpose: address for address in found}
    keys = {purpose: purpose.partition(":")[2] for purpose in addresses}
    rooms = Room.objects.filter(pk__in=[key for purpose, key in keys.items() if "room:" in purpose])
    sites = Site.objects.filter(pk__in=[key for purpose, key in keys.items() if "site:" in purpose])
    feeds = [Feed(), *(Feed(site=site) for site in sites.by_name()), *(Feed(room=room) for room in rooms)]
    feeds += [replace(feed, is_busy=True) for feed in feeds[1:]]
    return [{"feed": feed, "address": addresses[feed.purpose]} for feed in feeds if feed.purpose in addresses]


@require_safe
def booking_ics(request: AgentRequest, reference: str) -> HttpResponse:
    """One booking that they may read, for their own calendar."""
    bookings = Booking.objects.visible_to(request.user).holding()
    booking = get_object_or_404(bookings, reference=reference)
    [row] = ical.read_rows_now(Booking.objects.filter(pk=booking.pk))
    event = ical.single(row, ical.whole(row))
    headers = {"Content-Disposition": 'attachment; filename="reunion.ics"'}
    response = HttpResponse(
        "".join(ical.calendar([event])), content_type="text/calendar; charset=utf-8", headers=headers
    )
    add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str, kind: str = "", slug: str = "") -> HttpResponseBase:
    found, agent = _opened(request, secret, _feed_of(kind, slug, is_busy=False) if kind else Feed())
    etag = found.etag(agent)
    # Asked before anything is written: Django's middleware would first have the whole text.
    response = get_conditional_response(request, etag) or FileResponse(
        spooled(found.written(agent)), filename="salles.ics", content_type="text/calendar; charset=utf-8"
    )
    response.headers["ETag"] = etag
    # Titles that this reader may read: no cache shared with others keeps them.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@login_not_required
@require_safe
def busy(request: HttpRequest, secret: str, kind: str, slug: str) -> HttpResponse:
    found, _ = _opened(request, secret, _feed_of(kind, slug, is_busy=True))
    rooms = [found.room] if found.room else Room.objects.filter(site=found.site).by_name()
    response = HttpResponse("".join(busy_of(rooms)), content_type="text/calendar; charset=utf-8")
    add_never_cache_headers(response)
    return response


def _opened(request: HttpRequest, secret: str, feed: Feed | None) -> tuple[Feed, Agent]:
    """Return it with the open account that holds this secret; 404 for anything else."""
    # What does not exist is a guess too, and counts as one.
    agent = secret_addresses.agent_of(secret, feed.purpose if feed else "rooms_none", request=request)
    if agent is None or feed is None:
        raise Http404
    return feed, agent


@require_safe
def book_by_calendar(request: AgentRequest) -> HttpResponse:
    """The address of each room to invite, and how; nothing is invited in a town that reads no mailbox for it.

    The code is one room's at a time: a camera would read the neighbour's.
    """
    rooms = Room.objects.bookable().exclude(mail_address="").select_related("site")
    context: dict[str, Any] = {"rooms": list(rooms.by_name()) if links.mailbox() else []}
    asked = request.GET.get("salle")
    if room := next((each for each in context["rooms"] if each.slug == asked), None):
        name = with_capital(room.called)
        # A contact: a calendar proposes it among guests, where the address alone would open a message.
        card = make_vcard_data(name, name, email=room.mail_address)
        context |= {"room": room, "code": qr_svg(card, label=f"Adresse de la {room.called}")}
    return render(request, "rooms/feeds/book_by_calendar.html", context)
