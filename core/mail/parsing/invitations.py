"""An invitation in one sentence: what mail programs send to calendars, and nobody reads as a message."""

import re

from core.mail.parsing import cleaning, limits

FOLDED = re.compile(r"\n[ \t]")
FIELD = re.compile(r"^(SUMMARY|DTSTART|LOCATION)(?:;[^:\n]{0,200})?:(.*)$", re.MULTILINE)
METHOD = re.compile(r"^METHOD:([A-Za-z]{1,20})", re.MULTILINE)
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
# Of a file; a description may go on for pages.
LONGEST = 100_000
WORDS = {
    "CANCEL": "Annulation",
    "REPLY": "Réponse à une invitation",
    "COUNTER": "Autre date proposée",
}


def describe_invitation(text: str) -> str:
    """« Invitation : Réunion, le 03/11/2026 à 10:00, salle Rose »; empty when there is no event."""
    text = FOLDED.sub("", text[:LONGEST].replace("\r\n", "\n"))
    # A time zone, before the event, has a beginning of its own.
    before, begun, event = text.partition("BEGIN:VEVENT")
    if not begun:
        return ""
    known: dict[str, str] = {}
    for name, value in FIELD.findall(event):
        known.setdefault(name, value.strip())
    method = METHOD.search(before)
    what = WORDS.get(method[1].upper() if method else "", "Invitation")
    pieces = [_plain(known.get("SUMMARY", "")) or "sans titre", _moment(known.get("DTSTART", ""))]
    pieces.append(_plain(known.get("LOCATION", "")))
    return f"{what}\u00a0: {', '.join(filter(None, pieces))}"


def _plain(value: str) -> str:
    value = re.sub(r"\\([nN])", " ", value)
    return cleaning.clean_line(re.sub(r"\\([\\,;])", r"\1", value), limits.NAME)


def _moment(value: str) -> str:
    found = MOMENT.match(value)
    if not found:
        return ""
    year, month, day, hour, minute, is_utc = found.groups()
    time = f" à {hour}:{minute}{' (temps universel)' if is_utc else ''}" if hour else ""
    return f"le {day}/{month}/{year}{time}"
