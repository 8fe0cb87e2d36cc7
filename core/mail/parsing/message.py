"""Parses the bytes of a message: the entry point of this package."""

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
from core.mail.parsing.body import Body, collect, use_forwarded_text, use_named_text
from core.mail.parsing.parsed_message import DeliveryFailure, EmailAddress, ParsedMessage, Unreadable
from core.mail.parsing.remarks import TOO_DEEP, TOO_MUCH_TEXT, Remarks, quoted

OURS = "x-intranet-"
# Servers write ASCII: other bytes in a trace are the sender's, and must not be read as a server's words.
NOT_A_SERVERS = re.compile(rb"[^\t -~]")


def parse_message(raw: bytes, *, headers_only: bool = False) -> ParsedMessage:
    """Raises Unreadable for a message beyond the limits; any other exception is a bug of this package."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    remarks = Remarks()
    try:
        if headers_only:
            known, _ = mime_tree.header_block(raw, 0, len(raw), may_lack_folds=True)
            tree = mime_tree.MimePart(raw, known, len(raw), len(raw))
        else:
            tree = mime_tree.mime_tree(raw)
        message = _of_headers(tree, remarks)
        found = Body(remarks)
        if not headers_only:
            collect(tree, found)
            use_named_text(tree, found)
            use_forwarded_text(found)
            message.body_digest = _digest(tree)
        _fill(message, found)
        _judge(message, tree, found)
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None
    message.remarks = list(remarks)
    return message


def _of_headers(tree: mime_tree.MimePart, remarks: Remarks) -> ParsedMessage:
    message = ParsedMessage(
        subject=header_values.clean_header(tree.first("subject"), limits.SUBJECT),
        sent_at=header_values.parse_date(tree.first("date"), remarks),
        message_id=next(iter(header_values.message_ids(tree.first("message-id"))), ""),
        in_reply_to=header_values.message_ids(tree.first("in-reply-to"))[: limits.REFERENCES],
        references=header_values.message_ids(tree.first("references"))[-limits.REFERENCES :],
        authentication=_lines(tree, "authentication-results"),
        authentication_below=_standing_below(tree),
        received=_lines(tree, "received"),
    )
    # All of them are kept: several From addresses lower the trust, and the first alone would hide it.
    message.from_ = _people(tree, "from", remarks, with_nameless=True)
    message.sender = next(iter(_people(tree, "sender", remarks)), None)
    message.reply_to = _people(tree, "reply-to", remarks)
    message.to = _people(tree, "to", remarks)
    message.cc = _people(tree, "cc", remarks)
    message.delivered_to = [
        person.address
        for name in ("delivered-to", "x-original-to", "envelope-to")
        for person in _people(tree, name, remarks)
    ]
    paths = tree.all("return-path")
    if paths:
        message.return_path = next(
            (p.address for p in address_lists.parse_address_list(paths[0]) if p.address), ""
        )
    for name, value in tree.headers:
        if name.startswith(OURS) and len(message.ours) < limits.TRACES:
            message.ours.setdefault(name, header_values.clean_header(value, limits.IDENTIFIER))
    return message


def _lines(tree: mime_tree.MimePart, name: str) -> list[str]:
    """Trace headers undecoded: « =?utf-8?q?mx.ville.example?= » must not become a server's name."""
    known = (NOT_A_SERVERS.sub(b"?", value[: limits.TRACE * 8]) for value in tree.all(name)[: limits.TRACES])
    return [cleaning.clean_line(value.decode("ascii"), limits.TRACE) for value in known]


def _standing_below(tree: mime_tree.MimePart) -> list[int]:
    """For each Authentication-Results, the number of Received headers above it."""
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


def _fill(message: ParsedMessage, found: Body) -> None:
    message.text = cleaning.clean_text("\n\n".join(filter(None, found.texts)))
    if len(message.text) > limits.TEXT:
        found.remarks.add(TOO_MUCH_TEXT)
        message.text = message.text[: limits.TEXT].rstrip()
    if found.invitation and not message.text:
        message.text = found.invitation
    message.own, message.folded = quoting.fold(message.text)
    message.signature = found.signature
    message.parts = found.files


def _judge(message: ParsedMessage, tree: mime_tree.MimePart, found: Body) -> None:
    opening = stdlib_message.stdlib_message(tree)
    kind, sign = automatic.classify(opening, message.subject, message.return_path)
    message.kind, message.automatic_because = kind, cleaning.clean_line(sign, limits.SIGN)
    if kind in ("report", "receipt"):
        failures, reported_id = bounces.delivery_failures(opening)
        message.failures = [_cleaned(failure) for failure in failures]
        message.reported_id = cleaning.clean_line(reported_id, limits.IDENTIFIER)
    elif kind == "message" and found.invitation:
        message.kind = "calendar"
    elif kind == "message" and found.is_encrypted:
        message.kind = "encrypted"


def _cleaned(failure: DeliveryFailure) -> DeliveryFailure:
    return DeliveryFailure(
        cleaning.clean_line(failure.address, limits.ADDRESS),
        failure.is_permanent,
        cleaning.clean_line(failure.status, limits.STATUS),
        cleaning.clean_line(failure.diagnostic, limits.TRACE),
    )


def _digest(tree: mime_tree.MimePart) -> str:
    """A digest of the decoded parts: relays change headers, boundaries, encodings and line ends."""
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
