"""Sets of rooms and bookings, after what an agent may do in rooms and who reads a title."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.roles import Role

if TYPE_CHECKING:
    from rooms.models import Attendee, Booking, Closure, Room, Site  # noqa: F401  (named in strings)


# What agents may do in rooms: found for one agent in one statement, whatever the number of rooms.


class Level(models.IntegerChoices):
    """Stored as numbers, so that the highest of several is the one that counts."""

    TAKEN = 1, "voit seulement qu’elle est prise"
    TITLES = 2, "lit l’objet des réservations"
    ASK = 3, "demande (qui gère la salle accepte ou refuse)"
    BOOK = 4, "réserve"
    MANAGE = 5, "gère la salle"


class RoomLike(Protocol):
    """A `Room` (the models import this module), or a row of one."""

    @property
    def pk(self) -> int: ...
    @property
    def everyone_may(self) -> int: ...
    @property
    def notice_hours(self) -> int: ...
    @property
    def ahead_days(self) -> int | None: ...
    @property
    def longest_minutes(self) -> int | None: ...


MANAGERS = (Role.ROOM_MANAGER, Role.ADMINISTRATOR)
# The rights of a direction are those of its units too.
OF_UNITS = (
    "direction",
    "direction__children",
    "direction__children__children",
    "direction__children__children__children",
)


class Levels:
    """`of(room)` is the highest of what everyone may do there and of the agent's own rights, by role and direction."""

    def __init__(self, agent: Agent) -> None:
        self.manages_all = agent.has_role(*MANAGERS)
        self.own: dict[int, int] = {}
        if not self.manages_all and agent.is_active:
            theirs = Q(direction=None)
            if agent.direction_id:
                for unit in OF_UNITS:
                    theirs |= Q(**{unit: agent.direction_id})
            rights = apps.get_model("rooms.RoomRight").objects.filter(theirs, role__in=["", *agent.roles])
            self.own = dict(rights.values_list("room").annotate(Max("level")))

    def of(self, room: RoomLike) -> int:
        return self.of_row(room.pk, room.everyone_may)

    def of_row(self, room_id: int, everyone_may: int) -> int:
        if self.manages_all:
            return Level.MANAGE
        return max(everyone_may, self.own.get(room_id, 0))

    def with_at_least(self, level: Level) -> list[int]:
        """Rooms where the agent's own rights alone give that level."""
        return [room for room, own in self.own.items() if own >= level]


def levels_of(agent: Agent, *, fresh: bool = False) -> Levels:
    """Kept with the agent, who lives as long as a request; an action asks for them `fresh`, under its locks."""
    found: Levels | None = None if fresh else getattr(agent, "_room_levels", None)
    if found is None:
        found = Levels(agent)
        agent._room_levels = found  # type: ignore[attr-defined]  # (cached for the request)
    return found


# What stands for the title.
RESERVED = "Réservé"
# Plain numbers: the calendar asks for hundreds of bookings, and an enumeration's are compared five times slower.
TITLES = int(Level.TITLES)
CONFIRMED = "confirmed"


def is_public(state: str, everyone_may: int, here: int, *, is_private: bool) -> bool:
    """On a door or in a hall, where strangers pass: confirmed, and open to all in its first room and in this one."""
    return state == CONFIRMED and not is_private and min(everyone_may, here) >= TITLES


def readable_by(agent: Agent) -> Q:
    """Keep the bookings whose title, organiser and page this agent reads: decided here alone.

    Its organiser and who typed it for them; those who manage one of its rooms; those invited to it; and, unless it is
    private or only offered to someone, those whose level in its first room reads titles (`policies.strictest_first`
    puts the strictest room first). Everyone else knows only that the room is taken.
    """
    levels = levels_of(agent)
    if levels.manages_all:
        return Q()
    bookings, invited = apps.get_model("rooms.Booking"), _invitations(agent)
    return (
        Q(_open_to(agent), is_private=False, held_until=None)
        | Q(organiser=agent)
        | Q(booked_by=agent)
        | _managed_by(agent, bookings.other_rooms.through, "booking")
        | Q(pk__in=invited.filter(booking__isnull=False).values("booking"))
        | Q(series__in=invited.filter(series__isnull=False).values("series"))
    )


def series_readable_by(agent: Agent) -> Q:
    """The same of series."""
    if levels_of(agent).manages_all:
        return Q()
    series, invited = apps.get_model("rooms.Series"), _invitations(agent)
    return (
        Q(_open_to(agent), is_private=False)
        | Q(organiser=agent)
        | Q(booked_by=agent)
        | _managed_by(agent, series.other_rooms.through, "series")
        | Q(pk__in=invited.filter(series__isnull=False).values("series"))
    )


def _open_to(agent: Agent) -> Q:
    return Q(room__everyone_may__gte=Level.TITLES) | Q(room__in=levels_of(agent).with_at_least(Level.TITLES))


def _managed_by(agent: Agent, through: Any, name: str) -> Q:
    """Match those in a room that this agent manages, alone or among others."""
    rooms = levels_of(agent).with_at_least(Level.MANAGE)
    if not rooms:
        return Q(room__in=rooms)
    return Q(room__in=rooms) | Q(pk__in=through.objects.filter(room__in=rooms).values(name))


def _invitations(agent: Agent) -> Any:
    return apps.get_model("rooms.Attendee").objects.standing().filter(agent=agent)


# Sets of rows


class SiteQuerySet(models.QuerySet["Site"]):
    def by_name(self) -> SiteQuerySet:
        return self.order_by(*alphabetical("name"), "pk")


class RoomQuerySet(models.QuerySet["Room"]):
    def bookable(self) -> RoomQuerySet:
        return self.filter(is_bookable=True)

    def by_name(self) -> RoomQuerySet:
        return self.order_by(*alphabetical("name"), "pk")

    def kept_by(self, agent: Agent) -> RoomQuerySet:
        levels = levels_of(agent)
        return self.all() if levels.manages_all else self.filter(pk__in=levels.with_at_least(Level.MANAGE))

    def sharing_cells_with(self, *rooms: Room) -> RoomQuerySet:
        """These rooms and any that their bookings would block."""
        cells = self.model.cells.through.objects
        theirs = cells.filter(room__in=rooms).values("cell")
        return self.filter(pk__in=cells.filter(cell__in=theirs).values("room"))

    def closed(self) -> RoomQuerySet:
        """Keep those that the closure of the outer query closes, decided here alone.

        The closures of a room, those of one that shares its cells (of a divided room, the whole closes with a part, and
        a part with the whole), those of its site, those of all rooms.
        """
        cells = self.model.cells.through.objects
        theirs = cells.filter(room=OuterRef(OuterRef("closed_room"))).values("cell")
        number = models.BigIntegerField()
        return self.alias(
            closed_site=models.ExpressionWrapper(OuterRef("site"), number),
            closed_room=models.ExpressionWrapper(OuterRef("room"), number),
        ).filter(
            Q(site=F("closed_site"))
            | Q(closed_site=None, closed_room=None)
            | Exists(cells.filter(room=OuterRef("pk"), cell__in=theirs))
        )


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

    def of(self, *rooms: RoomLike) -> ClosureQuerySet:
        """Keep the closures of any of these rooms."""
        return self.filter(Exists(self._closed(rooms)))

    def with_closed(self, *rooms: RoomLike) -> ClosureQuerySet:
        """Give each its `closed_rooms`: the ids of those of these rooms that it closes."""
        return self.annotate(closed_rooms=ArraySubquery(self._closed(rooms).values("pk")))

    def _closed(self, rooms: Sequence[RoomLike]) -> RoomQuerySet:
        every: RoomQuerySet = apps.get_model("rooms.Room")._default_manager.filter(
            pk__in=[room.pk for room in rooms]
        )
        return every.closed()


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, agent: Agent) -> BookingQuerySet:
        """Return the bookings whose title and page this agent may read (`readable_by`)."""
        return self.filter(readable_by(agent))

    def holding(self) -> BookingQuerySet:
        """Confirmed, asked for or offered: those that keep their rooms from others."""
        return self.filter(state__in=("confirmed", "requested", "held"))

    def to_come(self) -> BookingQuerySet:
        """Those of `holding` that are not over."""
        return self.holding().filter(period__endswith__gt=timezone.now())

    def confirmed(self) -> BookingQuerySet:
        return self.filter(state="confirmed")

    def ended(self) -> BookingQuerySet:
        """Cancelled, declined, lapsed or freed."""
        return self.exclude(state__in=("confirmed", "requested", "held"))

    def of(self, agent: Agent) -> BookingQuerySet:
        """Theirs, and those that they typed for someone else."""
        return self.filter(Q(organiser=agent) | Q(booked_by=agent))

    def in_rooms(self, rooms: Collection[Any] | models.QuerySet[Room]) -> BookingQuerySet:
        """Those that have one of these rooms, alone or among others."""
        others = self.model.other_rooms.through.objects.filter(room__in=rooms).values("booking")
        return self.filter(Q(room__in=rooms) | Q(pk__in=others))

    def for_list(self) -> BookingQuerySet:
        return self.select_related("room__site", "organiser").prefetch_related("other_rooms")

    def upcoming_of(self, agent: Agent) -> BookingQuerySet:
        """Not over yet, the nearest first."""
        return self.of(agent).to_come().order_by("period", "pk").for_list()

    def blocking(self, room: Room, period: DateTimeTZRange) -> BookingQuerySet:
        """Return the bookings that hold one of the room's cells during the period, the earliest first."""
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
