"""One VEVENT as plain data: its moments on their own clock, its rule, whose it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from icalendar import Event

from core.french import spaced
from core.mail.parsing.body import is_private_class
from core.web.non_blank import is_visible
from rooms.constraints import LONGEST_SECONDS, QUARTER_SECONDS
from rooms.ics.rrule import day_of
from rooms.ics.splitting import ZONE, Block
from rooms.ics.zones import Zones
from rooms.periods import FIRST_YEAR, LAST_YEAR, town_zone

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


UNTITLED = "(sans objet)"
LONGEST_TITLE = 120


def clean_title(title: str) -> str:
    """One line of 120 characters at most."""
    line = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    if not is_visible(line):
        return UNTITLED
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose it was, as the source says it; any part may be empty."""

    name: str = ""
    address: str = ""
    identifiant: str = ""

    @property
    def label(self) -> str:
        return self.name or self.address or self.identifiant


@dataclass(frozen=True, slots=True)
class Guest:
    """An ATTENDEE; `is_thing` for a room or a projector, `answer` is their PARTSTAT."""

    address: str
    answer: str = ""
    is_thing: bool = False


@dataclass
class ParsedEvent:
    """`start` is a time of the clock `zone`, without a zone of its own; `length` is counted on that clock.

    `sent_by` is who writes for the organiser; `is_onward`: it replaces a date and those that follow. `stamp` and
    `comment` are of its writing: DTSTAMP, COMMENT.
    """

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
    sent_by: str = ""
    guests: list[Guest] = field(default_factory=list)
    is_onward: bool = False
    stamp: datetime | None = None
    comment: str = ""

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


def event_of(block: Block, zones: Zones, *, needs_start: bool = True) -> ParsedEvent:
    """Raises Impossible with a sentence when it has no time that can be read.

    `needs_start` is false for an answer to an event, which may leave its start out.
    """
    try:
        event: Any = Event.from_ical(NAMED_ZONE.sub(r";X-ZONE=\1", block.text))
    # Whatever the library meets in one broken event is a fault of that event alone.
    except Exception as error:
        raise Impossible("il n’est pas lisible.") from error
    broken = {name.upper() if name else "" for name, _ in event.errors}
    for name, words in BROKEN.items():
        if name in broken:
            raise Impossible(words)
    stamp = None if "DTSTAMP" in broken else _single(event.get("DTSTAMP"))
    begins = _single(event.get("DTSTART")) or (None if needs_start else stamp)
    if begins is None:
        raise Impossible(NO_START)
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
        is_private=is_private_class(_text(event, "CLASS")),
        is_cancelled=_text(event, "STATUS").upper() == "CANCELLED",
        is_free=_is_free(event),
        organiser=_organiser(event),
        sequence=_number(event, "SEQUENCE"),
        rules=rules,
        notes=notes,
        sent_by=_sent_by(event),
        guests=[_guest(one) for one in _each(event.get("ATTENDEE"))],
        stamp=_stamp(stamp),
        comment=_text(event, "COMMENT"),
    )
    if replaced := event.get("RECURRENCE-ID"):
        read.instead_of = _moment(_single(replaced), zones)
        if "RANGE" in _single(replaced).params:
            read.is_onward = True
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
    """Return a date to replace or leave out."""
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
    name = " ".join(str(value.params.get("CN", "")).split())[:120]
    return Person(name=name, address=_address(str(value)))


def _address(text: str) -> str:
    address = text.strip().strip('"')
    return address[7:].strip()[:254] if address.lower().startswith("mailto:") else ""


def _sent_by(event: Any) -> str:
    params = getattr(_single(event.get("ORGANIZER")), "params", {})
    return _address(str(params.get("SENT-BY", "")))


def _guest(value: Any) -> Guest:
    params = getattr(value, "params", {})
    kind, answer = (str(params.get(name, "")).upper() for name in ("CUTYPE", "PARTSTAT"))
    return Guest(_address(str(value)).lower(), answer, is_thing=kind in ("ROOM", "RESOURCE"))


def until_of(text: str, whole: ParsedEvent) -> date:
    """The last day that may have a date, on the event's clock: UNTIL is a day, a time of it, or of UTC."""
    if "T" not in text or whole.is_all_day:
        return day_of(text[:8])
    moment = datetime.strptime(text.removesuffix("Z")[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007  (its zone is next)
    # Further off, no other clock makes a difference, and some years do not exist there.
    if text.endswith("Z") and FIRST_YEAR <= moment.year < LAST_YEAR:
        moment = timezone.localtime(moment.replace(tzinfo=UTC), whole.zone).replace(tzinfo=None)
    return moment.date() - timedelta(days=moment.time() < whole.start.time())


def _stamp(value: Any) -> datetime | None:
    moment = getattr(value, "dt", None)
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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


# Times made periods of ours: whole quarters of an hour, a month at most

OFF_QUARTERS = spaced("Ses heures ne tombaient pas sur un quart d’heure : élargies.")


class Impossible(ValueError):
    """No booking can last so; the message is a sentence."""


def why(error: Exception) -> str:
    """Return the words of what an event cannot be, which its own library has in English alone."""
    return "ses dates sont hors du calendrier." if isinstance(error, OverflowError) else str(error)


def widened(start: datetime, end: datetime) -> tuple[DateTimeTZRange, bool]:
    """The quarters that hold it all, and whether it had to grow; raises Impossible.

    `start` and `end` are aware; quarters are the same in all the zones that towns live in.
    """
    # Two times of one zone are compared by their clock, which an hour of the year shows twice, or not at all.
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if not (FIRST_YEAR <= start.year < LAST_YEAR and FIRST_YEAR <= end.year < LAST_YEAR):
        raise Impossible(f"ses dates sont hors de {FIRST_YEAR}–{LAST_YEAR}.")
    if end <= start:
        raise Impossible("il finit avant de commencer." if end < start else "il ne dure rien.")
    first = int(start.timestamp() // QUARTER_SECONDS)
    last = -int(-end.timestamp() // QUARTER_SECONDS)
    period = DateTimeTZRange(_of_quarter(first), _of_quarter(last))
    if (last - first) * QUARTER_SECONDS > LONGEST_SECONDS:
        raise Impossible("il dure plus d’un mois.")
    return period, (period.lower, period.upper) != (start, end)


def _of_quarter(quarter: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=quarter * QUARTER_SECONDS)
