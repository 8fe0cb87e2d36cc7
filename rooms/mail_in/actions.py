"""Book, change and cancel what invitations ask for, through the actions of bookings and series.

One transaction holds what is booked and the answer: killed anywhere, neither exists, and the mail is read again. The
row of an invitation keeps the last SEQUENCE, so that the same message twice, or an older one, does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
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
from rooms.mail_in.series import Wish, clocks, wish_of
from rooms.models import Booking, Room, RoomInvitation, Series
from rooms.policies import is_organiser
from rooms.querysets import BookingQuerySet
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

    A refused change leaves the row with the answer and the period that stand: those of the event are here.
    """

    row: RoomInvitation
    event: ParsedEvent
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


def request(said: Invitation, rooms: Sequence[Room], *, by: Agent, address: str) -> list[Decision]:
    """Book or change what is asked of each room, and return what each must answer; nothing for what is known."""
    decisions = []
    with _alone(said):
        who = sender_of(said.events[0], by, address)
        for room, event in _each(said, rooms):
            row = find(said.uid, room, key_of_date(event))
            if not _is_theirs(row or find(said.uid, room, ""), who):
                decisions.append(_not_theirs(said.uid, room, event, who))
            elif row and _is_known(row, event):
                continue
            elif not event.is_cancelled:
                decisions.append(_decide(said.uid, row, room, event, who))
            elif not _cancel(said.uid, row, room, event, who):
                decisions.append(_not_theirs(said.uid, room, event, who))
    return decisions


def cancel(said: Invitation, rooms: Sequence[Room], *, by: Agent, address: str) -> None:
    """Cancel what these rooms hold of it; a calendar expects no answer. What comes after, and is older, is ignored.

    Raise ValidationError where all that it would cancel is another's.
    """
    done = []
    with _alone(said):
        who = sender_of(said.events[0], by, address)
        for room, event in _each(said, rooms):
            row = find(said.uid, room, key_of_date(event))
            if row is None or event.sequence >= row.sequence:
                is_theirs = _is_theirs(row or find(said.uid, room, ""), who)
                done.append(is_theirs and _cancel(said.uid, row, room, event, who))
    if done and not any(done):
        raise ValidationError(NOT_THEIRS)


@contextmanager
def _alone(said: Invitation) -> Iterator[None]:
    """One reader of this UID at a time; while it acts, what listens to bookings has nothing to say to calendars."""
    wait_for(f"rooms.invited:{said.uid}")
    token = IS_BY_MAIL.set(True)
    try:
        yield
    finally:
        IS_BY_MAIL.reset(token)


def _each(said: Invitation, rooms: Sequence[Room]) -> Iterator[tuple[Room, ParsedEvent]]:
    """Yield each room and event, in the order in which all bookings lock rooms."""
    return ((room, event) for room in sorted(rooms, key=lambda room: room.pk) for event in said.events)


def find(uid: str, room: Room, replaces: str) -> RoomInvitation | None:
    rows = RoomInvitation.objects.filter(uid=uid, room=room, replaces=replaces)
    return rows.select_related("room__site", "booking", "series", "agent").first()


def _is_theirs(row: RoomInvitation | None, who: Sender) -> bool:
    """Return whether the sender may number it: the UID of a colleague's meeting is no secret."""
    return row is None or row.agent_id in (who.by.pk, who.organiser.pk)


def _not_theirs(uid: str, room: Room, event: ParsedEvent, who: Sender) -> Decision:
    """The row is for the answer alone: it is not saved."""
    row = _row(uid, None, room, event, who)
    return Decision(row, event, Answer.DECLINED, reason=NOT_THEIRS)


def _is_known(row: RoomInvitation, event: ParsedEvent) -> bool:
    """Return whether it is older, or answered already; some calendars change a meeting without another number."""
    if event.sequence != row.sequence:
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


def _decide(uid: str, row: RoomInvitation | None, room: Room, event: ParsedEvent, who: Sender) -> Decision:
    """Book it, or decline with the reason; what was booked before stands then."""
    held = held_of(row).first() if row else None
    decision = Decision(_row(uid, row, room, event, who), event)
    try:
        with transaction.atomic(), action_context("a invité la salle", by=who.by):
            if held and not is_organiser(who.by, held):
                raise ValidationError(NOT_THEIRS)
            _book(decision, who)
    except (ValidationError, PermissionDenied) as error:
        sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
        reason = " ".join(filter(None, sentences)) or "Cette salle ne vous est pas ouverte."
        asked = decision.row.period
        # As it stands: what was written of it is undone.
        standing = find(uid, room, key_of_date(event))
        answered = (standing.answer, standing.period, standing.is_all_day) if standing and held else None
        known = _row(uid, standing, room, event, who)
        known.answer, known.period = Answer.DECLINED, asked
        if answered:
            known.answer, known.period, known.is_all_day = answered
        kept = held if held and is_organiser(who.by, held) else None
        decision = Decision(known, event, Answer.DECLINED, asked, reason, kept)
    else:
        decision.answer, decision.period = decision.row.answer, decision.row.period
    decision.row.save()
    return decision


def _row(uid: str, row: RoomInvitation | None, room: Room, event: ParsedEvent, who: Sender) -> RoomInvitation:
    row = row or RoomInvitation(uid=uid, room=room, replaces=key_of_date(event))
    row.agent, row.organiser, row.sequence = who.organiser, who.address[:254], event.sequence
    row.is_all_day, row.answered_at = event.is_all_day, timezone.now()
    return row


def _book(decision: Decision, who: Sender) -> None:
    row, event = decision.row, decision.event
    row.period = period_of(event, row.room)
    if row.replaces:
        _book_date(row, event, who)
    elif event.rules:
        _book_series(decision, wish_of(event, row.room), who)
    else:
        if row.series_id:
            _cancel_all(list(held_of(row)), who)
        row.series = None
        row.booking = _book_one(row, event, who, held_of(row).first())
    asked = held_of(row).filter(state=Booking.State.REQUESTED)
    row.answer = Answer.TENTATIVE if asked.exists() else Answer.ACCEPTED


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


def _book_one(row: RoomInvitation, event: ParsedEvent, who: Sender, held: Booking | None) -> Booking:
    assert row.period
    if held is None:
        return bookings.book(row.room, by=who.by, organiser=who.organiser, period=row.period, **_given(event))
    # It stays in the room where somebody has put it since.
    return bookings.change(held, by=who.by, room=held.room, period=row.period, **_given(event))


def _book_date(row: RoomInvitation, event: ParsedEvent, who: Sender) -> None:
    """One date of a series, or that date and those that follow."""
    held = held_of(row).first()
    if held is None and (whole := find(row.uid, row.room, "")):
        held = held_of(whole).filter(series_date=day_of(event)).first()
    if held and held.series and event.is_onward:
        row.series = _move_on(held, row, event, who)
    else:
        row.booking = _book_one(row, event, who, held)


def _move_on(held: Booking, row: RoomInvitation, event: ParsedEvent, who: Sender) -> Series:
    assert row.period
    assert held.series
    day = timezone.localtime(row.period.lower).date()
    change = replace(_change(held.series, *clocks(day, row.period), event), days=(day - day_of(event)).days)
    return series_actions.change_series(held, change, by=who.by, scope=Scope.FOLLOWING, is_agreed=True)


def _change(series: Series, starts_at: int, ends_at: int, event: ParsedEvent) -> Change:
    others = tuple(series.other_rooms.all())
    return Change(series.room, starts_at, ends_at, other_rooms=others, layout=series.layout, **_given(event))


def _book_series(decision: Decision, wish: Wish, who: Sender) -> None:
    row, event = decision.row, decision.event
    if row.booking and row.booking.is_holding and not row.booking.is_over:
        bookings.cancel(row.booking, by=who.by)
    row.booking = None
    held = list(held_of(row)) if row.series else []
    standing = {booking.series_date for booking in held}
    if standing & set(wish.days):
        for booking in [one for one in held if one.series_date and one.series_date < wish.days[0]]:
            bookings.cancel(booking, by=who.by)
            held.remove(booking)
    if held and held[0].series and held[0].series_date:
        row.series = _change_series(held[0], held[0].series, held[0].series_date, wish, event, who)
    else:
        wanted = Wanted(
            row.room,
            wish.rule,
            wish.days[0],
            wish.starts_at,
            wish.ends_at,
            organiser=who.organiser,
            **_given(event),
        )
        row.series = wish.written(
            wish.days[0], lambda choices: book_series(wanted, by=who.by, choices=choices)
        )
    there = set(held_of(row).values_list("series_date", flat=True))
    decision.note = wish.note
    decision.refused = {day: wish.refused.get(day, "") for day in wish.days if day not in there}


def _change_series(
    first: Booking, series: Series, from_day: date, wish: Wish, event: ParsedEvent, who: Sender
) -> Series:
    shift = 0 if from_day in wish.days else (wish.days[0] - from_day).days
    base = wish.days[0] if shift else from_day
    change = _change(series, wish.starts_at, wish.ends_at, event)
    change = replace(change, days=shift, rule=wish.rule)
    return wish.written(
        base,
        lambda choices: series_actions.change_series(
            first, change, by=who.by, scope=Scope.ALL, choices=choices, is_agreed=True
        ),
    )


def held_of(row: RoomInvitation) -> BookingQuerySet:
    """Return the bookings to come that it became and that still hold, by date, wherever their series goes on."""
    held = Booking.objects.holding().filter(period__endswith__gt=timezone.now()).for_list()
    held = held.select_related("series", "room__site", "organiser").order_by("series_date", "period")
    if row.series_id is not None:
        return held.filter(series__in=_parts(row.series_id))
    return held.none() if row.booking_id is None else held.filter(pk=row.booking_id)


def _parts(series_id: int) -> list[int]:
    found, last = [series_id], [series_id]
    for _ in range(MOST_PARTS):
        last = list(Series.objects.filter(continues__in=last).values_list("pk", flat=True))
        found += last
        if not last:
            break
    return found


def _cancel(uid: str, row: RoomInvitation | None, room: Room, event: ParsedEvent, who: Sender) -> bool:
    """Return False, and write nothing, where some of it is another's."""
    whole = find(uid, room, "") if event.instead_of else None
    held = list(held_of(row)) if row else []
    if not held and whole:
        held = list(held_of(whole).filter(series_date=day_of(event)))
    dates = RoomInvitation.objects.filter(uid=uid, room=room).exclude(replaces="")
    if not event.instead_of:
        held += [one for each in dates.exclude(booking=None) for one in held_of(each) if one not in held]
    if any(not is_organiser(who.by, booking) for booking in held):
        return False
    if not event.instead_of:
        dates.update(answer=Answer.CANCELLED, sequence=event.sequence)
    row = _row(uid, row, room, event, who)
    row.answer = Answer.CANCELLED
    row.save()
    if row.replaces and event.is_onward and held and held[0].series:
        series_actions.cancel_series(held[0], by=who.by, scope=Scope.FOLLOWING)
    else:
        _cancel_all(held, who)
    return True


def _cancel_all(held: Sequence[Booking], who: Sender) -> None:
    """Cancel a series as one, so that it is said once."""
    groups: dict[int, list[Booking]] = {}
    for booking in held:
        groups.setdefault(booking.series_id or -booking.pk, []).append(booking)
    for first, *others in groups.values():
        if others:
            series_actions.cancel_series(first, by=who.by, scope=Scope.ALL)
        else:
            bookings.cancel(first, by=who.by)
