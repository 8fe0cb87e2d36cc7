"""Our MIME tree as Python's `email.message.Message`, which `automatic` and `bounces` read: one parser for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.message import Message

from core.mail.parsing import header_values, mime_tree
from core.mail.parsing.parsed_message import Unreadable

STATUSES = ("message/delivery-status", "message/global-delivery-status")
RETURNED = ("message/rfc822", "message/global")
# Octets of all the contents together, decoded: signs stand in the headers and in the first words.
MOST = 300_000
# Messages inside the message.
NESTED = 2
# Of Content-Type, those that the readers ask for.
PARAMETERS = ("report-type", "charset")


def stdlib_message(part: mime_tree.MimePart) -> Message:
    """Headers unfolded and decoded as text; contents decoded from their transfer encoding, cut after MOST octets."""
    return _of(part, [MOST], 0)


def stdlib_headers(content: bytes) -> Message:
    """The headers at the beginning of `content`, without a body."""
    try:
        known, _ = mime_tree.header_block(content, 0, len(content))
    except Unreadable:
        known = []
    return _with_headers(known)


def _of(part: mime_tree.MimePart, left: list[int], nested: int) -> Message:
    message = _with_headers(part.headers)
    kind, parameters = part.declared_type
    # As the tree understood them.
    del message["Content-Type"]
    del message["Content-Transfer-Encoding"]
    message.add_header("Content-Type", kind)
    for name in PARAMETERS:
        if name in parameters:
            message.set_param(name, parameters[name])
    if part.children:
        message.set_payload([_of(child, left, nested) for child in part.children])
        return message
    content = part.content[: left[0]]
    left[0] -= len(content)
    if kind in STATUSES:
        message.set_payload(list(_groups(content)))
    elif kind in RETURNED and nested < NESTED:
        try:
            message.set_payload([_of(mime_tree.mime_tree(content), left, nested + 1)])
        except Unreadable:
            message.set_payload([stdlib_headers(content)])
    else:
        # The form in which Python's parser keeps bytes.
        message.set_payload(content.decode("ascii", "surrogateescape"))
    return message


def _with_headers(known: Sequence[tuple[str, bytes]]) -> Message:
    message = Message()
    for name, value in known:
        message[name.title()] = header_values.decode_header(value)
    return message


def _groups(content: bytes) -> Iterator[Message]:
    """The groups of fields of a delivery status (RFC 3464); a line that is no field is passed over."""
    position = 0
    while position < len(content):
        try:
            known, after = mime_tree.header_block(content, position, len(content))
        except Unreadable:
            return
        if known:
            yield _with_headers(known)
        position = after if after > position else (content.find(b"\n", position) + 1 or len(content))
