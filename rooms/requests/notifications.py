"""Of requests: those who asked, those who answer. Titles are left out: a private one must not travel by mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.french import NBSP, count_of, of
from rooms import policies
from rooms.bookings.notification_groups import MINE, ROOMS_I_MANAGE
from rooms.bookings.notifications import call, people_of
from rooms.models import Booking, Series
from rooms.periods import when
from rooms.policies import managers_of
from rooms.requests.pending import by_managers, by_series
from rooms.series.notifications import series_of, usual_of
from rooms.series.wording import times_of

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


def notify_asked(bookings: Sequence[Booking]) -> None:
    """New requests, of one series when there are several: those who asked, and those who answer."""
    first, what = bookings[0], _what(bookings)
    notify(
        ASKED,
        people_of(first),
        title=f"Demande envoyée{NBSP}: {what}",
        text=(
            f"Votre demande est partie{NBSP}: {what}.{_dates(bookings)}\n\n"
            "La place vous est gardée en attendant la réponse de qui gère la salle, que vous recevrez ici."
            f"{call(first.room)}"
        ),
        about=_about(bookings),
    )
    for theirs, managers in by_managers(bookings):
        what = _what(theirs)
        notify(
            TO_ANSWER,
            managers,
            title=f"{first.organiser} demande{NBSP}: {what}",
            text=(
                f"{_who(first)} demande{NBSP}: {what}.{_dates(theirs)}"
                f"{_people(first)}\n\nLa salle est gardée jusqu’à votre réponse{NBSP}: acceptez ou refusez."
            ),
            about=_about(theirs),
            url=reverse("rooms:requests"),
        )


def notify_recalled(bookings: Sequence[Booking], managers: Sequence[Agent]) -> None:
    """Again to those who have not answered: one letter for all that awaits them, one line a series."""
    asked = by_series(bookings)
    lines = [f"– {_who(dates[0])}{NBSP}: {_what(dates)}" for dates in asked]
    waiting = "demande de salle attend" if len(asked) == 1 else "demandes de salle attendent"
    notify(
        TO_ANSWER,
        managers,
        title=f"{len(asked)} {waiting} votre réponse",
        text="\n".join(["Ces personnes attendent de savoir si elles auront la salle.", "", *lines]),
        url=reverse("rooms:requests"),
    )


def notify_still_waiting(bookings: Sequence[Booking]) -> None:
    """One request, or several dates of one series."""
    first, what = bookings[0], _what(bookings)
    notify(
        UNANSWERED,
        people_of(first),
        title=f"Votre demande attend toujours{NBSP}: {what}",
        text=(
            f"Personne n’a encore répondu à votre demande ({what}). "
            f"Nous venons de le rappeler à qui gère la salle{NBSP}; elle vous est toujours gardée."
            f"{call(first.room)}"
        ),
        about=_about(bookings),
    )


def notify_accepted(bookings: Sequence[Booking], *, by: Agent, words: str) -> None:
    """One request, or several dates of one series."""
    what = _what(bookings)
    answer = f"{by} a accepté votre demande{NBSP}: {what}.{_dates(bookings)}"
    _answer(bookings, by=by, title=f"C’est d’accord{NBSP}: {what}", text=answer, words=words)


def notify_declined(bookings: Sequence[Booking], *, by: Agent) -> None:
    """One request, or several dates of one series."""
    what = _what(bookings)
    answer = f"{by} n’a pas pu accepter votre demande{NBSP}: {what}.{_dates(bookings)}"
    why = f"Motif{NBSP}: {bookings[0].cancel_reason}"
    _answer(bookings, by=by, title=f"Demande refusée{NBSP}: {what}", text=answer, words=why)


def notify_taken_back(bookings: Sequence[Booking], *, by: Agent | None, reason: str) -> None:
    """More was asked for than what had been agreed to, and nobody agreed: what they keep, of one series or one date."""
    what = _what(bookings)
    who = f"{by} n’a pas pu accepter" if by else "Personne n’a répondu à temps à"
    answer = f"{who} ce changement. Ce qui était accordé tient toujours{NBSP}: {what}.{_dates(bookings)}"
    title = f"La réservation reste ce qu’elle était{NBSP}: {what}"
    _answer(bookings, by=by, title=title, text=answer, words=f"Motif{NBSP}: {reason}" if reason else "")
    if by is None:
        for booking in bookings:
            _notify_lost(booking)


def _answer(bookings: Sequence[Booking], *, by: Agent | None, title: str, text: str, words: str) -> None:
    """To those who asked; `words` are those of who answered."""
    first = bookings[0]
    text = "\n\n".join(part for part in (text, words) if part) + call(first.room)
    notify(ANSWERED, people_of(first, but=by), title=title, text=text, about=_about(bookings))


def notify_lapsed(booking: Booking) -> None:
    """Its time came: those who asked must know that they do not have the room, those who answer that they did not."""
    notify(
        ANSWERED,
        people_of(booking),
        title=f"Sans réponse{NBSP}: {booking.rooms_called}, {when(booking.period)}",
        text=(
            f"Personne n’a répondu à temps à votre demande{NBSP}: {booking.rooms_called}, "
            f"{when(booking.period)}. La salle n’est donc pas à vous. Nous en sommes désolés, et ceux qui la "
            f"gèrent en sont prévenus.{call(booking.room)}"
        ),
        about=booking,
    )
    _notify_lost(booking)


def _notify_lost(booking: Booking) -> None:
    notify(
        LOST,
        managers_of(*booking.all_rooms),
        title=f"Restée sans réponse{NBSP}: {booking.rooms_called}, {when(booking.period)}",
        text=(
            f"La demande {of(_who(booking))} n’a pas reçu de réponse avant son heure{NBSP}: "
            f"{booking.rooms_called}, {when(booking.period)}. La personne en est prévenue."
        ),
        about=booking,
    )


def _what(bookings: Sequence[Booking]) -> str:
    """« salle Remparts, mardi 1er décembre… », « salle Remparts, chaque mardi…, de 9 h à 10 h (4 dates) »."""
    first = bookings[0]
    if len(bookings) == 1:
        return f"{first.rooms_called}, {when(first.period)}"
    return (
        f"{usual_of(bookings).rooms_called}, {times_of(series_of(first))} ({count_of(len(bookings), 'date')})"
    )


def _dates(bookings: Sequence[Booking]) -> str:
    """Of several: the first ones one by one, with their rooms where these are not the same."""
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


def _about(bookings: Sequence[Booking]) -> Booking | Series:
    return bookings[0] if len(bookings) == 1 else series_of(bookings[0])


def _who(booking: Booking) -> str:
    organiser = booking.organiser
    return f"{organiser} ({organiser.phone})" if organiser.phone else str(organiser)


def _people(booking: Booking) -> str:
    return (
        f"\n{count_of(booking.attendance, 'personne attendue', 'personnes attendues')}."
        if booking.attendance
        else ""
    )
