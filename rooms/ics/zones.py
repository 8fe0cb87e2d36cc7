"""Find the clock of an iCalendar time: IANA, Windows or Mozilla names, or zones that a file describes itself."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from datetime import timezone as fixed
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.french import spaced
from rooms.ics.splitting import Block
from rooms.periods import town_zone

# A summer and a winter for each reform since 1900, and no more.
LONGEST_ZONE = 1_000
# Of its rules, those that may go on at once, and what they are made of.
MOST_RULES = 20
# Lotus Notes repeats the hour and the minute of the change.
KNOWN = {
    "FREQ", "INTERVAL", "WKST", "BYMONTH", "BYDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE", "UNTIL", "COUNT",
}  # fmt: skip

# Outlook and Exchange write what they show: the offset out of summer time, then cities or a region.
DISPLAYED = re.compile(
    r"(?P<stated>\((?:UTC|GMT)(?P<hours>[+-][01]?\d)?(?:[:.]?(?P<minutes>[0-5]\d))?\) *)?(?P<words>.{3,200})"
)
# In winter and summer of either hemisphere.
SEASONS = (datetime(2026, 1, 1), datetime(2026, 7, 1))  # noqa: DTZ001  (of any zone)


class Zones:
    """The zones of one file; `unknown` names those that were read on the town's clock."""

    def __init__(self) -> None:
        self.unknown: set[str] = set()
        self._described: dict[str, Block] = {}
        self._found: dict[str, tzinfo | None] = {}

    def learn(self, block: Block) -> None:
        if name := _value(block, "TZID"):
            self._described.setdefault(name, block)

    def of(self, name: str) -> tzinfo:
        if zone := self.known(name):
            return zone
        self.unknown.add(name)
        return town_zone()

    def known(self, name: str) -> tzinfo | None:
        if name not in self._found:
            self._found[name] = self._zone(name)
        return self._found[name]

    def _zone(self, name: str) -> tzinfo | None:
        described = self._described.get(name)
        place = _value(described, "X-LIC-LOCATION") if described else ""
        for known in (name, place):
            if zone := _named(known):
                return zone
        return (_made(described) if described else None) or _displayed(name)

    @property
    def notes(self) -> list[str]:
        return [
            spaced(f"Fuseau « {name[:80]} » inconnu : ses heures sont lues à l’heure de la ville.")
            for name in sorted(self.unknown)
        ]


def _named(name: str) -> tzinfo | None:
    """`Europe/Paris`, `Romance Standard Time`, `/mozilla.org/20050126_1/Europe/Paris`."""
    plain = name.strip().strip('"')
    olson = WINDOWS_TO_OLSON.get(plain)
    parts = plain.strip("/").split("/")
    for candidate in filter(None, (olson, plain, "/".join(parts[-2:]), "/".join(parts[-3:]))):
        try:
            return ZoneInfo(candidate)
        # A name that is a folder of the tables, or that climbs out of them.
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def _displayed(name: str) -> tzinfo | None:
    """The zone that programs show as « (UTC-05:00) Eastern Time (US & Canada) »: by a city or a region in it."""
    found = DISPLAYED.fullmatch(name.strip().strip('"'))
    if not found:
        return None
    hours, minutes = int(found["hours"] or 0), int(found["minutes"] or 0)
    offset = timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes)
    if found["words"].startswith("Coordinated Universal Time"):
        return fixed(offset)
    for part in re.split("[,(/]", found["words"]):
        plain = part.strip().removesuffix(" Time")
        key = WINDOWS_TO_OLSON.get(f"{plain} Standard Time") or _places().get(plain.casefold())
        if key and (not found["stated"] or offset in map(ZoneInfo(key).utcoffset, SEASONS)):
            return ZoneInfo(key)
    return None


@cache
def _places() -> dict[str, str]:
    """Return the zone of each city and region, by the last part of its name."""
    keys = sorted(key for key in available_timezones() if "/" in key and not key.startswith("Etc/"))
    return {key.rpartition("/")[2].replace("_", " ").casefold(): key for key in keys}


def _made(block: Block) -> tzinfo | None:
    """The zone that the file describes, when its rules are a zone's: once a year."""
    if len(block.lines) > LONGEST_ZONE or not block.is_complete or block.fault:
        return None
    rules = [line.partition(":")[2].upper() for line in block.lines if line.upper().startswith("RRULE")]
    if len(rules) > MOST_RULES or not all(map(_is_of_a_zone, rules)):
        return None
    try:
        described = Timezone.from_ical(block.text)
        zone = described.to_tz(lookup_tzid=False) if isinstance(described, Timezone) else None
    # The library raises what it meets in a broken zone: of a file, not a fault of ours.
    except Exception:
        return None
    return zone if isinstance(zone, tzinfo) else None


def _is_of_a_zone(rule: str) -> bool:
    """« The last Sunday of October »: the library follows it from its first year on for each time that is read."""
    parts = dict(part.split("=", 1) for part in rule.strip().split(";") if "=" in part)
    days = parts.get("BYMONTHDAY", "") if "BYDAY" not in parts else ""
    named = [days, *(parts.get(name, "") for name in ("BYMONTH", "BYDAY", "BYHOUR", "BYMINUTE"))]
    return parts.get("FREQ") == "YEARLY" and set(parts) <= KNOWN and not any("," in each for each in named)


def _value(block: Block, name: str) -> str:
    for line in block.lines:
        head, _, value = line.partition(":")
        if head.partition(";")[0].upper() == name:
            # The same name is a text here, and bare where times are given in it.
            return value.strip().replace("\\,", ",").replace("\\;", ";")
    return ""
