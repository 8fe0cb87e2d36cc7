"""The sentences, one for each reason not to book a room then; each names the form's field to correct."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from core import french
from core.french import NBSP, spaced
from rooms import periods

if TYPE_CHECKING:
    from rooms.models import Closure, OpeningHours, Room


@dataclass(frozen=True, slots=True)
class Refusal:
    """`field` is one of room, date, start, end, end_date; `code` never changes, `message` is read by people."""

    field: str
    message: str
    code: str

    def __str__(self) -> str:
        return self.message

    def as_error(self) -> ValidationError:
        return ValidationError({self.field: ValidationError(self.message, code=self.code)})


class Refused(ValidationError):
    """One of the rooms that are asked for refuses: which, and why."""

    def __init__(self, refusal: Refusal, room: Room) -> None:
        super().__init__(refusal.as_error())
        self.refusal, self.room = refusal, room


ENDS_BEFORE_START = Refusal("end", "La fin doit venir après le début.", "ends_before_start")
OFF_QUARTERS = Refusal("start", "On réserve au quart d’heure près.", "off_quarters")
PAST_DATE = Refusal("date", "Cette date est passée.", "past")


def past_hour(now: datetime) -> Refusal:
    return Refusal("start", spaced(f"Cette heure est passée : il est {french.clock(now)}."), "past")


def beyond_horizon(last: date) -> Refusal:
    words = spaced(f"On réserve jusqu’au {french.long_date(last)} : choisissez une date plus proche.")
    return Refusal("date", words, "beyond_horizon")


def too_many_days(days: int) -> Refusal:
    if days == 1:
        words = "Une réservation tient dans une seule journée. Au-delà, appelez qui gère les salles."
        return Refusal("end", words, "several_days")
    return Refusal("end_date", f"Une réservation dure {french.count_of(days, 'jour')} au plus.", "too_long")


def not_bookable(room: Room) -> Refusal:
    why = spaced(f" : {room.unavailable_note}") if room.unavailable_note else "."
    return Refusal("room", f"La {room.called} ne peut pas être réservée en ce moment{why}", "not_bookable")


def not_theirs(room: Room) -> Refusal:
    call = f"appelez le {room.keeper_phone}" if room.keeper_phone else "adressez-vous à qui la gère"
    return Refusal(
        "room", spaced(f"La {room.called} n’est pas ouverte à tous : pour l’avoir, {call}."), "no_right"
    )


def too_soon(room: Room) -> Refusal:
    notice = french.count_of(room.notice_hours, "heure")
    return Refusal("start", f"La {room.called} se réserve au moins {notice} à l’avance.", "too_soon")


def too_far(room: Room, last: date) -> Refusal:
    words = spaced(
        f"La {room.called} se réserve au plus {french.count_of(room.ahead_days or 0, 'jour')} à l’avance"
        f" : jusqu’au {french.long_date(last)}."
    )
    return Refusal("date", words, "too_far")


def longer_than(room: Room, longest: timedelta) -> Refusal:
    return Refusal("end", f"La {room.called} se réserve {length(longest)} au plus.", "too_long")


def holiday(room: Room, day: date, name: str) -> Refusal:
    words = spaced(f"Le {french.long_date(day)} est férié ({name}) : la {room.called} est fermée.")
    return Refusal("date", words, "holiday")


def closed_that_weekday(room: Room, weekday: int) -> Refusal:
    return Refusal("date", f"La {room.called} est fermée le {french.WEEKDAYS[weekday]}.", "closed")


def out_of_hours(room: Room, hours: OpeningHours, *, field: str, too: str) -> Refusal:
    words = spaced(
        f"C’est {too} : le {french.WEEKDAYS[hours.weekday]}, la {room.called} est ouverte "
        f"de {french.clock(hours.opens_at)} à {french.clock(hours.closes_at)}."
    )
    return Refusal(field, words, "out_of_hours")


def closure(room: Room, closed: Closure) -> Refusal:
    words = spaced(f"La {room.called} est fermée {periods.when_closed(closed.period)} : {closed.reason}")
    return Refusal("date", words if words.endswith((".", "!", "?", "…")) else f"{words}.", "closure")


def over_quota(room: Room, quota: int, left: int, *, whose: str) -> Refusal:
    """`whose`: « chaque personne » or « chaque direction ou service »."""
    remaining = f"il reste {length(timedelta(minutes=left))}" if left > 0 else "il ne reste rien"
    words = spaced(
        f"La {room.called} se réserve {length(timedelta(minutes=quota))} par semaine au plus "
        f"pour {whose} : cette semaine, {remaining}."
    )
    return Refusal("end", words, "quota")


def length(duration: timedelta) -> str:
    """« 1 h 30 », « 45 minutes »."""
    minutes = int(duration.total_seconds()) // 60
    if minutes < 60:
        return french.count_of(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "")
