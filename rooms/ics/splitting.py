"""An iCalendar file cut into events, each to be read alone: one that is broken, or the file's end, costs no other.

Only the lines that matter here reach the library that reads them: attachments and alarms of megabytes do not.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.french import NBSP, number, spaced
from core.imports.tables import Unreadable
from core.web.encodings import decoded

LARGEST = 20_000_000
# In UTF-16 these bytes say something else.
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What goes on with the middle of a UTF-8 letter: some programs fold their lines by bytes.
SPLIT_LETTER = re.compile(rb"\r?\n[ \t](?=[\x80-\xbf])")


def check_size(size: int) -> None:
    if size > LARGEST:
        raise Unreadable(
            f"Ce fichier est trop lourd{NBSP}: {number(LARGEST // 1_000_000)}{NBSP}Mo au plus. "
            "Exportez l’agenda d’une seule salle, ou une période plus courte."
        )


def text_of(data: bytes) -> str:
    """Whatever it is encoded in, a letter cut by the end of a line included; lines end by a single sign."""
    text = decoded(data if data.startswith(WIDE) else SPLIT_LETTER.sub(b"", data)).text
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


MOST_EVENTS = 50_000
LONGEST_LINE = 100_000
DEEPEST = 10
WANTED = {
    "VEVENT": {
        "BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
        "SUMMARY", "CLASS", "STATUS", "TRANSP", "ORGANIZER", "SEQUENCE", "X-MICROSOFT-CDO-BUSYSTATUS",
        "ATTENDEE", "COMMENT", "DTSTAMP",
    },
    "VTIMEZONE": {
        "BEGIN", "END", "TZID", "X-LIC-LOCATION", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME",
    },
}  # fmt: skip
# Of an event, what stands within it is left out: alarms. Of a zone, its summers and winters are all that there is.
WITHIN = {"VEVENT": set[str](), "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}
ZONE = "X-WR-TIMEZONE"
OTHERS = {"VTODO": "tâche", "VJOURNAL": "note", "VFREEBUSY": "plage d’occupation"}


@dataclass
class Block:
    """An event or a zone: its lines unfolded, and the line of the file at which it begins.

    `calendar` holds X-WR-TIMEZONE, and is the same for all that one VCALENDAR holds, before that line or after.
    """

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)
    is_complete: bool = False
    fault: str = ""
    calendar: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\r\n".join(self.lines) + "\r\n"


def blocks(data: bytes) -> Iterator[Block]:
    """The events and zones in order; raises Unreadable when it is no calendar, or far too large."""
    check_size(len(data))
    text = text_of(data)
    if "BEGIN:VCALENDAR" not in text[:10_000].upper():
        raise Unreadable(
            spaced("Ce n’est pas un agenda iCalendar (.ics) : il ne commence pas par BEGIN:VCALENDAR.")
        )
    found, current, within, calendar = 0, None, list[str](), dict[str, str]()
    for place, line in unfolded(text):
        name, _, value = line.partition(":")
        name, value = name.partition(";")[0].strip().upper(), value.strip().upper()
        if name == "BEGIN" and value in WANTED:
            # The one before has no end: what follows is the next.
            if current:
                yield current
            found += value == "VEVENT"
            if found > MOST_EVENTS:
                raise Unreadable(
                    spaced(f"Ce fichier a plus de {number(MOST_EVENTS)} événements : coupez-le en plusieurs.")
                )
            current, within = Block(value, place, calendar=calendar), []
        if current is None:
            if (name, value) == ("BEGIN", "VCALENDAR"):
                calendar = {}
            elif name == ZONE:
                calendar.setdefault(name, line.partition(":")[2].strip())
            if name == "BEGIN" and value in OTHERS:
                yield Block(value, place, is_complete=True)
            continue
        if (name, value) == ("END", current.kind):
            current.lines.append(line)
            current.is_complete = True
            yield current
            current = None
            continue
        _keep(current, within, name, value, line)
    if current:
        yield current


def _keep(current: Block, within: list[str], name: str, value: str, line: str) -> None:
    if name == "END" and within:
        kept = set(within) <= WITHIN[current.kind]
        within.pop()
    else:
        if name == "BEGIN" and value != current.kind:
            within.append(value[:40])
        kept = set(within) <= WITHIN[current.kind]
    if len(within) > DEEPEST:
        current.fault = "il est emboîté trop profond."
        del within[DEEPEST:]
    if kept and name in WANTED[current.kind]:
        if len(line) > LONGEST_LINE:
            current.fault = f"une de ses lignes compte plus de {number(LONGEST_LINE)} caractères."
        else:
            current.lines.append(line)


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of their first; a folded one goes on where the next begins with a space."""
    first, parts = 0, list[str]()
    for place, raw in enumerate(text.split("\n"), start=1):
        line = raw.removesuffix("\r")
        if parts and line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        if parts:
            yield first, "".join(parts)
        first, parts = place, [line]
    if parts:
        yield first, "".join(parts)
