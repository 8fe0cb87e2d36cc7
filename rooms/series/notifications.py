"""Of several dates at once: one notification, not one a date.

Titles are left out: a private one must not travel by mail.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.french import NBSP, count_of, long_date, of
from rooms.bookings.notification_groups import MINE
from rooms.bookings.notifications import BOOKED, BOOKED_FOR_ME, CANCELLED, CHANGED, call, people_of, where
from rooms.models import Booking, Series
from rooms.periods import when
from rooms.series.wording import times_of

GIVEN = NotificationKind("rooms.series_given", "Une série de réservations m’est confiée", group=MINE)


def notify_booked(bookings: Sequence[Booking]) -> None:
    """The dates of a new series: whose it is, and who typed it for them."""
    first, usual = bookings[0], usual_of(bookings)
    series, typed_by, rooms = series_of(first), first.booked_by, usual.rooms_called
    elsewhere = "" if first.room == usual.room else f", {first.rooms_called}"
    times = f"{times_of(series)} ({count_of(len(bookings), 'date')})"
    notify(
        BOOKED,
        [typed_by or first.organiser],
        title=f"C’est réservé{NBSP}: {rooms}, {times_of(series)}",
        text=(
            f"C’est réservé{f' pour {first.organiser}' if typed_by else ''}{NBSP}: {rooms}, {times}.\n"
            f"La première fois, c’est {when(first.period)}{elsewhere}.\n{where(usual)}\n"
            f"Si une date ne vous sert plus, annulez-la{NBSP}: quelqu’un d’autre en profitera."
        ),
        about=series,
        is_known=True,
    )
    if typed_by:
        notify(
            BOOKED_FOR_ME,
            [first.organiser],
            title=f"{typed_by} a réservé pour vous{NBSP}: {rooms}, {times_of(series)}",
            text=(
                f"{typed_by} a réservé pour vous{NBSP}: {rooms}, {times}.\n{where(usual)}\n\n"
                "Vous pouvez, comme cette personne, changer ou annuler ces dates."
            ),
            about=series,
        )


def notify_changed(bookings: Sequence[Booking], *, by: Agent, reason: str) -> None:
    first, usual = bookings[0], usual_of(bookings)
    series = series_of(first)
    notify(
        CHANGED,
        people_of(first, but=by),
        title=f"Votre série dans la {usual.room.called} a été changée",
        text=(
            f"{by} a changé {count_of(len(bookings), 'date')} de votre série.\n"
            f"C’est maintenant{NBSP}: {usual.rooms_called}, {times_of(series)}, à partir du "
            f"{long_date(first.day)}.{_why(reason)}{call(usual.room)}"
        ),
        about=series,
    )


def notify_cancelled(bookings: Sequence[Booking], *, by: Agent) -> None:
    first, last, room = bookings[0], bookings[-1], usual_of(bookings).room
    notify(
        CANCELLED,
        people_of(first, but=by),
        title=f"{count_of(len(bookings), 'date')} de votre série dans la {room.called} sont annulées",
        text=(
            f"{by} a annulé {count_of(len(bookings), 'date')} de votre série, la première {when(first.period)}, "
            f"la dernière {when(last.period)}.{_why(first.cancel_reason)}{call(room)}"
        ),
        about=series_of(first),
    )


def notify_given(series: Series, *, by: Agent, before: Sequence[Agent]) -> None:
    """Whose it is now; whose it was, and who typed it for them."""
    notify(
        GIVEN,
        [agent for agent in (series.organiser,) if agent != by],
        title=f"Une série de réservations de la {series.room.called} vous est confiée",
        text=(
            f"{by} vous confie les réservations de la {series.room.called}, {times_of(series)}, "
            f"qui étaient celles {of(before[0])}.\nVous pouvez maintenant les changer ou les annuler."
        ),
        about=series,
    )
    notify(
        CHANGED,
        [agent for agent in before if agent not in (by, series.organiser)],
        title=f"La série de réservations de la {series.room.called} est confiée à {series.organiser}",
        text=(
            f"{by} a confié à {series.organiser} les réservations de la {series.room.called}, "
            f"{times_of(series)}, qui étaient celles {of(before[0])}.{call(series.room)}"
        ),
        url=reverse("rooms:my_bookings"),
    )


def usual_of(bookings: Sequence[Booking]) -> Booking:
    """The first of these dates that is as its series: one set apart, elsewhere, would speak for all of them."""
    return next((booking for booking in bookings if not booking.is_apart), bookings[0])


def series_of(booking: Booking) -> Series:
    series = booking.series
    if series is None:
        raise ValueError("a booking of no series")
    return series


def _why(reason: str) -> str:
    return f"\n\nMotif{NBSP}: {reason}" if reason else ""
