"""The organiser, and who typed the booking for them, are notified: of one booking, or once of several dates."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.mails import Mail, render_mail
from rooms.bookings import notifications as of_one
from rooms.bookings.events import Previous
from rooms.bookings.notifications import BOOKED, BOOKED_FOR_ME, CANCELLED, CHANGED, MINE, people_of
from rooms.models import Booking, Series
from rooms.models.bookings import State
from rooms.periods import when
from rooms.series.querysets import times_of

GIVEN = NotificationKind("rooms.series_given", "Une série de réservations m’est confiée", group=MINE)


def _written(mail: str, bookings: Sequence[Booking], **said: object) -> Mail:
    """The words of several dates of one series."""
    first, usual = bookings[0], usual_of(bookings)
    known = {"first": first, "usual": usual, "room": usual.room, "times": times_of(series_of(first))}
    return render_mail(mail, **known, count=len(bookings), at=when(first.period), **said)


def series_changed(bookings: Sequence[Booking], by: Agent, reason: str, **_: object) -> None:
    words = _written("rooms/mails/series_changed.txt", bookings, by=by, reason=reason)
    notify(CHANGED, people_of(bookings[0], but=by), **words, about=series_of(bookings[0]))


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
        series, typed_by = series_of(sure[0]), sure[0].booked_by
        words = _written("rooms/mails/series_booked.txt", sure)
        notify(BOOKED, [typed_by or series.organiser], **words, about=series, is_known=True)
        if typed_by:
            words = _written("rooms/mails/series_booked_for_me.txt", sure)
            notify(BOOKED_FOR_ME, [series.organiser], **words, about=series)


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
        at_last = when(bookings[-1].period)
        words = _written("rooms/mails/series_cancelled.txt", bookings, by=by, at_last=at_last)
        notify(CANCELLED, people_of(bookings[0], but=by), **words, about=series_of(bookings[0]))
        return
    for booking in cancelled:
        of_one.notify_others(CANCELLED, "rooms/mails/cancelled.txt", booking, by=by)


def is_of_one_series(bookings: Sequence[Booking]) -> bool:
    """Several dates of one series that ended alike."""
    alike = {(booking.series_id, booking.state) for booking in bookings}
    return len(bookings) > 1 and len(alike) == 1 and bookings[0].series_id is not None
