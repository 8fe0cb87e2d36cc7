"""Notifications leave titles out: a private one must not travel by mail."""

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
from rooms.models import Booking, Room, Series
from rooms.periods import when

MINE = "Mes réservations de salles"
ROOMS_I_MANAGE = "Les salles dont je m’occupe"


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
    notify(
        BOOKED,
        [booking.booked_by or booking.organiser],
        **render_mail("rooms/mails/booked.txt", booking=booking, at=when(booking.period)),
        about=booking,
        is_first=True,
        is_known=True,
    )
    if booking.booked_by:
        notify(
            BOOKED_FOR_ME,
            [booking.organiser],
            **render_mail("rooms/mails/booked_for_me.txt", booking=booking, at=when(booking.period)),
            about=booking,
            is_first=True,
        )


def notify_changed(booking: Booking, *, by: Agent, before: tuple[Room, DateTimeTZRange], reason: str) -> None:
    people = people_of(booking, but=by)
    if not people:
        return
    room, period = before
    notify(
        CHANGED,
        people,
        **render_mail(
            "rooms/mails/changed.txt",
            booking=booking,
            at=when(booking.period),
            before=room,
            at_before=when(period),
            by=by,
            reason=reason,
        ),
        about=booking,
    )


def notify_cancelled(booking: Booking, *, by: Agent) -> None:
    people = people_of(booking, but=by)
    if not people:
        return
    notify(
        CANCELLED,
        people,
        **render_mail("rooms/mails/cancelled.txt", booking=booking, at=when(booking.period), by=by),
        about=booking,
    )


def people_of(booking: Booking | Series, *, but: Agent | None = None) -> list[Agent]:
    """Whose it is, and who typed it for them."""
    people = [booking.organiser, *([booking.booked_by] if booking.booked_by else [])]
    return [agent for agent in people if agent != but]
