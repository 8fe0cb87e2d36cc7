"""Parses responses to FETCH into items (RFC 9051 §7.5.2). Senders control half of what they hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+', re.DOTALL)
LITERAL = re.compile(rb"~?\{(\d+)\+?\}$")
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
LONGEST_ENVELOPE = 20_000
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
INTERNALDATE = re.compile(r" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")

# As imaplib gives a response: a pair for each literal (what stands before it, its bytes), then the end of the line.
Piece = tuple[bytes, bytes] | bytes | None


class MalformedResponse(Exception):
    """A response that breaks the protocol."""


@dataclass(frozen=True)
class Token:
    """The raw bytes, and their value: None for NIL."""

    raw: bytes
    value: bytes | None


@dataclass
class FetchResponse:
    """What the server says of one message: the tokens of each item, named in upper case."""

    items: dict[str, list[Token]] = field(default_factory=dict)

    def value(self, name: str) -> bytes | None:
        tokens = self.items.get(name)
        return tokens[0].value if tokens else None

    def number(self, name: str) -> int | None:
        value = self.value(name)
        return int(value) if value and value.isdigit() and len(value) < 20 else None

    @property
    def body(self) -> bytes | None:
        """Whole, its headers, or the beginning of these: whichever was asked for; None when the server gave none."""
        found = (self.value(name) for name in self.items if name.startswith("BODY["))
        return next(found, None)

    @property
    def delivered_at(self) -> datetime | None:
        return moment(self.value("INTERNALDATE") or b"")

    @property
    def envelope(self) -> str:
        """The envelope as the server wrote it, in one line, without NUL, cut when too long."""
        raw = b" ".join(token.raw for token in self.items.get("ENVELOPE", [])[:LONGEST_ENVELOPE])
        text = raw[:LONGEST_ENVELOPE].decode("utf-8", "replace").replace("( ", "(").replace(" )", ")")
        return re.sub(r"[\x00\r\n]+", " ", text)


def parse_responses(pieces: Sequence[Piece]) -> Iterator[FetchResponse]:
    """The response for each message of a FETCH. Raises MalformedResponse."""
    held: list[tuple[bytes, bytes]] = []
    for piece in pieces:
        if piece is None:
            continue
        if isinstance(piece, tuple):
            held.append(piece)
            continue
        yield parse_response([*tokens_of(held), *split(piece)])
        held = []


def tokens_of(pairs: Sequence[tuple[bytes, bytes]]) -> Iterator[Token]:
    for head, content in pairs:
        announced = LITERAL.search(head)
        if not announced or int(announced[1]) != len(content):
            raise MalformedResponse
        yield from split(head[: announced.start()])
        yield Token(b'"' + content[:LONGEST_ENVELOPE].replace(b'"', b'\\"') + b'"', content)


def split(text: bytes) -> Iterator[Token]:
    for raw in TOKEN.findall(text):
        if raw.startswith(b'"'):
            yield Token(raw, ESCAPED.sub(rb"\1", raw[1:-1]))
        else:
            yield Token(raw, None if raw.upper() == b"NIL" else raw)


def parse_response(tokens: list[Token]) -> FetchResponse:
    """`12 (UID 5 FLAGS (\\Seen) BODY[] …)`, already cut into tokens."""
    found, position = FetchResponse(), 2
    if len(tokens) < 3 or tokens[1].raw != b"(" or tokens[-1].raw != b")":
        raise MalformedResponse
    while position < len(tokens) - 1:
        name = tokens[position].raw.decode("ascii", "replace").upper()
        end = end_of_value(tokens, position + 1)
        found.items[name] = tokens[position + 1 : end]
        position = end
    return found


def end_of_value(tokens: list[Token], begin: int) -> int:
    """The position of the next item's name."""
    depth = 0
    for position in range(begin, len(tokens) - 1):
        raw = tokens[position].raw
        depth += (raw == b"(") - (raw == b")")
        if depth == 0:
            return position + 1
        if depth < 0:
            break
    raise MalformedResponse


def moment(text: bytes) -> datetime | None:
    """An INTERNALDATE, such as « 17-Jul-2026 02:44:25 +0200 »; None for what is none."""
    found = INTERNALDATE.fullmatch(text.decode("ascii", "replace"))
    if not found or found[2].lower() not in MONTHS:
        return None
    offset = timedelta(hours=int(found[8]), minutes=int(found[9])) * (1 if found[7] == "+" else -1)
    month = MONTHS.index(found[2].lower()) + 1
    try:
        parts = (int(found[number]) for number in (1, 4, 5, 6))
        day, hour, minute, second = parts
        zone = timezone(offset)
        return datetime(int(found[3]), month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
