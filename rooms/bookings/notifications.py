"""Notifications leave titles out: a private one must not travel by mail."""

from typing import Any

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
from rooms.models import Booking, Series
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
    known = {"booking": booking, "at": when(booking.period)}
    people = [booking.booked_by or booking.organiser]
    said = render_mail("rooms/mails/booked.txt", **known)
    notify(BOOKED, people, **said, about=booking, is_first=True, is_known=True)
    if booking.booked_by:
        said = render_mail("rooms/mails/booked_for_me.txt", **known)
        notify(BOOKED_FOR_ME, [booking.organiser], **said, about=booking, is_first=True)


def notify_others(kind: NotificationKind, mail: str, booking: Booking, *, by: Agent, **said: Any) -> None:
    """Notify those whose booking `by` has changed or cancelled; nobody when it is their own."""
    if people := people_of(booking, but=by):
        written = render_mail(mail, booking=booking, at=when(booking.period), by=by, **said)
        notify(kind, people, **written, about=booking)


def people_of(booking: Booking | Series, *, but: Agent | None = None) -> list[Agent]:
    """Whose it is, and who typed it for them."""
    people = [booking.organiser, *([booking.booked_by] if booking.booked_by else [])]
    return [agent for agent in people if agent != but]
