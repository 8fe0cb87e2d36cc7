"""Of requests: those who asked, those who answer. Titles are left out: a private one must not travel by mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import register
from core.people.models import Agent
from core.ui.french import NBSP, count_of
from rooms import policies
from rooms.levels import managers_of
from rooms.models import Booking
from rooms.news.bookings import call, people_of, these_rooms
from rooms.news.groups import MINE, ROOMS_I_MANAGE
from rooms.periods import when

ASKED = register("rooms.asked", "J’ai demandé une salle", group=MINE)
ANSWERED = register("rooms.answered", "On a répondu à ma demande de salle", group=MINE)
UNANSWERED = register("rooms.unanswered", "Ma demande de salle attend toujours une réponse", group=MINE)
TO_ANSWER = register(
    "rooms.to_answer",
    "Une salle dont je m’occupe est demandée",
    group=ROOMS_I_MANAGE,
    to_whom=policies.can_manage_some,
)
LOST = register(
    "rooms.request_lost",
    "Une demande est restée sans réponse jusqu’à son heure",
    group=ROOMS_I_MANAGE,
    to_whom=policies.can_manage_some,
)


def tell_asked(bookings: Sequence[Booking]) -> None:
    """New requests, of one series when there are several: those who asked, and those who answer."""
    first, several = bookings[0], len(bookings) > 1
    dates = f"{count_of(len(bookings), 'date')}, la première {when(first.period)}"
    times = dates if several else when(first.period)
    notify(
        ASKED,
        people_of(first),
        title=f"Demande envoyée{NBSP}: {these_rooms(first)}, {times}",
        text=(
            f"Votre demande est partie{NBSP}: {these_rooms(first)}, {times}. "
            "La place vous est gardée en attendant la réponse de qui gère la salle, que vous recevrez ici."
            f"{call(first.room)}"
        ),
        about=first,
    )
    notify(
        TO_ANSWER,
        managers_of(*first.all_rooms),
        title=f"{first.organiser} demande{NBSP}: {these_rooms(first)}, {times}",
        text=(
            f"{_who(first)} demande{NBSP}: {these_rooms(first)}, {times}."
            f"{_people(first)}\n\nLa salle est gardée jusqu’à votre réponse{NBSP}: acceptez ou refusez."
        ),
        about=first,
        url=reverse("rooms:requests"),
    )


def tell_recalled(bookings: Sequence[Booking], managers: Sequence[Agent]) -> None:
    """Again to those who have not answered: one letter for all that awaits them."""
    lines = [f"– {_who(each)}{NBSP}: {these_rooms(each)}, {when(each.period)}" for each in bookings]
    waiting = "demande de salle attend" if len(bookings) == 1 else "demandes de salle attendent"
    notify(
        TO_ANSWER,
        managers,
        title=f"{len(bookings)} {waiting} votre réponse",
        text="\n".join(["Ces personnes attendent de savoir si elles auront la salle.", "", *lines]),
        url=reverse("rooms:requests"),
    )


def tell_still_waiting(booking: Booking) -> None:
    notify(
        UNANSWERED,
        people_of(booking),
        title=f"Votre demande attend toujours{NBSP}: {these_rooms(booking)}, {when(booking.period)}",
        text=(
            f"Personne n’a encore répondu à votre demande ({these_rooms(booking)}, "
            f"{when(booking.period)}). Nous venons de le rappeler à qui gère la salle{NBSP}; "
            f"elle vous est toujours gardée.{call(booking.room)}"
        ),
        about=booking,
    )


def tell_accepted(booking: Booking, *, by: Agent, words: str) -> None:
    notify(
        ANSWERED,
        people_of(booking, but=by),
        title=f"C’est d’accord{NBSP}: {these_rooms(booking)}, {when(booking.period)}",
        text=(
            f"{by} a accepté votre demande{NBSP}: {these_rooms(booking)}, {when(booking.period)}."
            + (f"\n\n{words}" if words else "")
            + call(booking.room)
        ),
        about=booking,
    )


def tell_declined(booking: Booking, *, by: Agent) -> None:
    notify(
        ANSWERED,
        people_of(booking, but=by),
        title=f"Demande refusée{NBSP}: {these_rooms(booking)}, {when(booking.period)}",
        text=(
            f"{by} n’a pas pu accepter votre demande{NBSP}: {these_rooms(booking)}, "
            f"{when(booking.period)}.\n\nMotif{NBSP}: {booking.cancel_reason}{call(booking.room)}"
        ),
        about=booking,
    )


def tell_lapsed(booking: Booking) -> None:
    """Its time came: those who asked must know that they do not have the room, those who answer that they did not."""
    notify(
        ANSWERED,
        people_of(booking),
        title=f"Sans réponse{NBSP}: {these_rooms(booking)}, {when(booking.period)}",
        text=(
            f"Personne n’a répondu à temps à votre demande{NBSP}: {these_rooms(booking)}, "
            f"{when(booking.period)}. La salle n’est donc pas à vous. Nous en sommes désolés, et ceux qui la "
            f"gèrent en sont prévenus.{call(booking.room)}"
        ),
        about=booking,
    )
    notify(
        LOST,
        managers_of(*booking.all_rooms),
        title=f"Restée sans réponse{NBSP}: {these_rooms(booking)}, {when(booking.period)}",
        text=(
            f"La demande de {_who(booking)} n’a pas reçu de réponse avant son heure{NBSP}: "
            f"{these_rooms(booking)}, {when(booking.period)}. La personne en est prévenue."
        ),
        about=booking,
    )


def _who(booking: Booking) -> str:
    organiser = booking.organiser
    return f"{organiser} ({organiser.phone})" if organiser.phone else str(organiser)


def _people(booking: Booking) -> str:
    return (
        f"\n{count_of(booking.attendance, 'personne attendue', 'personnes attendues')}."
        if booking.attendance
        else ""
    )
