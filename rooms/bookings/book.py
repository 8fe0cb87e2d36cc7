"""Booking; whatever the door, this is the action."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.history.context import action_context
from core.people.models import Agent
from rooms import access
from rooms.availability import occupancy, rules
from rooms.availability.conflicts import conflict_with, violations_as_conflicts
from rooms.bookings import side_effects
from rooms.models import Booking, Layout, Room
from rooms.permissions import strictest_first

MOST_ROOMS = 10
MOST_PEOPLE = 9_999


def book(
    room: Room,
    *,
    by: Agent,
    period: DateTimeTZRange,
    title: str,
    organiser: Agent | None = None,
    is_private: bool = False,
    other_rooms: Iterable[Room] = (),
    layout: Layout | None = None,
    attendance: int | None = None,
    wants_reminder: bool = False,
    submission_key: uuid.UUID | None = None,
) -> Booking:
    """Book a room and any others, all or nothing; or raise ValidationError that says on which field why not.

    Where `by` may only ask, the booking is a request (`REQUESTED`) that holds the rooms until a manager answers. A
    `Clash` says whom to call. `organiser`: whose it is, when typed for a colleague. `attendance`: people expected.
    """
    organiser = organiser or by
    _check_people(by, organiser)
    others = without_repeats(room, other_rooms)
    with violations_as_conflicts(room, period, by=by, others=others), transaction.atomic():
        locked = occupancy.lock(room, *others)
        room, others = locked[room.pk], [locked[other.pk] for other in others]
        # Two sendings of one form at once: the second waited on the lock, and is no clash with the first.
        if submission_key and (earlier := _sent_already(submission_key, by=by)):
            return earlier
        rules.check_period(room, period, by=by, organiser=organiser, others=others)
        refuse_conflict([room, *others], period, by=by)
        layout = clean_layout(layout, room, *others)
        room, *others = strictest_first(room, *others)
        is_request = any(access.must_ask(by, each) for each in (room, *others))
        with action_context("a demandé la salle" if is_request else "a réservé la salle", by=by):
            booking = Booking.objects.create(
                room=room,
                organiser=organiser,
                booked_by=by if by != organiser else None,
                title=clean_title(title),
                is_private=is_private,
                period=period,
                layout=layout,
                attendance=clean_attendance(attendance),
                wants_reminder=wants_reminder,
                state=Booking.State.REQUESTED if is_request else Booking.State.CONFIRMED,
                submission_key=submission_key or uuid.uuid4(),
            )
            _give_other_rooms(booking, others)
            occupancy.hold([booking])
            side_effects.booked([booking])
    return booking


def _sent_already(submission_key: uuid.UUID, *, by: Agent) -> Booking | None:
    return Booking.objects.of(by).filter(submission_key=submission_key).first()


def _give_other_rooms(booking: Booking, others: list[Room]) -> None:
    if others:
        booking.other_rooms.set(others)
    else:
        # Known: whoever must be told does not ask for them.
        vars(booking)["_prefetched_objects_cache"] = {"other_rooms": Room.objects.none()}


def _check_people(by: Agent, organiser: Agent) -> None:
    if not by.is_active:
        raise PermissionDenied
    if not organiser.is_active:
        raise ValidationError({"organiser": "Le compte de cette personne est fermé."}, code="closed_account")


def without_repeats(room: Room, others: Iterable[Room]) -> list[Room]:
    found = list({other.pk: other for other in others if other != room}.values())
    if len(found) >= MOST_ROOMS:
        raise ValidationError(
            {"other_rooms": f"On réserve {MOST_ROOMS} salles au plus en une fois."}, code="too_many_rooms"
        )
    return found


def refuse_conflict(
    rooms: Sequence[Room], period: DateTimeTZRange, *, by: Agent, but: Iterable[Booking] = ()
) -> None:
    """Raise a `Clash` about the first booking that stands in the way of one of these rooms."""
    for _, room_id, booking_id in occupancy.conflicts(rooms, [period], but=but)[:1]:
        other = Booking.objects.for_list().get(pk=booking_id)
        room = next(room for room in rooms if room.pk == room_id)
        raise conflict_with(other, room, seen_by=by, period=period)


def clean_title(title: str) -> str:
    title = " ".join(title.replace("\x00", " ").split())
    if not title or len(title) > 120:
        raise ValidationError({"title": "Donnez un objet, de 120 caractères au plus."}, code="title")
    return title


def clean_layout(layout: Layout | None, *rooms: Room) -> Layout | None:
    """One of these rooms can be laid out so; the refusal speaks of the first."""
    if layout is not None and layout.room_id not in {room.pk for room in rooms}:
        raise ValidationError(
            {"layout": f"La {rooms[0].called} n’a pas cette disposition."}, code="unknown_layout"
        )
    return layout


def clean_attendance(attendance: int | None) -> int | None:
    if attendance is not None and not 1 <= attendance <= MOST_PEOPLE:
        raise ValidationError({"attendance": "Donnez un nombre de personnes, 1 au moins."}, code="attendance")
    return attendance
