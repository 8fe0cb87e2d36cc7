"""« Prévenez-moi si elle se libère »: getting in line, leaving it, taking what is offered or letting it go."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import locked
from rooms import periods, policies, querysets
from rooms.availability import occupancy, rules
from rooms.bookings import events
from rooms.bookings.actions import end_all
from rooms.bookings.cleaning import clean_title
from rooms.bookings.moving import state_of
from rooms.models import Booking, Room, Wait
from rooms.models.bookings import State
from rooms.waiting_list import offers

# Who waits for everything waits for nothing, and each free slot would try them all.
MOST_WAITS = 20
IS_FREE = "free"
TOO_LATE = spaced("Cette proposition n’est plus valable : le délai est passé, ou la salle a été reprise.")


def ask(room: Room, *, by: Agent, period: DateTimeTZRange, title: str, is_private: bool = False) -> Wait:
    """Get in line for this slot; twice is once. Raises ValidationError, with code « free » where nobody has it."""
    if not by.is_active:
        raise PermissionDenied
    with transaction.atomic(), action_context("attend que la salle se libère", by=by):
        # Under the lock: the slot cannot free between the look and the place in line.
        room = occupancy.lock(room)[room.pk]
        rules.check_period(room, period, by=by)
        waits = Wait.objects.filter(agent=by, state=Wait.State.WAITING)
        if earlier := waits.filter(room=room, period=period).first():
            return earlier
        takers = Booking.objects.blocking(room, period).order_by("pk")
        if not takers:
            raise ValidationError(spaced("La salle est libre à ces heures : réservez-la."), code=IS_FREE)
        if all(taker.organiser_id == by.pk for taker in takers):
            raise ValidationError("C’est vous qui avez déjà la salle à ces heures.", code="yours")
        if waits.count() >= MOST_WAITS:
            raise ValidationError(
                spaced(f"Vous attendez déjà {MOST_WAITS} salles : renoncez à l’une d’elles d’abord."),
                code="many",
            )
        return Wait.objects.create(
            agent=by, room=room, period=period, title=clean_title(title), is_private=is_private
        )


def take(wait: Wait, *, by: Agent) -> Booking:
    """Take the slot offered, or request it where a manager decides; taking it twice changes nothing."""
    with transaction.atomic(), action_context("a pris la salle proposée", by=by):
        wait, booking = _locked(wait, by=by)
        if booking and wait.state == Wait.State.SERVED:
            return booking
        if booking is None or booking.state != Booking.State.HELD or _is_expired(booking):
            raise ValidationError(TOO_LATE, code="stale")
        querysets.levels_of(by, fresh=True)
        if not policies.can_ask(by, booking.room) or not booking.room.is_bookable:
            raise ValidationError("Cette salle ne peut plus être réservée par vous.", code="no_right")
        booking.state, booking.held_until = state_of([booking.room], by=by), None
        if booking.period.lower <= timezone.now():
            # Taken while it runs: they are on their way, and were asked nothing else.
            booking.checked_in_at = timezone.now()
        booking.save(update_fields=["state", "held_until", "checked_in_at"])
        wait.state = Wait.State.SERVED
        wait.save(update_fields=["state"])
        events.booked.send(Booking, bookings=[booking])
    return booking


def leave(wait: Wait, *, by: Agent) -> Wait:
    """Leave the line, or let go of what is offered, to the next; twice is once."""
    with transaction.atomic(), action_context("ne veut plus de la salle", by=by):
        wait, booking = _locked(wait, by=by)
        if wait.state == Wait.State.WAITING:
            wait.state = Wait.State.LEFT
            wait.save(update_fields=["state"])
        elif wait.state == Wait.State.OFFERED and booking:
            _end_offer(booking, Booking.State.CANCELLED, by=by)
            wait.state = Wait.State.LEFT
        elif wait.state == Wait.State.SERVED:
            raise ValidationError(spaced("Vous avez pris la salle : annulez la réservation."), code="served")
    return wait


def lapse(booking: Booking) -> None:
    """An offer that nobody answered in time; the next in line has it."""
    with transaction.atomic(), action_context("a repris la salle proposée, restée sans réponse"):
        occupancy.lock(booking.room)
        fresh = locked(Booking.objects).select_related("room")
        booking = fresh.get(pk=booking.pk)
        if booking.state == Booking.State.HELD and _is_expired(booking):
            _end_offer(booking, Booking.State.LAPSED)


def settle() -> None:
    """Each minute: slots that are past, offers without an answer, slots freed otherwise than by a booking."""
    now = timezone.now()
    past = Wait.objects.filter(state=Wait.State.WAITING, period__endswith__lte=now)
    closed = Wait.objects.filter(state=Wait.State.WAITING, agent__is_active=False)
    with transaction.atomic(), action_context("la date est passée"):
        _end_waits(past, Wait.State.OVER)
    with transaction.atomic(), action_context("le compte est fermé"):
        _end_waits(closed, Wait.State.LEFT)
    expired = Booking.objects.filter(state=Booking.State.HELD, held_until__lte=now).select_related("room")
    for booking in expired.order_by("pk"):
        lapse(booking)
    for room in offers.rooms_worth_serving():
        offers.serve_room(room)


def _end_waits(waits: QuerySet[Wait], state: Wait.State) -> None:
    # Those that an action holds just now are for the next minute.
    free = locked(waits, skip_locked=True)
    Wait.objects.filter(pk__in=[wait.pk for wait in free]).update(state=state)


def _end_offer(booking: Booking, state: State, *, by: Agent | None = None) -> None:
    end_all([booking], state, by=by, reason="")
    events.ended.send(Booking, bookings=[booking], by=by)


def _locked(wait: Wait, *, by: Agent) -> tuple[Wait, Booking | None]:
    """The room first, as every action on it; then the place in line and what it was offered."""
    occupancy.lock(wait.room)
    wait = locked(Wait.objects).select_related("room").get(pk=wait.pk)
    if wait.agent_id != by.pk or not by.is_active:
        raise PermissionDenied("Cette place dans la file n’est pas la vôtre.")
    bookings = locked(Booking.objects).select_related("room__site", "organiser")
    return wait, bookings.filter(pk=wait.booking_id).first() if wait.booking_id else None


def _is_expired(booking: Booking) -> bool:
    return booking.held_until is None or booking.held_until <= timezone.now()


@dataclass(frozen=True, slots=True)
class WaitRow:
    """A place in line as its owner reads it; `ahead` counts those before them whose slot meets theirs."""

    wait: Wait
    when: str
    ahead: int

    @property
    def offer(self) -> Booking | None:
        return self.wait.booking if self.wait.state == Wait.State.OFFERED else None


def rows_of(agent: Agent) -> list[WaitRow]:
    """Return what they wait for and what they are offered, the nearest first; two statements."""
    standing = Wait.objects.filter(agent=agent, state__in=(Wait.State.WAITING, Wait.State.OFFERED))
    to_come = standing.filter(period__endswith__gt=timezone.now()).order_by("period", "pk")
    mine = list(to_come.select_related("room__site", "booking"))
    others = _line(mine)
    return [WaitRow(wait, periods.when(wait.period), _ahead(wait, others)) for wait in mine]


def row_of(wait: Wait) -> WaitRow:
    return WaitRow(wait, periods.when(wait.period), _ahead(wait, _line([wait])))


def _line(waits: list[Wait]) -> list[Wait]:
    rooms = {wait.room_id for wait in waits if wait.state == Wait.State.WAITING}
    return list(Wait.objects.filter(state=Wait.State.WAITING, room__in=rooms))


def _ahead(wait: Wait, line: list[Wait]) -> int:
    return sum(
        other.room_id == wait.room_id
        and (other.asked_at, other.pk) < (wait.asked_at, wait.pk)
        and periods.overlap(other.period, wait.period)
        for other in line
    )
