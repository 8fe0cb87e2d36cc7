"""Python's own parser of MIME, over octets whose headers are repaired first, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesFeedParser
from email.policy import Compat32
from functools import cached_property
from typing import cast

from core.mail.parsing import cleaning
from core.mail.parsing.encodings import decode, decode_base64
from core.mail.parsing.headers import decode_words
from core.mail.parsing.parsed_message import Unreadable

NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
# Below the first headers, the headers of parts alone: other lines may be a person's.
SPACED = re.compile(rb"^(content-[a-z-]{1,40})[ \t]+:", re.IGNORECASE | re.MULTILINE)
EMPTY_LINE = re.compile(rb"^\r?\n", re.MULTILINE)
BARE_RETURN = re.compile(rb"\r(?!\n)")
FOLD = re.compile(r"\r?\n[ \t]*")
TYPE = re.compile(r"[a-z0-9!#$&^_.+\-]{1,60}/[a-z0-9!#$&^_.+\-]{1,100}")
# Headers that a message has once: one of them below a line that is no header shows that the line is no body.
ONCE = {b"from", b"to", b"subject", b"date", b"message-id", b"content-type"}
LOST_FOLDS = 50
# Characters of a header with parameters: Python reads them in the square of their length.
LONGEST = 4_000
# Octets read at a time, so that the parser does not hold several copies of the whole.
BLOCK = 1_000_000


class Unfolding(Compat32):
    """Unfold each header as it is read, in quotation marks too, and decode it as it is asked for."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, _, value = "".join(sourcelines).partition(":")
        value = FOLD.sub(" ", value).strip()
        if name.lower() == "content-transfer-encoding":
            value = value.partition(";")[0].strip()
        return name, value[:LONGEST] if name.lower().startswith("content-") else value

    def header_fetch_parse(self, name: str, value: str) -> str:
        # The parser compares boundaries with the body as it travels.
        return value if name.lower() == "content-type" else _decoded(value)


def _decoded(value: str) -> str:
    """Eight bits that nothing declares are guessed."""
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"))


class Part(Message):
    """One node. Messages inside are leaves: they stay whole, to the octet."""

    is_root = False

    def get_content_type(self) -> str:
        """Hide messages from the parser, which would open them."""
        return self.declared_type.replace("message/", "x-message/")

    @property
    def declared_type(self) -> str:
        """Return the type in the header, even of a multipart that holds no part."""
        kind = super().get_content_type()
        return kind if TYPE.fullmatch(kind) else "text/plain"

    @property
    def content_type(self) -> str:
        kind = self.declared_type
        return "text/plain" if kind.startswith("multipart/") and not self.is_multipart() else kind

    @property
    def main_type(self) -> str:
        return self.content_type.partition("/")[0]

    @property
    def children(self) -> list[Part]:
        return cast("list[Part]", self.get_payload()) if self.is_multipart() else []

    @property
    def leaves(self) -> Iterator[Part]:
        return (part for part in self.walk() if not part.is_multipart())

    def first(self, name: str) -> str:
        return str(self.get(name, ""))

    def all(self, name: str) -> list[str]:
        return list(self.get_all(name, []))

    def parameter(self, name: str, header: str = "content-type") -> str:
        """Return a parameter decoded (RFC 2231, and encoded words), empty when there is none."""
        value = self.get_param(name, "", header)
        if isinstance(value, tuple):
            return decode(value[2].encode("latin-1", "replace"), value[0] or "")
        return decode_words(_decoded(value).removeprefix('"'))

    @cached_property
    def is_attached(self) -> bool:
        return self.get_content_disposition() == "attachment"

    @cached_property
    def file_name(self) -> str:
        return self.parameter("filename", "content-disposition") or self.parameter("name")

    @cached_property
    def content(self) -> bytes:
        """The body, its transfer encoding undone."""
        is_base64 = self.first("content-transfer-encoding").lower() == "base64"
        if is_base64:
            # Python refuses some that can be read.
            del self["content-transfer-encoding"]
        octets = cast(bytes, self.get_payload(decode=True))
        return decode_base64(octets, is_text=self.main_type == "text") if is_base64 else octets


def parse(raw: bytes, *, headers_only: bool = False) -> Part:
    """Raises Unreadable beyond the limits on headers, parts and depth."""
    headers, body = _repaired(raw)
    parser = BytesFeedParser(Part, policy=Unfolding())
    parser.feed(headers)
    if not headers_only:
        body = SPACED.sub(rb"\1:", body)
        for begin in range(0, len(body), BLOCK):
            parser.feed(body[begin : begin + BLOCK])
    root = cast(Part, parser.close())
    root.is_root = True
    parts = [(root, 0)]
    for part, depth in parts:
        if depth > cleaning.DEPTH:
            raise Unreadable(cleaning.TOO_DEEP)
        if len(parts) > cleaning.PARTS:
            raise Unreadable(cleaning.TOO_MANY_PARTS)
        parts += [(child, depth + 1) for child in part.children]
    return root


def _repaired(raw: bytes) -> tuple[bytes, bytes]:
    """(the headers, the rest): no blank stands before a colon, a line that lost its fold goes on with the one above.

    Some gateways remove the blanks that fold a header: a line that is no header is one's rest while headers that a
    message has once follow; else the body begins there.
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw.startswith((b"From ", b">From ")):
        # The line that an mbox puts before each message.
        raw = raw[raw.find(b"\n") + 1 or len(raw) :]
    empty = EMPTY_LINE.search(raw)
    end = empty.start() if empty else len(raw)
    # A server that filters headers sees none after a bare return, nor does Python then.
    lines = BARE_RETURN.sub(b" ", raw[:end]).splitlines(keepends=True)
    missing, count, size, folds = set(ONCE), 0, 0, 0
    for number, line in enumerate(lines):
        is_fold = line.startswith((b" ", b"\t"))
        if not is_fold and (found := NAME.match(line)):
            missing.discard(found[1].lower())
            lines[number] = found[1] + b":" + line[found.end() :]
            count += 1
        elif not is_fold:
            below = (NAME.match(later) for later in lines[number + 1 : number + LOST_FOLDS])
            if not number or folds >= LOST_FOLDS or not any(m and m[1].lower() in missing for m in below):
                break
            lines[number], folds = b" " + line, folds + 1
        size += len(line)
        if count > cleaning.HEADERS:
            raise Unreadable(cleaning.TOO_MANY_HEADERS)
        if size > cleaning.HEADERS_SIZE:
            raise Unreadable(cleaning.HEADERS_TOO_LONG)
    return b"".join(lines), raw[end:]
