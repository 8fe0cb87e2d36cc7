"""The values of headers: encoded words, dates, identifiers and addresses (RFC 5322, RFC 6532). Patterns are linear."""

import re
import unicodedata
from binascii import a2b_qp
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core.mail.parsing import cleaning
from core.mail.parsing.encodings import decode, decode_base64
from core.mail.parsing.parsed_message import EmailAddress

WORD = r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,4000}\?="
ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
BETWEEN_WORDS = re.compile(rf"(?<=\?=)[ \t\r\n]+(?={WORD})")
IDENTIFIER = re.compile(r"<[^<>\s]{1,498}>")
OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)
# Each alternative takes what it began: a quotation or an angle that nothing closes goes to the end.
TOKEN = re.compile(
    rf"""(?P<word>{WORD})
    |(?P<quoted>"(?:[^"\\]|\\.)*+(?:"|\\?\Z))
    |(?P<angle><(?:[^<>"]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+>?)
    |(?P<comment>\()
    |(?P<mark>[,;:])
    |(?P<space>\s+)
    |(?P<atom>[^\s"<(,;:=]+|.)""",
    re.DOTALL | re.VERBOSE,
)
IN_COMMENT = re.compile(r"[()]|\\.", re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
PLAIN_LOCAL = re.compile(r"[^\s()<>\[\]:;@\\,.\"]+(?:\.[^\s()<>\[\]:;@\\,.\"]+)*")
DOMAIN = re.compile(r"[^\s()<>\[\]:;@\\,\"/]{1,255}|\[[0-9A-Za-z:.]{2,60}\]")


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
            kept.append(decode(waiting, charset))
            waiting = b""
        kept.append(value[position : found.start()])
        octets = content.encode("utf-8", "replace")
        waiting += decode_base64(octets) if coding in "bB" else a2b_qp(octets, header=True)
        charset, position = label.lower(), found.end()
    return "".join([*kept, decode(waiting, charset), value[position:]])


def clean_header(value: str, longest: int) -> str:
    """A header for people, decoded, in one line."""
    return cleaning.clean_line(decode_words(value[: longest * 30]), longest)


def message_ids(value: str) -> list[str]:
    """Message-IDs, between their angle brackets."""
    # The last ones are the nearest.
    text = value[-60_000:]
    found = IDENTIFIER.findall(text)
    if not found and len(text.split()) == 1:
        found = [f"<{text.strip(' <>')}>"]
    return [cleaning.clean_line(one, cleaning.IDENTIFIER) for one in found]


def check_date(value: str, warnings: cleaning.ParseWarnings, now: datetime | None = None) -> None:
    """Warn of a date that makes no sense, is too old or lies ahead."""
    if not value.strip():
        return
    try:
        said = parsedate_to_datetime(value[:200])
        moment = said if said.tzinfo else said.replace(tzinfo=UTC)
        if not OLDEST <= moment <= (now or datetime.now(UTC)) + AHEAD:
            warnings.add(f"La date d’envoi n’est pas croyable\u00a0: {moment:%d/%m/%Y}.")
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        warnings.add("La date d’envoi est illisible.")


def parse_address_list(text: str) -> list[EmailAddress]:
    """In order, in one pass. One whose address makes no sense keeps its name, with an empty address."""
    found: list[EmailAddress] = []
    pieces: list[str] = []
    comments: list[str] = []
    position = 0
    while position < len(text):
        token = TOKEN.match(text, position)
        assert token  # The last alternative takes any character.
        position = token.end()
        kind, piece = token.lastgroup, token[0]
        if kind == "comment":
            position, comment = _comment(text, position)
            comments.append(comment)
        elif kind == "angle":
            if piece.strip("<> ") or pieces:
                found.append(_person(piece.strip("<>"), _phrase(pieces) or " ".join(comments)))
            pieces, comments = [], []
        elif piece == ":" and not any("@" in one for one in pieces):
            # The name of a group.
            pieces = []
        elif kind == "mark" and piece in ",;":
            found += _bare(pieces, comments)
            pieces, comments = [], []
        else:
            pieces.append(" " if kind == "space" else piece)
    return found + _bare(pieces, comments)


def _comment(text: str, position: int) -> tuple[int, str]:
    """Return the end of a comment, and its words; 2,000 nested ones cost no more than their length."""
    depth, begin = 1, position
    for found in IN_COMMENT.finditer(text, position):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end(), text[begin : found.start()]
    return len(text), text[begin:]


def _bare(pieces: list[str], comments: list[str]) -> list[EmailAddress]:
    """An address without angle brackets; none when there are blanks only."""
    words = "".join(pieces).strip()
    if not words:
        return []
    if "@" not in words:
        return [_person("", _phrase(pieces))]
    # « Jo Martin jo@ville.example »: one address among words.
    apart = [word for word in words.split() if "@" in word]
    if len(apart) == 1 and apart[0] != words and not clean_address(words) and clean_address(apart[0]):
        return [_person(apart[0], " ".join(words.replace(apart[0], " ").split()))]
    return [_person(words, " ".join(comments))]


def _phrase(pieces: list[str]) -> str:
    return "".join(
        ESCAPED.sub(r"\1", piece[1:].removesuffix('"')) if piece.startswith('"') else piece
        for piece in pieces
    )


def _person(specification: str, name: str) -> EmailAddress:
    known = clean_address(specification)
    shown = clean_header(name, cleaning.NAME)
    return EmailAddress(known, shown if known or shown else clean_header(specification, cleaning.NAME))


def clean_address(specification: str) -> str:
    """In lower case, without its route; a quoted local part that needs no quotes loses them. Empty when it is none."""
    if len(specification) > cleaning.ADDRESS * 2:
        return ""
    specification = unicodedata.normalize("NFC", specification).strip().lower()
    if specification.startswith("@") and ":" in specification:
        specification = specification.partition(":")[2]
    local, _, domain = specification.rpartition("@")
    local, domain = local.strip(), domain.strip().rstrip(".")
    if len(local) > 2 and local.startswith('"') and local.endswith('"'):
        inside = ESCAPED.sub(r"\1", local[1:-1])
        local = inside if PLAIN_LOCAL.fullmatch(inside) else local
    elif not PLAIN_LOCAL.fullmatch(local):
        return ""
    whole = f"{local}@{domain}"
    is_clean = DOMAIN.fullmatch(domain) and cleaning.clean_line(whole, cleaning.ADDRESS) == whole
    return whole if is_clean else ""
