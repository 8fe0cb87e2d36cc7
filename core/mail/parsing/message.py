"""Parses the bytes of a message: the entry point of this package."""

from __future__ import annotations

import hashlib
import io
import re

from core.mail.parsing import automatic, bounces, cleaning, headers, mime, quoting
from core.mail.parsing.body import Body, collect, use_forwarded_text, use_named_text
from core.mail.parsing.parsed_message import EmailAddress, ParsedMessage, Unreadable

# Servers write ASCII: other bytes in a trace are the sender's, and must not be read as a server's words.
NOT_A_SERVERS = re.compile(r"[^\t -~]")


def parse_message(raw: bytes, *, headers_only: bool = False) -> ParsedMessage:
    """Raises Unreadable for a message beyond the limits; any other exception is a bug of this package."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    found = Body(cleaning.ParseWarnings())
    try:
        root = mime.parse(raw, headers_only=headers_only)
        message = _of_headers(root, found.warnings)
        if not headers_only:
            collect(root, found)
            use_named_text(root, found)
            use_forwarded_text(found)
            message.body_digest = _digest(root)
        _complete(message, root, found)
    except RecursionError:
        raise Unreadable(cleaning.TOO_DEEP) from None
    return message


def _of_headers(root: mime.Part, warnings: cleaning.ParseWarnings) -> ParsedMessage:
    headers.check_date(root.first("date"), warnings)
    message = ParsedMessage(
        subject=headers.clean_header(root.first("subject"), cleaning.SUBJECT),
        message_id=next(iter(headers.message_ids(root.first("message-id"))), ""),
        in_reply_to=headers.message_ids(root.first("in-reply-to"))[: cleaning.REFERENCES],
        references=headers.message_ids(root.first("references"))[-cleaning.REFERENCES :],
        # All of them are kept: several From addresses lower the trust, and the first alone would hide it.
        from_=_people(root, "from", warnings, with_nameless=True),
        sender=next(iter(_people(root, "sender", warnings)), None),
        reply_to=_people(root, "reply-to", warnings),
        to=_people(root, "to", warnings),
        cc=_people(root, "cc", warnings),
        delivered_to=[
            person.address
            for name in ("delivered-to", "x-original-to", "envelope-to")
            for person in _people(root, name, warnings)
        ],
    )
    if paths := root.all("return-path"):
        people = headers.parse_address_list(paths[0])
        message.return_path = next((person.address for person in people if person.address), "")
    # Undecoded: « =?utf-8?q?mx.ville.example?= » must not become a server's name.
    for name, value in root.raw_items():
        name = name.lower()
        if name not in ("received", "authentication-results"):
            continue
        words = NOT_A_SERVERS.sub("?", value[: cleaning.TRACE * 8])
        if name == "received":
            message.received.append(cleaning.clean_line(words, cleaning.TRACE))
        else:
            message.authentication.append(cleaning.clean_line(words, cleaning.TRACE))
            message.authentication_below.append(len(message.received))
    for traces in (message.received, message.authentication, message.authentication_below):
        del traces[cleaning.TRACES :]
    return message


def _people(
    root: mime.Part, name: str, warnings: cleaning.ParseWarnings, *, with_nameless: bool = False
) -> list[EmailAddress]:
    found = [
        person
        for value in root.all(name)
        for person in headers.parse_address_list(value)
        if with_nameless or person.address
    ]
    if len(found) > cleaning.RECIPIENTS:
        warnings.add(
            f"{len(found)} adresses dans {cleaning.quoted(name.title())}\u00a0:"
            f" les {cleaning.RECIPIENTS} premières sont gardées."
        )
    return found[: cleaning.RECIPIENTS]


def _complete(message: ParsedMessage, root: mime.Part, found: Body) -> None:
    text = cleaning.clean_text("\n\n".join(filter(None, found.texts)))
    if len(text) > cleaning.TEXT:
        found.warnings.add(cleaning.TOO_MUCH_TEXT)
        text = text[: cleaning.TEXT].rstrip()
    message.calendar, message.is_private_invitation = found.calendar, found.is_private
    message.text = text or found.invitation
    message.own, message.folded = quoting.fold(message.text)
    message.signature, message.parts = found.signature, found.files
    message.kind, sign = automatic.classify(root, message.subject, message.return_path)
    message.automatic_because = cleaning.clean_line(sign, cleaning.SIGN)
    if message.kind in ("report", "receipt"):
        message.failures, reported_id = bounces.delivery_failures(root)
        message.reported_id = cleaning.clean_line(reported_id, cleaning.IDENTIFIER)
    elif message.kind == "message" and found.invitation:
        message.kind = "calendar"
    elif message.kind == "message" and found.is_encrypted:
        message.kind = "encrypted"
    message.parse_warnings = list(found.warnings)


def _digest(root: mime.Part) -> str:
    """A digest of the decoded parts: relays change headers, boundaries, encodings and line ends."""
    digest = hashlib.sha256()
    for leaf in root.leaves:
        digest.update(leaf.content_type.encode("utf-8", "replace") + b"\n")
        if leaf.main_type in ("text", "message"):
            for line in io.BytesIO(leaf.content.rstrip()):
                digest.update(line.rstrip() + b"\n")
        else:
            digest.update(len(leaf.content).to_bytes(8))
            digest.update(leaf.content)
    return digest.hexdigest()
