"""iCalendar's content lines: values escaped, lines folded at 75 bytes (RFC 5545, sections 3.1 and 3.3.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar.parser import Contentline

LONGEST = 75
# Not XML's matter only: a calendar holds no control character but the tab.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text(value: str) -> str:
    """A TEXT value. Not `vText`, which makes a line break of the « \\N » that a title may hold."""
    return CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).translate(ESCAPES)


def parameter(value: str) -> str:
    """A quoted parameter value, which can hold neither quotes nor breaks."""
    return '"' + CONTROLS.sub("", " ".join(value.replace('"', "'").split())) + '"'


def fold(line: str) -> str:
    """The line with its end."""
    if len(line) > LONGEST // 4 and len(line.encode()) > LONGEST:
        line = Contentline(line).to_ical().decode()
    return f"{line}\r\n"


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def on_the_clock(name: str, moment: datetime) -> str:
    """`DTSTART;TZID=Europe/Paris:20261126T090000`."""
    zone = timezone.get_default_timezone()
    shown = moment if moment.tzinfo is zone else moment.astimezone(zone)
    return f"{name};TZID={zone.key}:{shown:%Y%m%dT%H%M%S}"


def is_sure(moment: datetime) -> bool:
    """Not in the hour that the clocks skip, nor in the one that they show twice."""
    shown = moment.astimezone(timezone.get_default_timezone())
    return shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset()


def calendar_head(*, method: str = "", name: str = "") -> Iterator[str]:
    """What begins a calendar, folded; `name` is what programs call it."""
    yield from map(fold, _head(method, name))


def _head(method: str, name: str) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//{text(settings.TOWN_NAME)}//Intranet//FR"
    yield "CALSCALE:GREGORIAN"
    if method:
        yield f"METHOD:{method}"
    if name:
        yield f"NAME:{text(name)}"
        yield f"X-WR-CALNAME:{text(name)}"
        yield f"X-WR-TIMEZONE:{timezone.get_default_timezone_name()}"
        yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
        yield "X-PUBLISHED-TTL:PT1H"


def uid(reference: str) -> str:
    """The same for ever, and nobody else's: the reference of what is dated, at this site."""
    return f"{reference}@{urlsplit(settings.SITE_URL).hostname}"
