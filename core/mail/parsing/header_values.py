"""The values of headers: encoded words, parameters, addresses, dates, identifiers. Every pattern here is linear."""

import re
import urllib.parse
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core.mail.parsing import cleaning, limits
from core.mail.parsing.charsets import decode
from core.mail.parsing.remarks import Remarks
from core.mail.parsing.transfer_encodings import base64, quoted_printable

WORD = r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,4000}\?="
ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
BETWEEN_WORDS = re.compile(rf"(?<=\?=)[ \t\r\n]+(?={WORD})")
PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*+"|[^;]*)', re.DOTALL)
CONTINUED = re.compile(r"^(.+?)(?:\*(\d{1,3}))?(\*)?$")
IDENTIFIER = re.compile(r"<[^<>\s]{1,498}>")
OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)


def decode_header(value: bytes) -> str:
    """Decode a raw header; eight bits that nothing declares are guessed."""
    return decode(value, None, Remarks())


def decode_words(value: str) -> str:
    """Encoded words (RFC 2047) read; those of one charset that touch are joined first: they may part a character."""
    if "=?" not in value:
        return value
    value = BETWEEN_WORDS.sub("", value)
    kept: list[str] = []
    position, waiting, charset = 0, b"", ""
    for found in ENCODED.finditer(value):
        label, coding, content = found.groups()
        if waiting and (found.start() > position or label.lower() != charset):
            kept.append(decode(waiting, charset, Remarks()))
            waiting = b""
        kept.append(value[position : found.start()])
        octets = content.encode("utf-8", "replace")
        waiting += base64(octets) if coding in "bB" else quoted_printable(octets.replace(b"_", b" "))
        charset, position = label.lower(), found.end()
    if waiting:
        kept.append(decode(waiting, charset, Remarks()))
    return "".join([*kept, value[position:]])


def clean_header(value: bytes, longest: int) -> str:
    """A header for people, decoded, in one line."""
    return cleaning.clean_line(decode_words(decode_header(value[: longest * 30])), longest)


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """« text/plain; charset=… » to the value in lower case and its parameters (RFC 2231 read, names in lower case)."""
    main, _, _ = value.partition(";")
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, content in PARAMETER.findall(value[:20_000]):
        content = content.strip()
        if content.startswith('"'):
            content = re.sub(r"\\(.)", r"\1", content[1:].removesuffix('"'), flags=re.DOTALL)
        found = CONTINUED.match(name.lower())
        if found:
            plain, number, star = found.groups()
            pieces.setdefault(plain, {}).setdefault(int(number or 0), (content, bool(star)))
    return main.strip().lower(), {name: _joined(parts) for name, parts in pieces.items()}


def _joined(parts: dict[int, tuple[str, bool]]) -> str:
    ordered = [parts[number] for number in sorted(parts)]
    if not any(star for _, star in ordered):
        return "".join(content for content, _ in ordered)
    charset, octets = "utf-8", b""
    for index, (content, star) in enumerate(ordered):
        if star and index == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        octets += urllib.parse.unquote_to_bytes(content) if star else content.encode("utf-8", "replace")
    return decode(octets, charset, Remarks())


def message_ids(value: bytes) -> list[str]:
    """Message-IDs, between their angle brackets."""
    # The last ones are the nearest.
    text = decode_header(value[-60_000:])
    found = IDENTIFIER.findall(text)
    if not found and text.strip() and len(text.split()) == 1:
        found = [f"<{text.strip(' <>')}>"]
    return [cleaning.clean_line(one, limits.IDENTIFIER) for one in found]


def parse_date(value: bytes, remarks: Remarks, now: datetime | None = None) -> str:
    """ISO 8601 with its offset; empty, and said, when it makes no sense, is too old or lies ahead."""
    if not value.strip():
        return ""
    try:
        said = parsedate_to_datetime(decode_header(value[:200]))
        moment = said if said.tzinfo else said.replace(tzinfo=UTC)
        reasonable = OLDEST <= moment <= (now or datetime.now(UTC)) + AHEAD
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        remarks.add("La date d’envoi est illisible.")
        return ""
    if not reasonable:
        remarks.add(f"La date d’envoi n’est pas croyable\u00a0: {moment:%d/%m/%Y}.")
        return ""
    return moment.isoformat()
