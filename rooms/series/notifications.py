"""Notify once of several dates, instead of once a date.

Titles are left out: a private one must not travel by mail.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from rooms.bookings.notifications import BOOKED, BOOKED_FOR_ME, CANCELLED, CHANGED, MINE, people_of
from rooms.models import Booking, Series
from rooms.periods import when
from rooms.series.wording import times_of

GIVEN = NotificationKind("rooms.series_given", "Une série de réservations m’est confiée", group=MINE)


def notify_booked(bookings: Sequence[Booking]) -> None:
    """The dates of a new series: whose it is, and who typed it for them."""
    first, usual = bookings[0], usual_of(bookings)
    series, typed_by = series_of(first), first.booked_by
    notify(
        BOOKED,
        [typed_by or first.organiser],
        **render_mail(
            "rooms/mails/series_booked.txt",
            first=first,
            usual=usual,
            times=times_of(series),
            count=len(bookings),
            at=when(first.period),
        ),
        about=series,
        is_known=True,
    )
    if typed_by:
        notify(
            BOOKED_FOR_ME,
            [first.organiser],
            **render_mail(
                "rooms/mails/series_booked_for_me.txt",
                first=first,
                usual=usual,
                times=times_of(series),
                count=len(bookings),
            ),
            about=series,
        )


def notify_changed(bookings: Sequence[Booking], *, by: Agent, reason: str) -> None:
    first, usual = bookings[0], usual_of(bookings)
    series = series_of(first)
    notify(
        CHANGED,
        people_of(first, but=by),
        **render_mail(
            "rooms/mails/series_changed.txt",
            first=first,
            usual=usual,
            times=times_of(series),
            count=len(bookings),
            by=by,
            reason=reason,
        ),
        about=series,
    )


def notify_cancelled(bookings: Sequence[Booking], *, by: Agent) -> None:
    first, last, room = bookings[0], bookings[-1], usual_of(bookings).room
    notify(
        CANCELLED,
        people_of(first, but=by),
        **render_mail(
            "rooms/mails/series_cancelled.txt",
            first=first,
            room=room,
            count=len(bookings),
            at=when(first.period),
            at_last=when(last.period),
            by=by,
        ),
        about=series_of(first),
    )


def notify_given(series: Series, *, by: Agent, before: Sequence[Agent]) -> None:
    """Whose it is now; whose it was, and who typed it for them."""
    notify(
        GIVEN,
        [agent for agent in (series.organiser,) if agent != by],
        **render_mail(
            "rooms/mails/series_given.txt", series=series, times=times_of(series), before=before[0], by=by
        ),
        about=series,
    )
    notify(
        CHANGED,
        [agent for agent in before if agent not in (by, series.organiser)],
        **render_mail(
            "rooms/mails/series_given_away.txt",
            series=series,
            times=times_of(series),
            before=before[0],
            by=by,
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
