"""The bytes of a message to what can be said of it: the one door of this package."""

from __future__ import annotations

import hashlib
import io
import re

from core.mail.parsing import (
    address_lists,
    automatic,
    bounces,
    cleaning,
    header_values,
    limits,
    mime_tree,
    quoting,
    stdlib_message,
)
from core.mail.parsing.body import Body, collect, forwarded
from core.mail.parsing.parsed_message import DeliveryFailure, EmailAddress, ParsedMessage, Unreadable
from core.mail.parsing.remarks import TOO_DEEP, TOO_MUCH_TEXT, Remarks, quoted

OURS = "x-intranet-"
# What servers write is ASCII: anything else in a trace is a sender's, and must not be read as one of their words.
NOT_A_SERVERS = re.compile(rb"[^\t -~]")


def parse_message(raw: bytes, *, headers_only: bool = False) -> ParsedMessage:
    """Raises Unreadable for what goes beyond the limits; anything else that it raises is a fault of this package."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    remarks = Remarks()
    try:
        if headers_only:
            known, _ = mime_tree.header_block(raw, 0, len(raw))
            tree = mime_tree.MimePart(raw, known, len(raw), len(raw))
        else:
            tree = mime_tree.mime_tree(raw)
        reading = _of_headers(tree, remarks)
        found = Body(remarks)
        if not headers_only:
            collect(tree, found)
            forwarded(found)
            reading.body_digest = _digest(tree)
        _fill(reading, found)
        _judge(reading, tree, found)
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None
    reading.remarks = list(remarks)
    return reading


def _of_headers(tree: mime_tree.MimePart, remarks: Remarks) -> ParsedMessage:
    reading = ParsedMessage(
        subject=header_values.line(tree.first("subject"), limits.SUBJECT),
        sent_at=header_values.date(tree.first("date"), remarks),
        message_id=next(iter(header_values.identifiers(tree.first("message-id"))), ""),
        in_reply_to=header_values.identifiers(tree.first("in-reply-to"))[: limits.REFERENCES],
        references=header_values.identifiers(tree.first("references"))[-limits.REFERENCES :],
        authentication=_lines(tree, "authentication-results"),
        authentication_below=_standing_below(tree),
        received=_lines(tree, "received"),
    )
    # Two of them are one too many, which the gateway judges: the first alone would hide it.
    reading.from_ = _people(tree, "from", remarks, with_nameless=True)
    reading.sender = next(iter(_people(tree, "sender", remarks)), None)
    reading.reply_to = _people(tree, "reply-to", remarks)
    reading.to = _people(tree, "to", remarks)
    reading.cc = _people(tree, "cc", remarks)
    reading.delivered_to = [
        person.address
        for name in ("delivered-to", "x-original-to", "envelope-to")
        for person in _people(tree, name, remarks)
    ]
    paths = tree.all("return-path")
    if paths:
        reading.return_path = next(
            (p.address for p in address_lists.parse_address_list(paths[0]) if p.address), ""
        )
    for name, value in tree.headers:
        if name.startswith(OURS) and len(reading.ours) < limits.TRACES:
            reading.ours.setdefault(name, header_values.line(value, limits.IDENTIFIER))
    return reading


def _lines(tree: mime_tree.MimePart, name: str) -> list[str]:
    """Traces, as they came: « =?utf-8?q?mx.ville.example?= » is the name of no server of ours."""
    known = (NOT_A_SERVERS.sub(b"?", value[: limits.TRACE * 8]) for value in tree.all(name)[: limits.TRACES])
    return [cleaning.line(value.decode("ascii"), limits.TRACE) for value in known]


def _standing_below(tree: mime_tree.MimePart) -> list[int]:
    """For each Authentication-Results, how many Received stand above it."""
    above, counts = 0, []
    for name, _ in tree.headers:
        above += name == "received"
        if name == "authentication-results":
            counts.append(above)
    return counts[: limits.TRACES]


def _people(
    tree: mime_tree.MimePart, name: str, remarks: Remarks, *, with_nameless: bool = False
) -> list[EmailAddress]:
    found = [person for value in tree.all(name) for person in address_lists.parse_address_list(value)]
    if not with_nameless:
        found = [person for person in found if person.address]
    if len(found) > limits.RECIPIENTS:
        remarks.add(
            f"{len(found)} adresses dans {quoted(name.title())}\u00a0:"
            f" les {limits.RECIPIENTS} premières sont gardées."
        )
    return found[: limits.RECIPIENTS]


def _fill(reading: ParsedMessage, found: Body) -> None:
    reading.text = cleaning.text("\n\n".join(filter(None, found.texts)))
    if len(reading.text) > limits.TEXT:
        found.remarks.add(TOO_MUCH_TEXT)
        reading.text = reading.text[: limits.TEXT].rstrip()
    if found.invitation and not reading.text:
        reading.text = found.invitation
    reading.own, reading.folded = quoting.fold(reading.text)
    reading.signature = found.signature
    reading.parts = found.files


def _judge(reading: ParsedMessage, tree: mime_tree.MimePart, found: Body) -> None:
    opening = stdlib_message.stdlib_message(tree)
    kind, sign = automatic.judge(opening, reading.subject, reading.return_path)
    reading.kind, reading.automatic_because = kind, cleaning.line(sign, limits.SIGN)
    if kind in ("report", "receipt"):
        failures, reported_id = bounces.failures(opening)
        reading.failures = [_cleaned(failure) for failure in failures]
        reading.reported_id = cleaning.line(reported_id, limits.IDENTIFIER)
    elif kind == "message" and found.invitation:
        reading.kind = "calendar"
    elif kind == "message" and found.is_encrypted:
        reading.kind = "encrypted"


def _cleaned(failure: DeliveryFailure) -> DeliveryFailure:
    return DeliveryFailure(
        cleaning.line(failure.address, limits.ADDRESS),
        failure.is_permanent,
        cleaning.line(failure.status, limits.STATUS),
        cleaning.line(failure.diagnostic, limits.TRACE),
    )


def _digest(tree: mime_tree.MimePart) -> str:
    """Of what the parts hold once decoded: relays change headers, boundaries, encodings and ends of lines."""
    digest = hashlib.sha256()
    for leaf in tree.leaves():
        content = leaf.content
        digest.update(leaf.content_type.encode("utf-8", "replace") + b"\n")
        if leaf.main_type in ("text", "message"):
            for line in io.BytesIO(content.rstrip()):
                digest.update(line.rstrip() + b"\n")
        else:
            digest.update(len(content).to_bytes(8))
            digest.update(content)
    return digest.hexdigest()


__all__ = ["ParsedMessage", "Unreadable", "parse_message"]
