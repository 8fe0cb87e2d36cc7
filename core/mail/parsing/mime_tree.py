"""Bytes to a tree of MIME parts (RFC 2045, 2046), without copying them; refuses what crashes Python's parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from core.mail.parsing import header_values, limits, remarks, transfer_encodings
from core.mail.parsing.parsed_message import Unreadable

NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
TYPE = re.compile(r"[a-z0-9!#$&^_.+\-]{1,60}/[a-z0-9!#$&^_.+\-]{1,100}")
AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]{0,200}(?:\r?\n|\Z)")
FOLD = re.compile(rb"\r?\n[ \t]*")
# Headers that a message has once: one of them below a line that is no header shows that the line is no body.
ONCE = {"from", "to", "subject", "date", "message-id", "content-type"}
LOST_FOLDS = 50


@dataclass
class MimePart:
    """One node: its headers in order, names in lower case, values unfolded; its body stands between two offsets."""

    raw: bytes
    headers: list[tuple[str, bytes]]
    begin: int
    end: int
    default_type: str = "text/plain"
    is_root: bool = False
    children: list[MimePart] = field(default_factory=list)

    def first(self, name: str) -> bytes:
        return next((value for key, value in self.headers if key == name), b"")

    def all(self, name: str) -> list[bytes]:
        return [value for key, value in self.headers if key == name]

    @property
    def declared_type(self) -> tuple[str, dict[str, str]]:
        """Return the type in the header, even of a multipart that holds no part."""
        kind, parameters = header_values.parse_parameters(
            header_values.decode_header(self.first("content-type")[:20_000])
        )
        return kind if TYPE.fullmatch(kind) else self.default_type, parameters

    @cached_property
    def _type(self) -> tuple[str, dict[str, str]]:
        return self.declared_type

    @property
    def content_type(self) -> str:
        return self._type[0]

    @property
    def main_type(self) -> str:
        return self.content_type.partition("/")[0]

    @property
    def parameters(self) -> dict[str, str]:
        return self._type[1]

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        return header_values.parse_parameters(
            header_values.decode_header(self.first("content-disposition")[:20_000])
        )

    @cached_property
    def file_name(self) -> str:
        """Return the decoded name; an empty text when the part has none."""
        name = self.disposition[1].get("filename") or self.parameters.get("name") or ""
        return header_values.decode_words(name)

    @cached_property
    def content_id(self) -> str:
        return header_values.clean_header(self.first("content-id"), limits.NAME).strip("<>")

    @cached_property
    def content(self) -> bytes:
        """The body, its transfer encoding undone."""
        encoding = (
            header_values.clean_header(self.first("content-transfer-encoding"), 60)
            .lower()
            .partition(";")[0]
            .strip()
        )
        return transfer_encodings.decode_content(
            self.raw[self.begin : self.end], encoding, is_text=self.main_type == "text"
        )

    def leaves(self) -> Iterator[MimePart]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class Counter:
    def __init__(self) -> None:
        self.parts = 0


def mime_tree(raw: bytes) -> MimePart:
    """Raises Unreadable beyond the limits on headers, parts and depth."""
    counter = Counter()
    begin = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    if raw.startswith((b"From ", b">From "), begin):
        # The line that an mbox puts before each message.
        begin = raw.find(b"\n", begin) + 1 or len(raw)
    root = _part(raw, begin, len(raw), "text/plain", 0, counter)
    root.is_root = True
    return root


def _part(raw: bytes, begin: int, end: int, default_type: str, depth: int, counter: Counter) -> MimePart:
    counter.parts += 1
    if counter.parts > limits.PARTS:
        raise Unreadable(remarks.TOO_MANY_PARTS)
    if depth > limits.DEPTH:
        raise Unreadable(remarks.TOO_DEEP)
    known, body = header_block(raw, begin, end, may_lack_folds=not depth)
    part = MimePart(raw, known, body, end, default_type)
    if part.main_type == "multipart":
        inside = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        boundary = part.parameters.get("boundary", "").rstrip()
        for first, last in _between(raw, body, end, _octets(part, boundary)):
            part.children.append(_part(raw, first, last, inside, depth + 1, counter))
        if not part.children:
            part.default_type = "text/plain"
            part.__dict__["_type"] = ("text/plain", {})
    return part


def _octets(part: MimePart, boundary: str) -> bytes:
    """The boundary as it stands in the body: a header may have guessed its characters."""
    octets = boundary.encode("utf-8", "replace")
    if boundary.isascii() or octets in part.first("content-type"):
        return octets
    return boundary.encode("cp1252", "replace")


def header_block(
    raw: bytes, begin: int, end: int, *, may_lack_folds: bool = False
) -> tuple[list[tuple[str, bytes]], int]:
    """The headers from `begin`, and where the body begins: after the empty line, or at a line that is no header.

    With `may_lack_folds`, such a line goes on with the header above it while headers of a message follow: some gateways
    remove the blanks that fold a header.
    """
    known: list[tuple[str, bytes]] = []
    position, last = begin, min(end, begin + limits.HEADERS_SIZE)
    folds_left = LOST_FOLDS if may_lack_folds else 0
    while position < end:
        stop = _end_of_line(raw, position, end)
        line = raw[position:stop].rstrip(b"\r\n")
        if not line:
            return known, stop
        found = NAME.match(line)
        if not found and known and folds_left and _headers_follow(raw, stop, min(end, last), known):
            name, value = known[-1]
            known[-1], folds_left = (name, value + b" " + line.strip()), folds_left - 1
            position = stop
            continue
        if not found:
            return known, position
        # Lines that begin with a blank go on with the header above them.
        while stop < end and raw[stop : stop + 1] in (b" ", b"\t"):
            after = _end_of_line(raw, stop, end)
            if not raw[stop:after].strip():
                break
            stop = after
            if stop > last:
                break
        if stop > last:
            raise Unreadable(remarks.HEADERS_TOO_LONG)
        if len(known) >= limits.HEADERS:
            raise Unreadable(remarks.TOO_MANY_HEADERS)
        value = raw[position + found.end() : stop].rstrip(b"\r\n")
        known.append((found[1].decode("ascii").lower(), FOLD.sub(b" ", value).strip()))
        position = stop
    return known, end


def _headers_follow(raw: bytes, position: int, end: int, known: list[tuple[str, bytes]]) -> bool:
    """Whether a header that is still missing stands before the next empty line, a few lines below at most."""
    missing = ONCE - {name for name, _ in known}
    for _ in range(LOST_FOLDS):
        stop = _end_of_line(raw, position, end)
        line = raw[position:stop].rstrip(b"\r\n")
        if not line or position >= end:
            return False
        found = NAME.match(line)
        if found and found[1].decode("ascii").lower() in missing:
            return True
        position = stop
    return False


def _end_of_line(raw: bytes, position: int, end: int) -> int:
    return (raw.find(b"\n", position, end) + 1) or end


def _between(raw: bytes, begin: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each part of a multipart; the last one runs to the end when nothing closes it."""
    if not boundary:
        return
    mark, position, first = b"\n--" + boundary, begin, -1
    # The first line of a body may be a boundary too: the break that ends the headers stands before it.
    found = begin - 1 if raw.startswith(mark[1:], begin) else raw.find(mark, begin, end)
    while found >= 0:
        position = found + len(mark)
        rest = AFTER_BOUNDARY.match(raw, position, end)
        if rest:
            if first >= 0:
                yield first, max(first, _before_break(raw, found + 1, first))
            first = position = rest.end()
            if rest[1]:
                return
            # Its own line break begins the next boundary, when a part is empty.
            position = max(position - 1, begin)
        found = raw.find(mark, position, end)
    if first >= 0:
        yield first, end


def _before_break(raw: bytes, found: int, first: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if found > first and raw[found - 1] == 10:
        found -= 1
        if found > first and raw[found - 1] == 13:
            found -= 1
    return found
