"""Of a series: the rooms that are free at nearly all of its dates, and which dates they miss."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from core.people.models import Agent
from core.people.ordering import alphabetical
from rooms import access
from rooms.availability import occupancy, rules
from rooms.availability.free_rooms.criteria import FoundRoom
from rooms.models import Equipment, Layout, Room, RoomProblem
from rooms.pages.find_room.forms import FindForm

# So many dates are settled by hand without pain.
MOST_MISSED = 2
# Rooms that are looked at, those that fit best: the rules are asked about each date.
LOOKED_AT = 40


@dataclass(frozen=True)
class NearMiss:
    """A room that has what is asked; `missed` are positions of dates where it is taken or may not be booked."""

    room: FoundRoom
    missed: list[int]


def near_misses(form: FindForm, *, by: Agent, but: Collection[int]) -> list[NearMiss]:
    """The smallest first, `but` those that are free at every date; eight statements, whatever the numbers."""
    if len(form.periods) < 2:
        return []
    rooms = [room for room in _fitting(form) if room.pk not in but and access.can_ask(by, room)][:LOOKED_AT]
    if not rooms:
        return []
    missed: dict[int, set[int]] = {room.pk: set() for room in rooms}
    refusals = rules.obstacles(rooms, form.periods, by=by, horizon=form.horizon)
    for position, refused in enumerate(refusals):
        for room in refused:
            missed[room].add(position)
    for position, room in occupancy.taken(rooms, form.periods, ()):
        missed[room].add(position)
    most = min(MOST_MISSED, len(form.periods) - 1)
    return [
        NearMiss(_found(room, form, by=by), sorted(missed[room.pk]))
        for room in rooms
        if 0 < len(missed[room.pk]) <= most
    ]


def _fitting(form: FindForm) -> list[Any]:
    """One statement; `places`, `layout` (the one that seats the people) and `names` (its equipment) come with each."""
    wishes = form.wishes
    layouts = Layout.objects.filter(room=OuterRef("pk")).order_by("capacity", *alphabetical("name"))
    seating = layouts.filter(capacity__gte=wishes.people).values("name")
    equipment = Equipment.objects.filter(rooms=OuterRef("pk")).order_by(*alphabetical("name")).values("name")
    rooms = Room.objects.bookable().select_related("site")
    if wishes.site:
        rooms = rooms.filter(site=wishes.site)
    if wishes.step_free:
        rooms = rooms.filter(is_step_free=True)
    for one in wishes.equipment:
        rooms = rooms.filter(equipment=one).exclude(
            Exists(RoomProblem.objects.filter(room=OuterRef("pk"), equipment=one, fixed_at=None))
        )
    largest = Coalesce(Subquery(layouts.order_by("-capacity").values("capacity")[:1]), 0)
    fitting = rooms.annotate(
        places=Greatest(F("capacity"), largest),
        layout=Coalesce(Subquery(seating[:1]), Value("")),
        names=ArraySubquery(equipment),
    ).filter(places__gte=wishes.people)
    return list(fitting.order_by("places", "capacity", *alphabetical("name"), "pk"))


def _found(room: Any, form: FindForm, *, by: Agent) -> FoundRoom:
    return FoundRoom(
        room.pk,
        room.slug,
        room.name,
        room.site.name,
        room.floor,
        room.capacity,
        room.places,
        room.layout if room.capacity < form.wishes.people else "",
        room.is_step_free,
        room.names,
        must_ask=access.must_ask(by, room),
    )
