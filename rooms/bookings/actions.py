"""Book, change, swap and cancel; every page, import and task goes through these actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from rooms import policies
from rooms.availability import occupancy, rules
from rooms.availability.conflicts import conflict_with, violations_as_conflicts
from rooms.bookings import events
from rooms.bookings.locking import lock_booking, lock_bookings
from rooms.models import Booking, Layout, Room
from rooms.models.bookings import State
from rooms.periods import is_within
from rooms.policies import strictest_first
from rooms.querysets import levels_of

MOST_ROOMS = 10
MOST_PEOPLE = 9_999


def without_repeats(room: Room, others: Iterable[Room]) -> list[Room]:
    found = list({other.pk: other for other in others if other != room}.values())
    if len(found) >= MOST_ROOMS:
        raise ValidationError(
            {"other_rooms": f"On réserve {MOST_ROOMS} salles au plus en une fois."}, code="too_many_rooms"
        )
    return found


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


# What `move_to` and its callers set.
MOVED = [
    "room",
    "period",
    "layout",
    "state",
    "approved_at",
    "approved_by",
    "agreed_period",
    "recalled_at",
    "reminded_at",
    "checked_in_at",
    "is_apart",
    "sequence",
]


def state_of(rooms: Collection[Room], *, by: Agent) -> State:
    """Return the state of a new booking: confirmed, or requested where this agent may only ask."""
    return State.CONFIRMED if all(policies.can_book(by, room) for room in rooms) else State.REQUESTED


def only_gives_back(booking: Booking, rooms: Collection[Room], period: DateTimeTZRange) -> bool:
    """Shorter, or out of a room: nobody needs to agree again."""
    return (
        set(rooms) <= set(booking.all_rooms)
        and is_within(period, booking.period)
        # Back before now there is nothing to give.
        and (period.lower == booking.period.lower or period.lower >= timezone.now())
    )


def move_to(booking: Booking, rooms: Sequence[Room], period: DateTimeTZRange, *, by: Agent) -> None:
    """Set all that follows from these rooms, the strictest first, and this period; the rules were asked before.

    `other_rooms` and the occupancy are the caller's to write.
    """
    if period != booking.period or set(rooms) != set(booking.all_rooms):
        _settle(booking, rooms, period, by=by)
        if period.lower != booking.period.lower:
            # Someone who was there is not there at another time.
            booking.reminded_at = booking.checked_in_at = None
        if rooms[0].needs_check_in and period.lower <= timezone.now():
            # Moved into what runs: the time to say that one is there may be over already.
            booking.checked_in_at = booking.checked_in_at or timezone.now()
    booking.room, booking.period = rooms[0], period
    if booking.layout and booking.layout.room not in rooms:
        booking.layout = None


def _settle(booking: Booking, rooms: Sequence[Room], period: DateTimeTZRange, *, by: Agent) -> None:
    """Confirmed or asked for; declined, what was only made longer is what it was (`agreed_period`)."""
    agreed = _agreed(booking, rooms, period)
    # A request that left what one must ask for, or as short again as what was agreed to, awaits nobody's answer.
    if (policies.is_organiser(by, booking) and state_of(rooms, by=by) == State.CONFIRMED) or (
        booking.agreed_period
        and set(rooms) <= set(booking.all_rooms)
        and is_within(period, booking.agreed_period)
    ):
        booking.state = State.CONFIRMED
    elif any(policies.must_ask(by, room) for room in rooms) and not only_gives_back(booking, rooms, period):
        # Asked now, whenever it was booked: its managers are not recalled at once.
        booking.state, booking.recalled_at = State.REQUESTED, timezone.now()
        booking.approved_at = booking.approved_by = None
    booking.agreed_period = agreed if booking.state == State.REQUESTED else None


def _agreed(booking: Booking, rooms: Sequence[Room], period: DateTimeTZRange) -> DateTimeTZRange | None:
    """The time that was agreed to, where these rooms and this period only add to it."""
    agreed = booking.period if booking.state == State.CONFIRMED else booking.agreed_period
    if agreed is None or set(rooms) != set(booking.all_rooms):
        return None
    return agreed if is_within(agreed, period) else None


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
    `Conflict` says whom to call. `organiser`: whose it is, when typed for a colleague. `attendance`: people expected.
    """
    organiser = organiser or by
    _check_people(by, organiser)
    others = without_repeats(room, other_rooms)
    with violations_as_conflicts(room, period, by=by, others=others), transaction.atomic():
        locked = occupancy.lock(room, *others)
        room, others = locked[room.pk], [locked[other.pk] for other in others]
        # Two sendings of one form at once: the second waited on the lock, and does not conflict with the first.
        mine = Booking.objects.of(by)
        if submission_key and (earlier := mine.filter(submission_key=submission_key).first()):
            return earlier
        rules.check_period(room, period, by=by, organiser=organiser, others=others)
        refuse_conflict([room, *others], period, by=by)
        layout = clean_layout(layout, room, *others)
        room, *others = strictest_first(room, *others)
        state = state_of([room, *others], by=by)
        with action_context(
            "a demandé la salle" if state == State.REQUESTED else "a réservé la salle", by=by
        ):
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
                state=state,
                submission_key=submission_key or uuid.uuid4(),
            )
            if others:
                booking.other_rooms.set(others)
            occupancy.hold([booking])
            events.booked.send(Booking, bookings=[booking])
    return booking


def _check_people(by: Agent, organiser: Agent) -> None:
    if not by.is_active:
        raise PermissionDenied
    if not organiser.is_active:
        raise ValidationError({"organiser": "Le compte de cette personne est fermé."}, code="closed_account")


def refuse_conflict(
    rooms: Sequence[Room], period: DateTimeTZRange, *, by: Agent, but: Iterable[Booking] = ()
) -> None:
    """Raise a `Conflict` about the first booking that stands in the way of one of these rooms."""
    for _, room_id, booking_id in occupancy.conflicts(rooms, [period], but=but)[:1]:
        other = Booking.objects.for_list().get(pk=booking_id)
        room = next(room for room in rooms if room.pk == room_id)
        raise conflict_with(other, room, seen_by=by, period=period)


MISSING_REASON = spaced("Dites pourquoi : la personne qui a réservé recevra vos mots.")


# Stands for an argument left out, where None would mean « none ».
UNCHANGED: Any = object()


def change(
    booking: Booking,
    *,
    by: Agent,
    room: Room,
    period: DateTimeTZRange,
    title: str,
    is_private: bool,
    other_rooms: Iterable[Room] = UNCHANGED,
    layout: Layout | None = UNCHANGED,
    attendance: int | None = UNCHANGED,
    wants_reminder: bool = UNCHANGED,
    reason: str = "",
    check: Callable[[Booking], None] | None = None,
) -> Booking:
    """Another time, room, title or privacy; someone else's needs a reason, which they are sent.

    `check` is given the booking once it is locked, and raises ValidationError where it must stay as it is.

    A booking that was agreed to and only gets shorter, or leaves a room, stays agreed; longer or elsewhere, it is
    asked for again where `by` may only ask. Declined, what was only made longer is what it was.
    """
    asked = [] if other_rooms is UNCHANGED else without_repeats(room, other_rooms)
    with (
        violations_as_conflicts(room, period, by=by, others=asked, but=[booking]),
        transaction.atomic(),
        action_context("a modifié la réservation", by=by),
    ):
        booking, locked = lock_booking(booking, room, *asked)
        if check:
            check(booking)
        check_may_change(booking, by=by, reason=reason)
        before, rooms_before = events.Previous.of(booking), booking.all_rooms
        if other_rooms is UNCHANGED:
            asked = without_repeats(room, booking.other_rooms.all())
        room, *others = (locked[each.pk] for each in (room, *asked))
        moves = period != booking.period or {room, *others} != set(rooms_before)
        gives_back = moves and only_gives_back(booking, [room, *others], period)
        if moves:
            _check_move(booking, by=by, rooms=[room, *others], period=period, gives_back=gives_back)
        room, *others = strictest_first(room, *others)
        move_to(booking, [room, *others], period, by=by)
        booking.title, booking.is_private = clean_title(title), is_private
        if layout is not UNCHANGED:
            booking.layout = clean_layout(layout, room, *others)
        if attendance is not UNCHANGED:
            booking.attendance = clean_attendance(attendance)
        if wants_reminder is not UNCHANGED:
            booking.wants_reminder = wants_reminder
        booking.is_apart = booking.series_id is not None
        booking.sequence += 1
        booking.save(update_fields=[*MOVED, "title", "is_private", "attendance", "wants_reminder"])
        if others != rooms_before[1:]:
            booking.other_rooms.set(others)
        if gives_back:
            occupancy.shrink([booking])
        elif moves:
            occupancy.move([booking])
        events.changed.send(Booking, bookings=[booking], by=by, before=[before], reason=reason.strip())
    return booking


def _check_move(
    booking: Booking, *, by: Agent, rooms: list[Room], period: DateTimeTZRange, gives_back: bool
) -> None:
    """Allow a change that only gives time or rooms back; apply the rules to the rest."""
    if gives_back:
        rules.check_order(period)
        return
    rules.check_period(
        rooms[0],
        period,
        by=by,
        organiser=booking.organiser,
        others=rooms[1:],
        started=booking.period.lower,
        but=[booking],
    )
    refuse_conflict(rooms, period, by=by, but=[booking])


@transaction.atomic
def cancel(booking: Booking, *, by: Agent, reason: str = "") -> Booking:
    """Free the rooms and keep the booking; someone else's needs a reason, which is mailed to them.

    Cancelling twice is cancelling once.
    """
    with action_context("a annulé la réservation", by=by):
        booking, _ = lock_booking(booking)
        if booking.state == State.CANCELLED and booking.cancelled_by_id == by.pk:
            return booking
        check_may_change(booking, by=by, reason=reason, cancelling=True)
        end_all([booking], State.CANCELLED, by=by, reason=reason)
        events.ended.send(Booking, bookings=[booking], by=by)
    return booking


def check_may_change(booking: Booking, *, by: Agent, reason: str, cancelling: bool = False) -> None:
    """Raises when a booking, locked, can no longer be touched, or not by them, or not without a reason."""
    # Under the locks: a right taken away a moment ago counts.
    if not policies.is_organiser(by, booking):
        levels_of(by, fresh=True)
    if not policies.is_theirs(by, booking):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    if booking.is_cancelled:
        raise ValidationError("Cette réservation a été annulée entre-temps.", code="stale")
    if booking.is_over:
        raise ValidationError("Cette réservation est terminée.", code="stale")
    if booking.state == State.HELD and not cancelling:
        raise ValidationError(spaced("Cette salle vous est proposée : prenez-la d’abord."), code="held")
    check_reason([booking], by=by, reason=reason)


def end_all(bookings: Sequence[Booking], state: State, *, by: Agent | None, reason: str) -> None:
    """They hold nothing any more: one UPDATE, one DELETE, within an action that has locked them and sends the event."""
    if not bookings:
        return
    now, reason = timezone.now(), reason.strip()
    Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
        state=state,
        agreed_period=None,
        cancelled_at=now,
        cancelled_by=by,
        cancel_reason=reason,
        sequence=F("sequence") + 1,
    )
    for booking in bookings:
        booking.state, booking.cancelled_at, booking.cancelled_by = state, now, by
        booking.cancel_reason, booking.agreed_period = reason, None
        booking.sequence += 1
    occupancy.release(bookings)


def check_reason(rows: Sequence[Booking], *, by: Agent, reason: str) -> None:
    """Raise ValidationError where one of them is someone else's and nothing is said."""
    if not reason.strip() and any(policies.must_give_reason(by, row) for row in rows):
        raise ValidationError({"reason": MISSING_REASON}, code="reason")


def swap(one: Booking, other: Booking, *, by: Agent, reason: str = "") -> tuple[Booking, Booking]:
    """Exchange the rooms and the times of two bookings in one statement; both must be this agent's to change."""
    if one.pk == other.pk:
        raise ValidationError("Choisissez une autre réservation que celle-ci.", code="same")
    with (
        violations_as_conflicts(one.room, one.period, by=by, but=[one, other]),
        transaction.atomic(),
        action_context("a échangé deux réservations", by=by),
    ):
        both, _ = lock_bookings([one, other])
        levels_of(by, fresh=True)
        if not all(policies.can_change(by, each) for each in both):
            raise _refused(both)
        check_reason(both, by=by, reason=reason)
        first, second = both
        before = {each.pk: events.Previous.of(each) for each in both}
        _check_swap(first, second, by=by)
        places = before[second.pk], before[first.pk]
        for each, place in zip(both, places, strict=True):
            move_to(each, place.rooms, place.period, by=by)
            each.is_apart = each.series_id is not None
            each.sequence += 1
        Booking.objects.bulk_update(both, MOVED)
        if places[0].other_rooms != places[1].other_rooms:
            for each, place in zip(both, places, strict=True):
                each.other_rooms.set(place.other_rooms)
        occupancy.move(both)
        for each in both:
            events.changed.send(
                Booking, bookings=[each], by=by, before=[before[each.pk]], reason=reason.strip()
            )
    return first, second


def _check_swap(first: Booking, second: Booking, *, by: Agent) -> None:
    """Each obeys the rules of the place that it takes; nobody else's booking can be in the way."""
    for moving, place in ((first, second), (second, first)):
        rooms = place.all_rooms
        rules.check_period(
            rooms[0],
            place.period,
            by=by,
            organiser=moving.organiser,
            others=rooms[1:],
            started=place.period.lower,
            but=[first, second],
        )
        if any(policies.must_ask(by, room) for room in rooms):
            raise ValidationError(
                spaced(f"La {rooms[0].called} se demande : elle ne s’échange pas sans qui la gère."),
                code="must_ask",
            )


def _refused(both: Sequence[Booking]) -> Exception:
    if any(each.is_cancelled or each.is_over for each in both):
        return ValidationError("L’une des deux réservations est annulée ou terminée.", code="stale")
    return PermissionDenied("Cette réservation n’est pas la vôtre.")
