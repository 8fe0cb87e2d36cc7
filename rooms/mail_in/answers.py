"""The mails of a room: METHOD:REPLY to an invitation, METHOD:COUNTER for what is moved on the site.

Their words hold no title: the organiser’s calendar knows the meeting by its UID.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

import icalendar
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.french import with_capital
from core.mail import autoreply
from core.mail.inbound.message_context import agent_at, known_address
from core.mail.models import Envelope, IncomingMail
from core.mail.outbound import actions as mail
from core.mail.outbound.messages import OutboundMessage, absolute_url
from core.web import calendars
from core.web.mails import render_mail
from rooms import links, periods
from rooms.availability.free_rooms import Criteria, free_starts, look_at, minute_of, period_of
from rooms.ics.event import widened
from rooms.mail_in.actions import Decision, held_of
from rooms.mail_in.reading import moment_of
from rooms.models import Booking, RoomInvitation
from rooms.periods import when

Answer = RoomInvitation.Answer
KIND = "rooms.room_answer"
OFFERED = 3
MINUTE = timedelta(minutes=1)


def reply(decisions: Sequence[Decision], *, to: IncomingMail | None = None) -> None:
    """One mail for each room, with its answer to each event."""
    for _, group in groupby(decisions, key=lambda decision: decision.row.room_id):
        first, *_ = each = list(group)
        words = [_words(decision) for decision in each]
        said = render_mail("rooms/mails/room_answer.txt", room=first.row.room, answers=words, first=words[0])
        _write(first.row, "REPLY", [part for decision in each for part in _components(decision)], said, to=to)


def _words(decision: Decision) -> dict[str, Any]:
    row, event, is_declined = decision.row, decision.event, decision.answer == Answer.DECLINED
    held = held_of(row).none() if is_declined else held_of(row)
    # Of a series, the first date that is held: its rule may begin with one that is not.
    first, is_series = held.first(), row.series and not row.replaces
    period = first.period if first else decision.period
    page = row.series if is_series and not is_declined else decision.kept or row.booking or row.series
    return {
        "decision": decision,
        "when": when(period) if period else "",
        "count": held.count() if is_series else 0,
        "is_widened": event
        and not (is_declined or event.is_all_day)
        and widened(*event.ends(event.start))[1],
        "url": absolute_url(page.get_absolute_url()) if page else "",
        "near": near(decision) if is_declined else [],
    }


def near(decision: Decision) -> list[tuple[str, str]]:
    """Three free rooms at that time, this site's first, or other times in this room: words and address of each."""
    event, period, room, by = decision.event, decision.period, decision.row.room, decision.row.agent
    if event is None or event.rules or period is None or period.lower <= timezone.now():
        return []
    people = len([guest for guest in event.guests if not guest.is_thing]) or 1
    found = look_at([period], by=by, wishes=Criteria(people=people, site=room.site), may_lack=1).free()
    slots = [(one.room, period) for one in found if one.room.pk != room.pk and not one.must_ask]
    if len(slots) < OFFERED:
        start, minutes = timezone.localtime(period.lower), (period.upper - period.lower) // MINUTE
        for one in free_starts([[start.date()]], minutes=minutes, by=by):
            for begins in (one.after(minute_of(start)), one.before(minute_of(start))):
                if one.found.room.pk == room.pk and begins is not None:
                    slots.append((room, period_of(start.date(), begins, minutes)))
    return [
        (
            f"{with_capital(free.called)}, {when(at)}",
            absolute_url(links.book(free.slug, timezone.localtime(at.lower), timezone.localtime(at.upper))),
        )
        for free, at in slots
        if at
    ][:OFFERED]


def counter(row: RoomInvitation, moved: Sequence[Booking], *, by: str, reason: str = "") -> None:
    """Bookings stand elsewhere than the organiser's calendar says: it is proposed their time."""
    has_left = any(row.room not in booking.all_rooms for booking in moved)
    given = {"room": row.room, "by": by, "reason": reason, "bookings": moved, "has_left": has_left}
    said = render_mail("rooms/mails/room_counter.txt", **given)
    components = []
    for booking in moved:
        place = f"{booking.rooms_called}, {booking.room.site.name}"
        named = _named(row, booking.series_date)
        title = "Réservation" if booking.is_private else booking.title
        component = _component(
            row, Answer.TENTATIVE, booking.period, named, summary=title, location=with_capital(place)
        )
        components.append(component)
    _write(row, "COUNTER", components, said)


def ended(row: RoomInvitation, gone: Sequence[Booking], *, by: str, reason: str) -> None:
    """The room is not theirs any more, or never was: declined, or cancelled on the site."""
    is_declined = gone[0].state in (Booking.State.DECLINED, Booking.State.LAPSED)
    given = {"room": row.room, "by": by, "reason": reason, "bookings": gone, "is_declined": is_declined}
    said = render_mail("rooms/mails/room_ended.txt", **given)
    is_whole = not row.series_id or not (row.replaces or held_of(row).exists())
    dates = [None] if is_whole else [booking.series_date for booking in gone]
    components = [
        _component(row, Answer.DECLINED, None if day else row.period, _named(row, day)) for day in dates
    ]
    _write(row, "REPLY", components, said)


# Calendars


def _components(decision: Decision) -> Iterable[icalendar.Event]:
    row = decision.row
    yield _component(row, decision.answer, decision.period, _named(row), comment=decision.reason)
    for day, why in decision.refused.items():
        yield _component(row, Answer.DECLINED, None, _named(row, day), comment=why)


def _named(row: RoomInvitation, day: date | None = None) -> datetime | date | None:
    """The RECURRENCE-ID of the row, or of a date of its series: that day at the time of the first, on the town's clock.

    After « this and the following », the dates keep the names that the series had given them.
    """
    own = moment_of(row.replaces) if row.replaces else None
    if day is None or row.period is None or (own and row.series_id is None):
        return own
    first = timezone.localtime(row.period.lower)
    if own is None:
        own = first.date() if row.is_all_day else first
    if not isinstance(own, datetime):
        return day - (first.date() - own)
    own = timezone.localtime(own)
    return periods.at(day - (first.date() - own.date()), own.time()).astimezone(UTC)


def _component(
    row: RoomInvitation,
    answer: str,
    period: DateTimeTZRange | None,
    named: datetime | date | None,
    **words: str,
) -> icalendar.Event:
    start: datetime | date | None = None
    end: datetime | date | None = None
    if period and row.is_all_day:
        start = timezone.localtime(period.lower).date()
        end = timezone.localtime(period.upper - timedelta(seconds=1)).date() + timedelta(days=1)
    elif period:
        start, end = calendars.universal(period.lower), calendars.universal(period.upper)
    event = calendars.new_event(
        row.uid,
        stamp=timezone.now(),
        sequence=row.sequence,
        dtstart=start,
        dtend=end,
        recurrence_id=named,
        **words,
    )
    event.add("organizer", calendars.person(str(row.agent), row.organiser))
    asked = {"CUTYPE": "ROOM", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": answer}
    name = with_capital(row.room.called)
    event.add("attendee", calendars.person(name, row.room.mail_address, **asked))
    return event


def _write(
    row: RoomInvitation,
    method: str,
    components: Iterable[icalendar.Event],
    said: Any,
    *,
    to: IncomingMail | None = None,
) -> None:
    """Write to the organiser alone; to nobody where nothing is to be read there."""
    address = row.organiser if row.organiser and agent_at(row.organiser) == row.agent else ""
    address = address or (to.sender_address if to and to.sender == row.agent else known_address(row.agent))
    if not (row.room.mail_address and address and row.agent.is_at_work):
        return
    if to and not autoreply.may_answer(to, address):
        return
    head = calendars.new_calendar(method=method, is_universal=True)
    message = OutboundMessage(
        row.agent,
        said["title"],
        said["text"],
        address=address,
        about=row.booking,
        calendar="".join(calendars.pieces(head, components)),
        from_address=row.room.mail_address,
        in_reply_to=to.message_id if to else "",
        is_reply=True,
        envelope=Envelope.NULL,
        is_confidential=True,
    )
    for written in mail.write(KIND, [message]):
        if to:
            autoreply.record_reply(address, f"rooms.room:{row.room_id}", written, to)
