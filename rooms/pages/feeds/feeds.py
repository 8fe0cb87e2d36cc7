"""The calendars that programs subscribe to: of a room, of a site, of one's own bookings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from core.ui.french import with_capital
from rooms import periods
from rooms.ical import booking_rows, visibility, writing
from rooms.models import Booking, Room, Site
from rooms.querysets import BookingQuerySet

# What is over for longer than this is left out, counted from the first of the month: the same feed for a month.
PAST = timedelta(days=90)
MOST = 20_000
MINE = "rooms_mine"
# Changes when what is written for the same rows does.
FORM = "2"


@dataclass(frozen=True)
class Feed:
    """Feed of a room, of a site, or of the reader where neither is given."""

    room: Room | None = None
    site: Site | None = None

    @property
    def purpose(self) -> str:
        """Under which its secret is kept: one for each agent and feed."""
        if self.room:
            return f"rooms_room:{self.room.pk}"
        return f"rooms_site:{self.site.pk}" if self.site else MINE

    @property
    def key(self) -> str:
        """Return its name in a form; `forms.feed_named` reads it."""
        if self.room:
            return f"room:{self.room.slug}"
        return f"site:{self.site.slug}" if self.site else "mine"

    @property
    def label(self) -> str:
        """On the site."""
        if self.room:
            return with_capital(self.room.called)
        return f"{self.site.name}, toutes les salles" if self.site else "Mes réservations"

    @property
    def name(self) -> str:
        """Among the calendars of somebody's telephone."""
        return f"{self.label} — {settings.TOWN_NAME}"

    def path(self, secret: str) -> str:
        if self.room:
            return reverse("rooms:feed_room", args=[secret, self.room.slug])
        if self.site:
            return reverse("rooms:feed_site", args=[secret, self.site.slug])
        return reverse("rooms:feed_mine", args=[secret])

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
        see = partial(visibility.seen, is_busy=self.purpose == MINE)
        bookings = self.bookings(agent, until=self._end_of_many(agent))
        events = writing.events(
            booking_rows.read_rows(bookings, reader=agent), see, changed=booking_rows.series_changed(bookings)
        )
        return writing.calendar(events, name=self.name)

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
