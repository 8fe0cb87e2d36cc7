"""An invitation in one sentence: what mail programs send to calendars, and nobody reads as a message."""

import re

from core.mail.reading import limits, softening

FOLDED = re.compile(r"\r?\n[ \t]")
FIELD = re.compile(r"^(METHOD|SUMMARY|DTSTART|DTEND|LOCATION)((?:;[^:\n]{0,200})?):(.*)$", re.MULTILINE)
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
WORDS = {
    "REQUEST": "Invitation",
    "PUBLISH": "Invitation",
    "CANCEL": "Annulation",
    "REPLY": "Réponse à une invitation",
    "COUNTER": "Autre date proposée",
}


def sentence(text: str) -> str:
    """« Invitation : Réunion, le 03/11/2026 à 10:00, salle Rose »; empty when there is no event."""
    if "BEGIN:VCALENDAR" not in text[:2_000].upper():
        return ""
    begin = text.upper().find("BEGIN:VEVENT")
    known: dict[str, str] = {}
    # A time zone has a DTSTART of its own, before the event.
    for source in (text[:2_000].partition("BEGIN:V")[2][:500], text[max(begin, 0) :][:20_000]):
        for name, _, value in FIELD.findall(FOLDED.sub("", source.replace("\r\n", "\n"))):
            known.setdefault(name, value.strip())
    what = WORDS.get(known.get("METHOD", "REQUEST").upper(), "Invitation")
    pieces = [_plain(known.get("SUMMARY", "")) or "sans titre", _moment(known.get("DTSTART", ""))]
    pieces.append(_plain(known.get("LOCATION", "")))
    return f"{what}\u00a0: {', '.join(filter(None, pieces))}"


def _plain(value: str) -> str:
    value = re.sub(r"\\([nN])", " ", value)
    return softening.line(re.sub(r"\\([\\,;])", r"\1", value), limits.NAME)


def _moment(value: str) -> str:
    found = MOMENT.match(value)
    if not found:
        return ""
    year, month, day, hour, minute, is_utc = found.groups()
    time = f" à {hour}:{minute}{' (temps universel)' if is_utc else ''}" if hour else ""
    return f"le {day}/{month}/{year}{time}"
