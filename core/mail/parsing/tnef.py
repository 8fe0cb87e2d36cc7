"""« winmail.dat »: what Outlook wraps in its own format when it takes us for Exchange."""

import logging
import mimetypes
import struct
from dataclasses import dataclass, field

from tnefparse import TNEF
from tnefparse.tnef import TNEFAttachment

from core.mail.parsing.charsets import decode
from core.mail.parsing.remarks import Remarks

# It logs what it skips.
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)
# Bytes before the first object, and before the data of each one; two of checksum follow.
HEAD, OBJECT_HEAD = 6, 9
OBJECTS = 3_000
SIGNATURE = b"\x78\x9f\x3e\x22"


@dataclass
class TnefContents:
    text: str = ""
    html: str = ""
    html_octets: bytes = b""
    text_octets: bytes = b""
    files: list[tuple[str, str, bytes]] = field(default_factory=list)


def open_tnef(content: bytes) -> TnefContents | None:
    """None when it is not what it says, or is too damaged."""
    if not content.startswith(SIGNATURE) or not _is_reasonable(content):
        return None
    try:
        envelope = TNEF(content, do_checksum=False)
        found = TnefContents()
        found.text, found.text_octets = _both(envelope.body)
        found.html, found.html_octets = _both(envelope.htmlbody)
        for attachment in envelope.attachments:
            name = _name_of(attachment)
            octets = bytes(attachment.data)
            if hasattr(attachment, "embed"):
                name, kind = name or "winmail.dat", "application/ms-tnef"
            else:
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            if octets:
                found.files.append((name, kind, octets))
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        AssertionError,
        struct.error,
        UnboundLocalError,
    ):
        # A format of lengths and offsets, read by a library that trusts them.
        return None
    return found


def _name_of(attachment: TNEFAttachment) -> str:
    """The library takes a short name for UTF-8, and fails on « relevé.csv » as Outlook writes it in France."""
    try:
        name = attachment.long_filename()
    except UnicodeDecodeError:
        name = attachment._name
    return name if isinstance(name, str) else decode(bytes(name).strip(b"\x00"), None, Remarks())


def _is_reasonable(content: bytes) -> bool:
    """The library copies all that follows for each object: many small ones would cost the square of their number."""
    position = HEAD
    for _ in range(OBJECTS):
        if position + OBJECT_HEAD > len(content):
            return True
        position += int.from_bytes(content[position + 5 : position + OBJECT_HEAD], "little") + OBJECT_HEAD + 2
    return False


def _both(body: object) -> tuple[str, bytes]:
    if isinstance(body, list):
        body = body[0] if body else b""
    if isinstance(body, bytes):
        return "", body.rstrip(b"\x00")
    return (body.rstrip("\x00") if isinstance(body, str) else ""), b""
