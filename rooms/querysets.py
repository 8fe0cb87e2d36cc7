from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from core.people.models import Agent
from core.people.ordering import alphabetical
from rooms import title_access
from rooms.permissions import Level, levels_of

if TYPE_CHECKING:
    from rooms.models import Attendee, Booking, Closure, Room, Site  # noqa: F401  (named in strings)

# Every action asks: composing it took the ORM longer than PostgreSQL answers.
SHARING = """
    SELECT others.room_id FROM rooms_room_cells mine JOIN rooms_room_cells others ON others.cell_id = mine.cell_id
    WHERE mine.room_id = ANY(%s::bigint[])
"""
# Which closures close which rooms, decided here alone: those of the room, of one that shares its cells (of a divided
# room, the whole closes with a part, and a part with the whole), of its site, of all rooms. Needs `closure` and `room`.
CLOSES = """
    (closure.site_id = room.site_id
     OR (closure.site_id IS NULL AND closure.room_id IS NULL)
     OR EXISTS (
         SELECT FROM rooms_room_cells theirs JOIN rooms_room_cells closed ON closed.cell_id = theirs.cell_id
         WHERE theirs.room_id = room.id AND closed.room_id = closure.room_id
     ))
"""
CLOSURES_OF = f"""
    SELECT closure.id FROM rooms_closure closure JOIN rooms_room room ON room.id = ANY(%s::bigint[]) AND {CLOSES}
"""  # noqa: S608  (only constants)


class SiteQuerySet(models.QuerySet["Site"]):
    def by_name(self) -> SiteQuerySet:
        return self.order_by(*alphabetical("name"), "pk")


class RoomQuerySet(models.QuerySet["Room"]):
    def bookable(self) -> RoomQuerySet:
        return self.filter(is_bookable=True)

    def by_name(self) -> RoomQuerySet:
        return self.order_by(*alphabetical("name"), "pk")

    def kept_by(self, agent: Agent) -> RoomQuerySet:
        """Those that this agent manages."""
        levels = levels_of(agent)
        return self.all() if levels.manages_all else self.filter(pk__in=levels.with_at_least(Level.MANAGE))

    def sharing_cells_with(self, *rooms: Room) -> RoomQuerySet:
        """These rooms and any that their bookings would block."""
        return self.sharing_cells_with_ids([room.pk for room in rooms])

    def sharing_cells_with_ids(self, rooms: list[int]) -> RoomQuerySet:
        return self.filter(pk__in=RawSQL(SHARING, [rooms]))  # noqa: S611  (a constant)


class RoomManager(models.Manager.from_queryset(RoomQuerySet)):  # type: ignore[misc]  # (a base class made at run time)
    def create(self, **fields: Any) -> Room:
        """A room and its own cell."""
        room: Room = super().create(**fields)
        self.give_cell(room)
        return room

    def give_cell(self, room: Room) -> None:
        """A room without a cell could be booked twice: it gets its own."""
        if not room.cells.exists():
            room.cells.create(name=room.name)


class ClosureQuerySet(models.QuerySet["Closure"]):
    def standing(self) -> ClosureQuerySet:
        return self.filter(lifted_at=None)

    def during(self, period: DateTimeTZRange) -> ClosureQuerySet:
        return self.standing().filter(period__overlap=period)

    def of(self, *rooms: Room) -> ClosureQuerySet:
        """Those that close any of these rooms."""
        return self.filter(pk__in=RawSQL(CLOSURES_OF, [[room.pk for room in rooms]]))  # noqa: S611  (a constant)


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, agent: Agent) -> BookingQuerySet:
        """Those whose title and page this agent may read (`rooms.title_access`)."""
        return self.filter(title_access.readable_by(agent))

    def holding(self) -> BookingQuerySet:
        """Confirmed, asked for or offered: those that keep their rooms from others."""
        return self.filter(state__in=("confirmed", "requested", "held"))

    def confirmed(self) -> BookingQuerySet:
        return self.filter(state="confirmed")

    def ended(self) -> BookingQuerySet:
        """Cancelled, declined, lapsed or freed."""
        return self.exclude(state__in=("confirmed", "requested", "held"))

    def of(self, agent: Agent) -> BookingQuerySet:
        """Theirs, and those that they typed for someone else."""
        return self.filter(Q(organiser=agent) | Q(booked_by=agent))

    def for_list(self) -> BookingQuerySet:
        return self.select_related("room__site", "organiser").prefetch_related("other_rooms")

    def upcoming_of(self, agent: Agent, *, now: datetime | None = None) -> BookingQuerySet:
        """Not over yet, the nearest first."""
        return (
            self.of(agent)
            .holding()
            .filter(period__endswith__gt=now or timezone.now())
            .order_by("period", "pk")
            .for_list()
        )

    def past_of(self, agent: Agent, *, now: datetime) -> BookingQuerySet:
        over = self.of(agent).confirmed().filter(period__endswith__lte=now)
        return over.order_by("-period", "-pk").for_list()

    def cancelled_of(self, agent: Agent) -> BookingQuerySet:
        return self.of(agent).ended().order_by("-period", "-pk").for_list()

    def blocking(self, room: Room, period: DateTimeTZRange) -> BookingQuerySet:
        """Those that hold one of the room's cells during the period, the earliest first."""
        held = apps.get_model("rooms.Occupancy").objects.filter(
            cell__rooms=room, blocked_during__overlap=period
        )
        return self.filter(pk__in=held.values("booking")).order_by("period").for_list()


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def standing(self) -> AttendeeQuerySet:
        return self.filter(withdrawn_at=None)

    def of_booking(self, booking: Booking) -> AttendeeQuerySet:
        """Its own, and those of its series."""
        whole = Q(series=booking.series_id) if booking.series_id else Q(pk__in=[])
        return self.standing().filter(Q(booking=booking) | whole)
