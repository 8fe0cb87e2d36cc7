"""Book, change and cancel what invitations ask for, through the actions of bookings and series.

One transaction holds what is booked and the answer: killed anywhere, neither exists, and the mail is read again. The
row of an invitation keeps the last SEQUENCE, so that the same message twice, or an older one, does nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.mail.inbound.message_context import agent_at
from core.people.models import Agent
from core.web.locks import wait_for
from core.web.mails import render_text
from rooms.bookings import actions as bookings
from rooms.bookings.actions import MOST_PEOPLE
from rooms.ics.event import ParsedEvent
from rooms.mail_in.reading import Invitation, day_of, key_of_date, period_of
from rooms.mail_in.series import clocks, wish_of
from rooms.models import Booking, Room, RoomInvitation, Series
from rooms.policies import by_series, is_organiser
from rooms.querysets import BookingQuerySet
from rooms.recurrence import Rule
from rooms.series import actions as series_actions
from rooms.series.book import Wanted, book_series
from rooms.series.change import Change, Scope

Answer = RoomInvitation.Answer
IS_BY_MAIL: ContextVar[bool] = ContextVar("rooms.is_by_mail", default=False)
# Of a series: each « this and following » makes another.
MOST_PARTS = 20
NOT_THEIRS = spaced(
    "Cette réunion a été réservée par quelqu’un d’autre : la salle n’écoute que cette personne."
)


@dataclass(frozen=True)
class Sender:
    """`by` wrote, for `organiser`; `address` is the ORGANIZER of their calendar."""

    by: Agent
    organiser: Agent
    address: str


@dataclass
class Decision:
    """The answer of a room to one event: why not, and what it still holds then; dates of a series, with reasons.

    A refused change leaves the row with the answer and the period that stand: those of the event are here. There is no
    event where the answer comes later.
    """

    row: RoomInvitation
    event: ParsedEvent | None
    answer: str = ""
    period: DateTimeTZRange | None = None
    reason: str = ""
    kept: Booking | None = None
    note: str = ""
    refused: dict[date, str] = field(default_factory=dict)


def sender_of(event: ParsedEvent, by: Agent, address: str) -> Sender:
    """Raise ValidationError for another agent's invitation that is only forwarded.

    SENT-BY names who writes for another, as agents book for a colleague on the site. An organiser whom the directory
    does not know is a partner: who forwards their invitation books in their own name.
    """
    named = event.organiser.address
    organiser = agent_at(named) if named else None
    if organiser is None or organiser == by:
        return Sender(by, by, named or address)
    if event.sent_by and agent_at(event.sent_by) == by and organiser.is_at_work:
        return Sender(by, organiser, named)
    raise ValidationError(render_text("rooms/mails/room_forwarded.txt", organiser=organiser))


def request(
    said: Invitation, rooms: Sequence[Room], *, by: Agent, address: str, is_cancelled: bool = False
) -> list[Decision]:
    """Book, change or cancel what is asked of each room; return what each must answer, nothing for what is known."""
    wait_for(f"rooms.invited:{said.uid}")
    # What listens to bookings has nothing to say to the calendar that changes them.
    token = IS_BY_MAIL.set(True)
    try:
        who = sender_of(said.events[0], by, address)
        # Rooms in the order in which all bookings lock them.
        ordered = sorted(rooms, key=lambda room: room.pk)
        decided = [
            _act(said.uid, room, event, who, is_cancelled=is_cancelled or event.is_cancelled)
            for room in ordered
            for event in said.events
        ]
    finally:
        IS_BY_MAIL.reset(token)
    return [decision for decision in decided if decision]


def _act(uid: str, room: Room, event: ParsedEvent, who: Sender, *, is_cancelled: bool) -> Decision | None:
    rows = RoomInvitation.objects.filter(uid=uid, room=room)
    row, whole = (rows.filter(replaces=key).first() for key in (key_of_date(event), ""))
    held = list(held_of(row)) if row else []
    if whole and event.instead_of and not held:
        held = list(held_of(whole).filter(series_date=day_of(event)))
    if is_cancelled and not event.instead_of:
        dates = rows.exclude(replaces="").exclude(booking=None)
        held += [one for date in dates for one in held_of(date) if one not in held]
    known = row or whole
    # The UID of a colleague's meeting is no secret.
    is_theirs = (known is None or known.agent_id in (who.by.pk, who.organiser.pk)) and all(
        is_organiser(who.by, booking) for booking in held
    )
    if is_theirs and row and _is_known(row, event, is_cancelled=is_cancelled):
        return None
    if row is None or not is_theirs:
        # Another's is for the answer alone: it is not saved.
        row = RoomInvitation(uid=uid, replaces=key_of_date(event))
    row.room, row.agent, row.organiser = room, who.organiser, who.address[:254]
    row.sequence, row.answered_at = event.sequence, timezone.now()
    if not is_theirs:
        return Decision(row, event, Answer.DECLINED, reason=NOT_THEIRS)
    if not is_cancelled:
        return _decide(row, event, who, held)
    if not event.instead_of:
        rows.exclude(replaces="").update(answer=Answer.CANCELLED, sequence=event.sequence)
    row.is_all_day, row.answer = event.is_all_day, Answer.CANCELLED
    row.save()
    if row.replaces and event.is_onward and held and held[0].series:
        series_actions.cancel_series(held[0], by=who.by, scope=Scope.FOLLOWING)
    else:
        _cancel_all(held, who)
    return None


def _is_known(row: RoomInvitation, event: ParsedEvent, *, is_cancelled: bool) -> bool:
    """Return whether it is older, or answered already; some calendars change a meeting without another number."""
    if is_cancelled or event.sequence != row.sequence:
        return event.sequence < row.sequence
    if row.answer == Answer.CANCELLED:
        return True
    held = row.series or row.booking
    # Declined, the room may be free by now; made private afterwards, a title must not stay open to all.
    if row.answer == Answer.DECLINED or (
        held and (held.title, held.is_private) != (event.title, event.is_private)
    ):
        return False
    try:
        return row.period is None or row.period == period_of(event, row.room)
    except ValidationError:
        return True


def _decide(row: RoomInvitation, event: ParsedEvent, who: Sender, held: list[Booking]) -> Decision:
    """Book it, or decline with the reason; what was booked before stands then."""
    decision = Decision(row, event, kept=held[0] if held else None)
    stored = ["booking", "series", *(["answer", "period", "is_all_day"] if held else [])]
    row.is_all_day = event.is_all_day
    try:
        with transaction.atomic(), action_context("a invité la salle", by=who.by):
            row.period = period_of(event, row.room)
            _book(decision, event, who, held)
        asked = held_of(row).filter(state=Booking.State.REQUESTED)
        row.answer = Answer.TENTATIVE if asked.exists() else Answer.ACCEPTED
        decision.answer, decision.period, decision.kept = row.answer, row.period, None
    except (ValidationError, PermissionDenied) as error:
        sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
        decision.reason = " ".join(filter(None, sentences)) or "Cette salle ne vous est pas ouverte."
        row.answer = decision.answer = Answer.DECLINED
        decision.period = row.period
        if row.pk:
            row.refresh_from_db(fields=stored)
    row.save()
    return decision


def _book(decision: Decision, event: ParsedEvent, who: Sender, held: list[Booking]) -> None:
    row = decision.row
    assert row.period
    if row.replaces and event.is_onward and held and (series := held[0].series):
        day = timezone.localtime(row.period.lower).date()
        days = (day - day_of(event)).days
        change = _change(series, *clocks(day, row.period), event, days=days)
        row.series = series_actions.change_series(
            held[0], change, by=who.by, scope=Scope.FOLLOWING, is_agreed=True
        )
        return
    if not row.replaces and bool(row.series_id) != bool(event.rules):
        _cancel_all(held, who)
        held, row.booking, row.series = [], None, None
    if event.rules and not row.replaces:
        _book_series(decision, event, who, held)
    elif held:
        # It stays in the room where somebody has put it since.
        row.booking = bookings.change(
            held[0], by=who.by, room=held[0].room, period=row.period, **_given(event)
        )
    else:
        row.booking = bookings.book(
            row.room, by=who.by, organiser=who.organiser, period=row.period, **_given(event)
        )


def _given(event: ParsedEvent) -> dict[str, Any]:
    """The title, and what goes with it."""
    people = {guest.address for guest in event.guests if guest.address and not guest.is_thing}
    rooms = Room.objects.exclude(mail_address="").values_list("mail_address", flat=True)
    people -= {address.lower() for address in rooms}
    count = len(people | {event.organiser.address.lower()})
    return {
        "title": event.title,
        "is_private": event.is_private,
        # Alone, who organises has calendars that hide those who are invited.
        "attendance": min(count, MOST_PEOPLE) if count > 1 else None,
    }


def _change(
    series: Series, starts_at: int, ends_at: int, event: ParsedEvent, *, days: int, rule: Rule | None = None
) -> Change:
    others = tuple(series.other_rooms.all())
    return Change(
        room=series.room,
        starts_at=starts_at,
        ends_at=ends_at,
        days=days,
        rule=rule,
        other_rooms=others,
        layout=series.layout,
        **_given(event),
    )


def _book_series(decision: Decision, event: ParsedEvent, who: Sender, held: list[Booking]) -> None:
    row, wish = decision.row, wish_of(event, decision.row.room)
    first = wish.days[0]
    if {booking.series_date for booking in held} & set(wish.days):
        for booking in held:
            if booking.series_date and booking.series_date < first:
                bookings.cancel(booking, by=who.by)
        held = [booking for booking in held if booking.series_date and booking.series_date >= first]
    if held and (series := held[0].series) and (from_day := held[0].series_date):
        shift = 0 if from_day in wish.days else (first - from_day).days
        change = _change(series, wish.starts_at, wish.ends_at, event, days=shift, rule=wish.rule)
        row.series = wish.written(
            first if shift else from_day,
            lambda choices: series_actions.change_series(
                held[0], change, by=who.by, scope=Scope.ALL, choices=choices, is_agreed=True
            ),
        )
    else:
        wanted = Wanted(
            room=row.room,
            rule=wish.rule,
            first_date=first,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            organiser=who.organiser,
            **_given(event),
        )
        row.series = wish.written(first, lambda choices: book_series(wanted, by=who.by, choices=choices))
    there = set(held_of(row).values_list("series_date", flat=True))
    decision.note = wish.note
    decision.refused = {day: wish.refused.get(day, "") for day in wish.days if day not in there}


def held_of(row: RoomInvitation) -> BookingQuerySet:
    """Return the bookings to come that it became and that still hold, by date, wherever their series goes on."""
    held = Booking.objects.to_come().for_list()
    held = held.select_related("series", "room__site", "organiser").order_by("series_date", "period")
    if row.series_id is not None:
        return held.filter(series__in=parts(row.series_id))
    return held.none() if row.booking_id is None else held.filter(pk=row.booking_id)


def parts(series_id: int, lookup: str = "continues__in") -> list[int]:
    """Return the series, then those that continue it; by `continued_by__in`, those that it goes on from."""
    found, last = [series_id], [series_id]
    while last and len(found) < MOST_PARTS:
        last = list(Series.objects.filter(**{lookup: last}).values_list("pk", flat=True))
        found += last
    return found


def _cancel_all(held: Sequence[Booking], who: Sender) -> None:
    """Cancel a series as one, so that it is said once."""
    for first, *others in by_series(held):
        if others:
            series_actions.cancel_series(first, by=who.by, scope=Scope.ALL)
        else:
            bookings.cancel(first, by=who.by)
