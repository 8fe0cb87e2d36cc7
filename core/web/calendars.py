"""Calendars written for other programs (RFC 5545) with `icalendar`: heads, events, time zones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.conf import settings
from django.utils import timezone
from icalendar import (
    Calendar,
    Component,
    Event,
    FreeBusy,
    Journal,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vPeriod,
    vText,
)

Period = tuple[datetime, datetime]
# A calendar holds no control character but the tab and the line's end.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
HOUR = timedelta(hours=1)
WEEKDAYS = (rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA)
# « CET-1CEST,M3.5.0,M10.5.0/3 »: how a file of the time zone database ends, with the rules of today (RFC 8536).
NAME, OFFSET, CHANGE = r"(<[^>]+>|[A-Za-z]+)", r"([-+]?[\d:]+)", r",M(\d+)\.(\d)\.(\d)(?:/([-+\d:]+))?"
RULES = re.compile(f"{NAME}{OFFSET}(?:{NAME}{OFFSET}?{CHANGE}{CHANGE})?")


class Text(vText):
    """Keeps the « \\N » that a title may hold, of which the library makes a line break."""

    def to_ical(self) -> bytes:
        return self.translate(ESCAPES).encode()


def text(value: str) -> Text:
    return Text(CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))


def person(name: str, email: str, **parameters: str) -> vCalAddress:
    """An ORGANIZER or an ATTENDEE."""
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = CONTROLS.sub("", " ".join(name.replace('"', "'").split()))
    address.params.update(parameters)
    return address


def uid(reference: str) -> str:
    """The same for ever, and nobody else's: the reference of what is dated, at this site."""
    return f"{reference}@{urlsplit(settings.SITE_URL).hostname}"


def on_the_clock(moment: datetime) -> datetime:
    zone = timezone.get_default_timezone()
    return moment if moment.tzinfo is zone else moment.astimezone(zone)


def universal(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def is_sure(moment: datetime) -> bool:
    """Not in the hour that the clocks skip, nor in the one that they show twice."""
    shown = moment.astimezone(timezone.get_default_timezone())
    return shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset()


def new_event(uid: str, *, stamp: datetime, **properties: Any) -> Event:
    """An event last changed at `stamp`; of `properties`, those that are empty are left out."""
    return _filled(Event(), uid=uid, dtstamp=stamp, last_modified=stamp, **properties)


def _filled[C: Component](component: C, **properties: Any) -> C:
    for name, value in properties.items():
        if value not in (None, ""):
            is_text = isinstance(value, str) and name != "url"
            component.add(name.strip("_").replace("_", "-"), text(value) if is_text else value)
    return component


def busy(
    uid: str, organiser: vCalAddress, during: Period, times: Iterable[tuple[datetime, datetime, str]]
) -> FreeBusy:
    """A VFREEBUSY of that time; `times` are starts, ends and FBTYPE, in order. Published, it names its organiser."""
    start, end = map(universal, during)
    component = _filled(FreeBusy(), uid=uid, dtstamp=timezone.now(), dtstart=start, dtend=end)
    component.add("organizer", organiser)
    for starts, ends, kind in times:
        period = vPeriod((universal(starts), universal(ends)))
        component.add("freebusy", period, {"FBTYPE": kind})
    return component


def placeholder(uid: str, name: str) -> Journal:
    """A note of no time: a calendar without anything is no calendar (RFC 5545), and programs keep what it had."""
    return _filled(Journal(), uid=uid, dtstamp=datetime(2026, 1, 1, tzinfo=UTC), summary=name)


def new_calendar(*, method: str = "", name: str = "", is_universal: bool = False) -> Calendar:
    """Begin a calendar; `name` is what programs call it; `is_universal`: no time needs the town's zone."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", text(f"-//{settings.TOWN_NAME}//Intranet//FR"))
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", text(name))
        calendar.add("x-wr-calname", text(name))
        calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
        calendar.add("refresh-interval", HOUR, {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(HOUR))
    if not is_universal:
        calendar.add_component(time_zone(timezone.get_default_timezone_name()))
    return calendar


def pieces(calendar: Calendar, events: Iterable[Component]) -> Iterator[str]:
    """The text of a calendar, an event at a time: its memory does not grow with their number."""
    head, end, _ = calendar.to_ical().decode().rpartition("END:VCALENDAR")
    yield head
    for event in events:
        yield event.to_ical().decode()
    yield f"{end}\r\n"


@cache
def time_zone(key: str) -> Timezone:
    """Return the zone with its yearly rules.

    `add_missing_timezones` writes each change as an RDATE. Outlook reads only RRULE in a zone (MS-STANOICAL, 2.2.47),
    and would show the summer an hour late: the library's is for clocks that follow no rule of this kind.
    """
    footer = files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes().rstrip().rpartition(b"\n")[2]
    found = RULES.fullmatch(footer.decode())
    if found is None or not all(0 <= _hours(at or "2") < 24 for at in (found[8], found[12])):
        return Timezone.from_tzinfo(ZoneInfo(key))
    zone = Timezone()
    zone.add("tzid", key)
    winter = -_hours(found[2])
    summer = -_hours(found[4]) if found[4] else winter + bool(found[3])
    if found[3]:
        zone.add_component(_observance(TimezoneDaylight(), found[3], winter, summer, found.group(5, 6, 7, 8)))
    zone.add_component(_observance(TimezoneStandard(), found[1], summer, winter, found.group(9, 10, 11, 12)))
    return zone


def _observance[T: TimezoneStandard | TimezoneDaylight](
    observance: T, name: str, before: float, after: float, change: tuple[Any, ...]
) -> T:
    """From the first change since 1970 on, at the hour that the clocks are about to leave."""
    start = datetime(1970, 1, 1)  # noqa: DTZ001  (of the zone itself)
    if change[0]:
        month, week, weekday = map(int, change[:3])
        day = WEEKDAYS[weekday](week if week < 5 else -1)
        [first] = rrule.rrule(rrule.YEARLY, start, bymonth=month, byweekday=day, count=1)
        start = first + timedelta(hours=_hours(change[3] or "2"))
        observance.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{day.n}{str(day)[:2]}"})
    observance.DTSTART = start
    observance.TZOFFSETFROM, observance.TZOFFSETTO = timedelta(hours=before), timedelta(hours=after)
    observance.add("tzname", name.strip("<>"))
    return observance


def _hours(clock: str) -> float:
    """Convert « -3:30 » to hours."""
    hours, minutes, *_ = [*map(int, clock.lstrip("+-").split(":")), 0]
    return (hours + minutes / 60) * (-1 if clock.startswith("-") else 1)
