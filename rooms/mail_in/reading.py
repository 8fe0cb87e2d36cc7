"""Read the calendar of an invitation: its method, and the events of its one UID."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.french import spaced
from core.imports.tables import Unreadable
from rooms import periods
from rooms.ics import splitting
from rooms.ics.event import Impossible, ParsedEvent, event_of, why, widened
from rooms.ics.zones import Zones
from rooms.models import Room
from rooms.periods import FIRST_YEAR, LAST_YEAR

# A whole series, with as many changed dates.
MOST_EVENTS = 400
LONGEST_UID = 500
METHOD = re.compile(r"^METHOD[^:\r\n]*:[ \t]*([A-Z]+)", re.IGNORECASE | re.MULTILINE)
# What a calendar says to a calendar, and expects no answer to.
UNANSWERED = ("REPLY", "DECLINECOUNTER", "REFRESH")
UNREAD = "L’agenda joint à votre invitation ne se lit pas"


@dataclass(frozen=True)
class Invitation:
    """`events` are of one UID: the whole first, then dates in its place, each once with its newest form."""

    uid: str
    events: list[ParsedEvent]


def method_of(text: str) -> str:
    found = METHOD.search(text)
    return found[1].upper() if found else ""


def read(text: str) -> Invitation:
    """Raise ValidationError, in one sentence, for a calendar that cannot be read."""
    try:
        events = _events(text)
        uid = next(iter(events))[0]
        if not uid or len(uid) > LONGEST_UID:
            raise Impossible("il n’a pas d’identifiant.")
    except (Unreadable, Impossible, OverflowError) as error:
        raise ValidationError(spaced(f"{UNREAD} : {why(error)}"), code="unreadable") from error
    return Invitation(uid, [event for key, event in sorted(events.items()) if key[0] == uid])


def _events(text: str) -> dict[tuple[str, str], ParsedEvent]:
    blocks = list(splitting.blocks(text.encode(errors="replace")))
    zones = Zones()
    for block in blocks:
        if block.kind == "VTIMEZONE":
            zones.learn(block)
    found = [block for block in blocks if block.kind == "VEVENT"]
    if not found or len(found) > MOST_EVENTS:
        raise Impossible("il n’a pas d’événement." if not found else "il a trop d’événements.")
    events: dict[tuple[str, str], ParsedEvent] = {}
    for block in found:
        if block.fault or not block.is_complete:
            raise Impossible(block.fault or "il s’arrête au milieu d’un événement.")
        event = event_of(block, zones, needs_start=method_of(text) not in UNANSWERED)
        if not (_is_of_our_time(event.start) and _is_of_our_time(event.instead_of or event.start)):
            raise Impossible(f"ses dates sont hors de {FIRST_YEAR}–{LAST_YEAR}.")
        event.excluded = [moment for moment in event.excluded if _is_of_our_time(moment)]
        key = (event.uid, key_of_date(event))
        if key not in events or event.sequence >= events[key].sequence:
            events[key] = event
    return events


def _is_of_our_time(moment: date) -> bool:
    """Further off, another clock would show a year that does not exist."""
    return FIRST_YEAR <= moment.year < LAST_YEAR


def key_of_date(event: ParsedEvent) -> str:
    """Return its RECURRENCE-ID, in universal time or as a day; empty for the whole."""
    moment = event.instead_of
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}" if moment else ""


def moment_of(key: str) -> datetime | date:
    """Return what `key_of_date` wrote."""
    if "T" in key:
        return datetime.strptime(key, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return date.fromisoformat(key)


def day_of(event: ParsedEvent) -> date:
    """Return the day, on the town's clock, of the date that it replaces."""
    moment = event.instead_of
    assert moment
    return moment.astimezone(periods.town_zone()).date() if isinstance(moment, datetime) else moment


def period_of(event: ParsedEvent, room: Room, start: datetime | None = None) -> DateTimeTZRange:
    """Return the quarters of an hour to book; whole days are what the room is open of them. Raise ValidationError."""
    start = start or event.start
    try:
        if event.is_all_day:
            days = (start.date(), (start + event.length - timedelta(days=1)).date())
            hours = {row.weekday: row for row in room.opening_hours.all()}
            first, last = (hours.get(day.weekday()) for day in days)
            if first and days[0] <= days[1]:
                end = periods.at(days[1], last.closes_at) if last else periods.whole_day(days[1]).upper
                return widened(periods.at(days[0], first.opens_at), end)[0]
        return widened(*event.ends(start))[0]
    except (Impossible, OverflowError) as error:
        raise ValidationError(spaced(f"Cette réunion ne se réserve pas : {why(error)}")) from error
