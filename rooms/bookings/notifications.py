"""Of one booking. Titles are left out: a private one must not travel by mail."""

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.french import NBSP
from rooms.bookings.notification_groups import MINE
from rooms.models import Booking, Room, Series
from rooms.periods import when

# The page that follows the form says it.
BOOKED = NotificationKind("rooms.booked", "J’ai réservé une salle", group=MINE, default=Channel.SITE)
BOOKED_FOR_ME = NotificationKind("rooms.booked_for_me", "Quelqu’un a réservé une salle pour moi", group=MINE)
CHANGED = NotificationKind(
    "rooms.changed", "Une de mes réservations a été changée par quelqu’un d’autre", group=MINE
)
CANCELLED = NotificationKind(
    "rooms.cancelled", "Une de mes réservations a été annulée par quelqu’un d’autre", group=MINE
)


def notify_booked(booking: Booking) -> None:
    """The organiser, and who typed it for them."""
    rooms, at, typed_by = booking.rooms_called, when(booking.period), booking.booked_by
    notify(
        BOOKED,
        [typed_by or booking.organiser],
        title=f"C’est réservé{NBSP}: {rooms}, {at}",
        text="\n".join(
            [
                f"C’est réservé{f' pour {booking.organiser}' if typed_by else ''}{NBSP}: {rooms}, {at}.",
                where(booking),
                f"Si vous n’en avez plus besoin, annulez{NBSP}: quelqu’un d’autre en profitera.",
            ]
        ),
        about=booking,
        is_first=True,
        is_known=True,
    )
    if typed_by:
        notify(
            BOOKED_FOR_ME,
            [booking.organiser],
            title=f"{typed_by} a réservé pour vous{NBSP}: {rooms}, {at}",
            text=(
                f"{typed_by} a réservé pour vous{NBSP}: {rooms}, {at}.\n{where(booking)}\n\n"
                "Vous pouvez, comme cette personne, la changer ou l’annuler."
            ),
            about=booking,
            is_first=True,
        )


def notify_changed(booking: Booking, *, by: Agent, before: tuple[Room, DateTimeTZRange], reason: str) -> None:
    people = people_of(booking, but=by)
    if not people:
        return
    room, period = before
    why = f"\n\nMotif{NBSP}: {reason}" if reason else ""
    notify(
        CHANGED,
        people,
        title=f"Votre réservation de la {room.called} a été changée",
        text=(
            f"{by} a changé votre réservation de la {room.called}, {when(period)}.\n"
            f"C’est maintenant{NBSP}: {booking.rooms_called}, {when(booking.period)}."
            f"{why}{call(booking.room)}"
        ),
        about=booking,
    )


def notify_cancelled(booking: Booking, *, by: Agent) -> None:
    people = people_of(booking, but=by)
    if not people:
        return
    why = f"\n\nMotif{NBSP}: {booking.cancel_reason}" if booking.cancel_reason else ""
    notify(
        CANCELLED,
        people,
        title=f"Votre réservation de la {booking.room.called} est annulée",
        text=(
            f"{by} a annulé votre réservation de la {booking.room.called}, {when(booking.period)}."
            f"{why}{call(booking.room)}"
        ),
        about=booking,
    )


def people_of(booking: Booking | Series, *, but: Agent | None = None) -> list[Agent]:
    """Whose it is, and who typed it for them."""
    people = [booking.organiser, *([booking.booked_by] if booking.booked_by else [])]
    return [agent for agent in people if agent != but]


def where(booking: Booking) -> str:
    """Of several rooms, each on its floor, the building alone."""
    room = booking.room
    floor = f" ({room.floor})" if room.floor and len(booking.all_rooms) == 1 else ""
    return f"{room.site.name}, {room.site.address}{floor}."


def call(room: Room) -> str:
    return f"\n\nUne question{NBSP}? Appelez le {room.keeper_phone}." if room.keeper_phone else ""
