"""The organiser, and who typed the booking for them, are notified: of one booking, or once of several dates."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
from rooms.bookings import notifications as of_one
from rooms.bookings.events import Previous
from rooms.bookings.notifications import BOOKED, BOOKED_FOR_ME, CANCELLED, CHANGED, MINE, people_of
from rooms.models import Booking, Series
from rooms.models.bookings import State
from rooms.periods import when
from rooms.series.querysets import times_of

GIVEN = NotificationKind("rooms.series_given", "Une série de réservations m’est confiée", group=MINE)


def notify_booked(bookings: Sequence[Booking]) -> None:
    """The dates of a new series: whose it is, and who typed it for them."""
    first, usual = bookings[0], usual_of(bookings)
    series, typed_by = series_of(first), first.booked_by
    known = {"first": first, "usual": usual, "times": times_of(series), "count": len(bookings)}
    said = render_mail("rooms/mails/series_booked.txt", **known, at=when(first.period))
    notify(BOOKED, [typed_by or first.organiser], **said, about=series, is_known=True)
    if typed_by:
        said = render_mail("rooms/mails/series_booked_for_me.txt", **known)
        notify(BOOKED_FOR_ME, [first.organiser], **said, about=series)


def series_changed(bookings: Sequence[Booking], by: Agent, reason: str, **_: object) -> None:
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


def series_given(series: Series, by: Agent, before: Sequence[Agent], **_: object) -> None:
    """Whose it is now; whose it was, and who typed it for them."""
    known = {"series": series, "times": times_of(series), "before": before[0], "by": by}
    now = [agent for agent in (series.organiser,) if agent != by]
    notify(GIVEN, now, **render_mail("rooms/mails/series_given.txt", **known), about=series)
    earlier = [agent for agent in before if agent not in (by, series.organiser)]
    said = render_mail("rooms/mails/series_given_away.txt", **known)
    notify(CHANGED, earlier, **said, url=reverse("rooms:my_bookings"))


def usual_of(bookings: Sequence[Booking]) -> Booking:
    """The first of these dates that is as its series: one set apart, elsewhere, would speak for all of them."""
    return next((booking for booking in bookings if not booking.is_apart), bookings[0])


def series_of(booking: Booking) -> Series:
    series = booking.series
    if series is None:
        raise ValueError("a booking of no series")
    return series


def booked(bookings: Sequence[Booking], **_: object) -> None:
    """Requests are notified by `rooms.requests`."""
    sure = [booking for booking in bookings if booking.state != State.REQUESTED]
    if len(sure) == 1:
        of_one.notify_booked(sure[0])
    elif sure:
        notify_booked(sure)


def changed(
    bookings: Sequence[Booking], by: Agent, before: Sequence[Previous], reason: str, **_: object
) -> None:
    said = {"before": before[0].room, "at_before": when(before[0].period), "reason": reason}
    of_one.notify_others(CHANGED, "rooms/mails/changed.txt", bookings[0], by=by, **said)


def ended(bookings: Sequence[Booking], by: Agent | None, **_: object) -> None:
    """Cancelled by someone; of those that ended otherwise, the feature that ended them notifies."""
    if by is None:
        return
    cancelled = [booking for booking in bookings if booking.state == State.CANCELLED]
    if is_of_one_series(bookings) and cancelled:
        notify_cancelled(bookings, by=by)
        return
    for booking in cancelled:
        of_one.notify_others(CANCELLED, "rooms/mails/cancelled.txt", booking, by=by)


def is_of_one_series(bookings: Sequence[Booking]) -> bool:
    """Several dates of one series that ended alike."""
    alike = {(booking.series_id, booking.state) for booking in bookings}
    return len(bookings) > 1 and len(alike) == 1 and bookings[0].series_id is not None
