"""Requests follow what becomes of bookings: who must answer is notified, and who asked learns how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.french import count_of
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
from rooms import policies
from rooms.bookings import events
from rooms.bookings.events import Previous
from rooms.bookings.notifications import MINE, ROOMS_I_MANAGE, people_of
from rooms.models import Booking
from rooms.models.bookings import State
from rooms.periods import when
from rooms.policies import by_managers, by_series, managers_of
from rooms.series.notifications import is_of_one_series, series_of, usual_of
from rooms.series.querysets import times_of

# Dates that a letter names one by one.
NAMED = 8

ASKED = NotificationKind("rooms.asked", "J’ai demandé une salle", group=MINE)
ANSWERED = NotificationKind("rooms.answered", "On a répondu à ma demande de salle", group=MINE)
UNANSWERED = NotificationKind(
    "rooms.unanswered", "Ma demande de salle attend toujours une réponse", group=MINE
)
TO_ANSWER = NotificationKind(
    "rooms.to_answer",
    "Une salle dont je m’occupe est demandée",
    group=ROOMS_I_MANAGE,
    to_whom=policies.can_manage_some,
)
LOST = NotificationKind(
    "rooms.request_lost",
    "Une demande est restée sans réponse jusqu’à son heure",
    group=ROOMS_I_MANAGE,
    to_whom=policies.can_manage_some,
)


def _notify(
    kind: NotificationKind,
    people: Sequence[Agent],
    mail: str,
    bookings: Sequence[Booking],
    *,
    url: str = "",
    **said: object,
) -> None:
    """Of one request, or of several dates of one series."""
    first = bookings[0]
    known = {"first": first, "room": first.room, "who": _who(first)}
    written = render_mail(mail, what=_what(bookings), dates=_dates(bookings), **known, **said)
    notify(kind, people, **written, about=first if len(bookings) == 1 else series_of(first), url=url)


def notify_asked(bookings: Sequence[Booking]) -> None:
    """New requests, of one series when there are several: those who asked, and those who answer."""
    _notify(ASKED, people_of(bookings[0]), "rooms/mails/asked.txt", bookings)
    for theirs, managers in by_managers(bookings):
        _notify(TO_ANSWER, managers, "rooms/mails/to_answer.txt", theirs, url=reverse("rooms:requests"))


def notify_recalled(bookings: Sequence[Booking]) -> None:
    """Again: to those who answer, one letter for all that awaits them, one line a series; to those who wait."""
    for theirs, managers in by_managers(bookings):
        asked = [(_who(dates[0]), _what(dates)) for dates in by_series(theirs)]
        written = render_mail("rooms/mails/recalled.txt", asked=asked)
        notify(TO_ANSWER, managers, **written, url=reverse("rooms:requests"))
    for dates in by_series(bookings):
        _notify(UNANSWERED, people_of(dates[0]), "rooms/mails/still_waiting.txt", dates)


def notify_answered(mail: str, bookings: Sequence[Booking], *, by: Agent | None, words: str) -> None:
    """Accepted, declined, or taken back to what had been agreed to, as the `mail` says; `words` of who answered."""
    _notify(ANSWERED, people_of(bookings[0], but=by), mail, bookings, by=by, words=words)


def notify_lost(booking: Booking) -> None:
    _notify(LOST, managers_of(*booking.all_rooms), "rooms/mails/request_lost.txt", [booking])


def _what(bookings: Sequence[Booking]) -> str:
    """« salle Remparts, mardi 1er décembre… », « salle Remparts, chaque mardi…, de 9 h à 10 h (4 dates) »."""
    first = bookings[0]
    if len(bookings) == 1:
        return f"{first.rooms_called}, {when(first.period)}"
    return (
        f"{usual_of(bookings).rooms_called}, {times_of(series_of(first))} ({count_of(len(bookings), 'date')})"
    )


def _dates(bookings: Sequence[Booking]) -> str:
    """List the first of several dates, with their rooms where these are not the same."""
    if len(bookings) == 1:
        return ""
    rooms = usual_of(bookings).rooms_called
    lines = [
        f"– {when(each.period)}{'' if each.rooms_called == rooms else f', {each.rooms_called}'}"
        for each in bookings[:NAMED]
    ]
    if len(bookings) > NAMED:
        lines.append(f"– et {count_of(len(bookings) - NAMED, 'autre date', 'autres dates')}")
    return "\n" + "\n".join(lines)


def _who(booking: Booking) -> str:
    organiser = booking.organiser
    return f"{organiser} ({organiser.phone})" if organiser.phone else str(organiser)


def booked(bookings: Sequence[Booking], **_: object) -> None:
    if asked := [booking for booking in bookings if booking.state == State.REQUESTED]:
        notify_asked(asked)


def changed(bookings: Sequence[Booking], by: Agent, before: Sequence[Previous], **_: object) -> None:
    series_changed([booking for booking, _before in events.moved(bookings, before)], by)


def series_changed(bookings: Sequence[Booking], by: Agent, **_: object) -> None:
    """The requests among them; not those that `by`, who changed another's, could answer at once."""
    asked = [
        booking
        for booking in bookings
        if booking.state == State.REQUESTED
        and (policies.is_organiser(by, booking) or not policies.can_decide(by, booking))
    ]
    if asked:
        notify_asked(asked)


def ended(bookings: Sequence[Booking], by: Agent | None, **_: object) -> None:
    """Declined, or not answered in time."""
    declined = [booking for booking in bookings if booking.state == State.DECLINED]
    if declined and by is not None and is_of_one_series(bookings):
        notify_answered("rooms/mails/declined.txt", declined, by=by, words=declined[0].cancel_reason)
        return
    for booking in bookings:
        if booking.state == State.DECLINED and by is not None and policies.can_manage_booking(by, booking):
            notify_answered("rooms/mails/declined.txt", [booking], by=by, words=booking.cancel_reason)
        elif booking.state == State.LAPSED and booking.held_until is None:
            # Those who asked must know that they do not have the room, those who answer that they did not.
            _notify(ANSWERED, people_of(booking), "rooms/mails/lapsed.txt", [booking])
            notify_lost(booking)
