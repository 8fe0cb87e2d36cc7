"""One VEVENT as plain data: its moments on their own clock, its rule, whose it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar import Event

from core.ui.french import spaced
from rooms.importers.datetimes import Impossible
from rooms.importers.ics.splitting import ZONE, Block
from rooms.importers.ics.zones import Zones
from rooms.importers.source_events import Person, clean_title
from rooms.periods import town_zone

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# The library looks for zones by itself and gives up an event whose zone it does not like: here `Zones` does.
NAMED_ZONE = re.compile(r';TZID=("[^"\r\n]*"|[^:;\r\n]*)', re.IGNORECASE)
Wall = tuple[datetime, tzinfo]
# An aware time, or a whole day.
Moment = datetime | date
NO_END = spaced("Il ne disait pas sa fin : pris pour une heure.")
SECOND_RULES = spaced(
    "Il a plusieurs règles de répétition : la première est reprise, les dates des autres une à une."
)
LOST_LINE = spaced("Une de ses lignes ne se lit pas : vérifiez-le.")
NO_DATE = "l’une de ses dates ne se lit pas."
NO_START = "il n’a pas de début qui se lise."
# What an event cannot do without; a broken SEQUENCE or ORGANIZER costs nothing.
BROKEN = {
    "DTSTART": NO_START,
    "DTEND": "sa fin ne se lit pas.",
    "DURATION": "sa durée ne se lit pas.",
    "RRULE": "sa règle de répétition n’est pas lisible.",
    "RECURRENCE-ID": "la date qu’il remplace ne se lit pas.",
    "EXDATE": "l’une des dates où il n’a pas lieu ne se lit pas.",
    "RDATE": "l’une de ses dates ajoutées ne se lit pas.",
}


@dataclass
class ParsedEvent:
    """`start` is a time of the clock `zone`, without a zone of its own; `length` is counted on that clock."""

    line: int
    uid: str
    title: str
    start: datetime
    zone: tzinfo
    length: timedelta
    is_all_day: bool
    is_private: bool
    is_cancelled: bool
    is_free: bool
    organiser: Person
    sequence: int
    rules: list[str] = field(default_factory=list)
    instead_of: Moment | None = None
    excluded: list[Moment] = field(default_factory=list)
    added: list[tuple[datetime, timedelta | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def on(self, day: date) -> datetime:
        """Its usual time that day."""
        return datetime.combine(day, self.start.time())

    def local(self, moment: Moment) -> Moment:
        """The day, or the time that the event's clock shows then, without a zone."""
        if not isinstance(moment, datetime):
            return moment
        if self.is_all_day:
            return _day_meant(moment, self.zone)
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def ends(self, start: datetime, length: timedelta | None = None) -> tuple[datetime, datetime]:
        """The aware start and end of an occurrence that starts at that time of its clock."""
        length = self.length if length is None else length
        begins, ends = start.replace(tzinfo=self.zone), (start + length).replace(tzinfo=self.zone)
        if length > timedelta() and ends.astimezone(UTC) <= begins.astimezone(UTC):
            # It starts in the hour that the clocks skip: it lasts as long, an hour later.
            ends = begins.astimezone(UTC) + length
        return begins, ends


def event_of(block: Block, zones: Zones) -> ParsedEvent:
    """Raises Impossible with a sentence when it has no time that can be read."""
    try:
        event: Any = Event.from_ical(NAMED_ZONE.sub(r";X-ZONE=\1", block.text))
    # Whatever the library meets in one broken event is a fault of that event alone.
    except Exception as error:
        raise Impossible("il n’est pas lisible.") from error
    broken = {name.upper() if name else "" for name, _ in event.errors}
    for name, words in BROKEN.items():
        if name in broken:
            raise Impossible(words)
    if event.get("DTSTART") is None:
        raise Impossible(NO_START)
    begins = _single(event.get("DTSTART"))
    start, zone = _wall(begins.dt, begins.params, zones)
    is_all_day = not isinstance(begins.dt, datetime)
    rules = [rule.to_ical().decode() for rule in _each(event.get("RRULE"))]
    # What repeats follows the clock of its calendar, where Google and others write universal time.
    is_universal = getattr(begins.dt, "tzinfo", None) is zone
    if rules and is_universal and (own := zones.known(block.calendar.get(ZONE, ""))):
        start, zone = begins.dt.astimezone(own).replace(tzinfo=None), own
    notes = [SECOND_RULES] if len(rules) > 1 else []
    if "" in broken:
        notes.append(LOST_LINE)
    length = _length(event, start, zone, zones, is_all_day, notes)
    read = ParsedEvent(
        line=block.line,
        uid=str(event.get("UID") or ""),
        title=clean_title(_text(event, "SUMMARY")),
        start=start,
        zone=zone,
        length=length,
        is_all_day=is_all_day,
        is_private=_text(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        is_cancelled=_text(event, "STATUS").upper() == "CANCELLED",
        is_free=_is_free(event),
        organiser=_organiser(event),
        sequence=_number(event, "SEQUENCE"),
        rules=rules,
        notes=notes,
    )
    if replaced := event.get("RECURRENCE-ID"):
        read.instead_of = _moment(_single(replaced), zones)
        if "RANGE" in _single(replaced).params:
            read.notes.append(
                spaced("Un changement valait aussi pour les dates suivantes : pris pour cette date seule.")
            )
    read.excluded = [_moment(one, zones) for one in _listed(event.get("EXDATE"))]
    read.added = [_added(one, read, zones) for one in _listed(event.get("RDATE"))]
    return read


def _length(
    event: Any, start: datetime, zone: tzinfo, zones: Zones, is_all_day: bool, notes: list[str]
) -> timedelta:
    if ends := event.get("DTEND"):
        end, its_zone = _wall(_single(ends).dt, _single(ends).params, zones)
        if its_zone is not zone:
            end = end.replace(tzinfo=its_zone).astimezone(zone).replace(tzinfo=None)
        # Some write the last day of a whole day's event where the day after belongs.
        return DAY if is_all_day and end == start else end - start
    if lasts := event.get("DURATION"):
        length = _single(lasts).dt
        if not isinstance(length, timedelta):
            raise Impossible(BROKEN["DURATION"])
        return length
    if is_all_day:
        return DAY
    notes.append(NO_END)
    return HOUR


def _wall(moment: Any, params: Mapping[str, Any], zones: Zones) -> Wall:
    """Return a time and its clock; without a zone, the town's."""
    if not isinstance(moment, date):
        # An hour, or a duration, where a date belongs.
        raise Impossible(NO_DATE)
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time()), town_zone()
    if name := params.get("X-ZONE"):
        return moment.replace(tzinfo=None), zones.of(str(name))
    return moment.replace(tzinfo=None), moment.tzinfo or town_zone()


def _moment(value: Any, zones: Zones) -> Moment:
    """A date to replace or leave out."""
    moment, zone = _wall(value.dt, value.params, zones)
    return moment.replace(tzinfo=zone) if isinstance(value.dt, datetime) else moment.date()


def _day_meant(moment: datetime, zone: tzinfo) -> date:
    """Return the day that a time names in an all-day series: where it is midnight, or else on its own clock."""
    here = moment.astimezone(zone)
    own = here if moment.tzname() == "UTC" else moment
    return next((each for each in (own, moment.astimezone(UTC), here) if each.time() == time()), own).date()


def _added(value: Any, read: ParsedEvent, zones: Zones) -> tuple[datetime, timedelta | None]:
    start, length = value.dt, None
    if isinstance(start, tuple):
        start, until = start
        length = until if isinstance(until, timedelta) else until - start
    moment, zone = _wall(start, value.params, zones)
    if not isinstance(start, datetime):
        return read.on(moment.date()), None
    return moment.replace(tzinfo=zone).astimezone(read.zone).replace(tzinfo=None), length


def _listed(value: Any) -> list[Any]:
    """EXDATE and RDATE: once or several times, each with one or several moments, and the zone on the list itself."""
    found = []
    for one in _each(value):
        for moment in one.dts:
            moment.params.update({name: text for name, text in one.params.items() if name == "X-ZONE"})
            found.append(moment)
    return found


def _is_free(event: Any) -> bool:
    shown_as = _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    return shown_as == "FREE" or _text(event, "TRANSP").upper() == "TRANSPARENT"


def _organiser(event: Any) -> Person:
    value = event.get("ORGANIZER")
    if value is None:
        return Person()
    value = _single(value)
    address = str(value)
    address = address[7:] if address.lower().startswith("mailto:") else ""
    return Person(name=" ".join(str(value.params.get("CN", "")).split())[:120], address=address.strip()[:254])


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    return "" if value is None else str(_single(value))


def _number(event: Any, name: str) -> int:
    text = _text(event, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _single(value: Any) -> Any:
    """Said twice, the first counts."""
    return value[0] if isinstance(value, list) else value
