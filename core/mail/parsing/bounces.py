"""Parses bounces: which address a server could not deliver to, and which of our mails it is about.

By the fields of RFC 3464 first; then the header of Exim and Gmail; `flufl.bounce`, which knows servers that follow no
standard, last and only for what a mail server signs, since its patterns also fit a person who quotes an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parseaddr

from flufl.bounce import all_failures

from core.mail.parsing import stdlib_message
from core.mail.parsing.charsets import decode
from core.mail.parsing.parsed_message import DeliveryFailure
from core.mail.parsing.remarks import Remarks
from core.mail.parsing.stdlib_message import STATUSES

MOST_FAILURES = 200
LONGEST_DIAGNOSTIC = 1000
# Bodies beyond this are no server's notice; flufl.bounce reads every line with every pattern.
LONGEST_BODY = 300_000

MAILERS = re.compile(
    r"(?:mailer-?_?daemon|postmaster|mail-?_?daemon|mdaemon|exim|qmail-?send)$|^microsoftexchange", re.I
)
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
BASIC = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
MESSAGE_ID = re.compile(r"message-id\s{0,5}:\s{0,10}(<[^<>\s]{1,400}>)", re.I)
ONE_ID = re.compile(r"<[^<>\s]{1,400}>")


def values(message: Message, name: str, longest: int = 200) -> list[str]:
    """A header's values, one line each and valid UTF-8, read without the parsers of a policy: some of them raise."""
    return [_line(value, longest) for key, value in message.raw_items() if key.lower() == name]


def delivery_failures(message: Message) -> tuple[list[DeliveryFailure], str]:
    """(what could not be delivered, the Message-ID of the mail that the report speaks of, or "").

    Delays count as failures that are not permanent; what was delivered or relayed is none.
    """
    parts = _parts(message)
    found = {f.address: f for part in parts for block in _blocks(part) if (f := _failure(block))}
    if not found and not _has_blocks(parts) and comes_from_a_mailer(message, None):
        found = {f.address: f for f in _without_fields(message, parts)}
    return list(found.values())[:MOST_FAILURES], _reported_id(message, parts)


def has_status(message: Message) -> bool:
    return any(part.get_content_type() in STATUSES for part in _parts(message))


def says_delivered(message: Message) -> bool:
    """Does it only tell that mails arrived, or were passed on?"""
    actions = {
        _line(block.get("action"), 40).lower()
        for part in _parts(message)
        for block in _blocks(part)
        if block.get("action")
    }
    return bool(actions) and all(
        action.startswith(("delivered", "relayed", "expanded")) for action in actions
    )


def comes_from_a_mailer(message: Message, return_path: str | None) -> bool:
    """Does a mail server sign it: a null envelope sender, « MAILER-DAEMON », « postmaster », the type of a report?"""
    if message.get_content_type() == "multipart/report" or values(message, "x-failed-recipients"):
        return True
    paths = [return_path] if return_path is not None else values(message, "return-path")
    if any((path or "").strip(" <>") == "" for path in paths):
        return True
    return has_mailers_name(message)


def has_mailers_name(message: Message) -> bool:
    """« MAILER-DAEMON@mx.example », or « MAILER-DAEMON <> »."""
    try:
        name, address = parseaddr(next(iter(values(message, "from", 1000)), ""))
    except (ValueError, IndexError, RecursionError):
        return False
    return bool(MAILERS.search(address.rpartition("@")[0] or address or name.strip()))


def _parts(message: Message) -> list[Message]:
    """The parts of the report itself; those of the message returned inside it are not looked at."""
    payload = message.get_payload()
    if not isinstance(payload, list) or message.get_content_type().startswith("message/"):
        return [message]
    parts: list[Message] = []
    for part in payload[:50]:
        if isinstance(part, Message):
            # A report under a multipart/mixed that an antivirus or a list wrapped it in.
            inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
            parts += [p for p in inner[:50] if isinstance(p, Message)] if isinstance(inner, list) else [part]
    return parts


def _has_blocks(parts: list[Message]) -> bool:
    return any(block.get("action") for part in parts for block in _blocks(part))


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a delivery status: one for the message, one for each recipient."""
    if part.get_content_type() not in STATUSES:
        return
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload[: MOST_FAILURES * 2] if isinstance(block, Message))


def _line(value: object, longest: int = LONGEST_DIAGNOSTIC) -> str:
    text = str(value or "")[: longest * 4].encode("utf-8", "replace").decode()
    return " ".join(text.replace("\x00", "").split())[:longest]


def _failure(block: Message) -> DeliveryFailure | None:
    action = _line(block.get("action"), 40).lower()
    # OpenSMTPD writes « error »; some add a comment.
    if not action.startswith(("fail", "error", "delay")):
        return None
    address = next(
        (
            a
            for name in ("original-recipient", "final-recipient", "x-actual-recipient")
            if (a := _address(block.get(name)))
        ),
        "",
    )
    if not address:
        return None
    diagnostic = _line(block.get("diagnostic-code"))
    status = next((m[1] for v in (block.get("status"), diagnostic) if (m := ENHANCED.search(_line(v)))), "")
    return DeliveryFailure(
        address=address,
        is_permanent=not action.startswith("delay") and _is_permanent(status, diagnostic),
        status=status,
        diagnostic=diagnostic.partition(";")[2].strip() or diagnostic,
    )


def _is_permanent(status: str, words: str) -> bool:
    """By the class of the enhanced code (RFC 3463), else of the server's three digits; without either, yes."""
    if status:
        return status.startswith("5")
    basic = BASIC.search(words)
    return not basic or basic[1] == "5"


def _address(value: object) -> str:
    """« rfc822; Marie.Duval@… » → « marie.duval@… »; "" for what is no address."""
    line = _line(value, 500)
    kind, semicolon, rest = line.partition(";")
    address = (rest if semicolon else kind).strip()
    if address.endswith(")") and " (" in address:
        address = address[: address.rindex(" (")]
    address = address.strip(" <>\"'").lower()
    return address if "@" in address and " " not in address and len(address) <= 320 else ""


def _without_fields(message: Message, parts: list[Message]) -> list[DeliveryFailure]:
    """Servers that follow no standard: their own header, then flufl.bounce; the code is looked for in their words."""
    words = _words(parts)
    if len(words) > LONGEST_BODY:
        return []
    named = [_address(word) for v in values(message, "x-failed-recipients", 20_000) for word in v.split(",")]
    permanent, transient = {address for address in named if address}, set()
    if not permanent:
        try:
            soft, hard = all_failures(message)
        except Exception:
            # Its thirty detectors trust what they read; a report that names nobody is kept all the same.
            soft, hard = frozenset(), frozenset()
        permanent = {a for raw in hard if (a := _address(raw.decode("ascii", "replace")))}
        transient = {a for raw in soft if (a := _address(raw.decode("ascii", "replace")))} - permanent
    match = ENHANCED.search(words)
    status = match[1] if match and match[1][0] != "2" else ""
    diagnostic = next(
        (_line(row) for row in words.splitlines() if BASIC.search(row) or ENHANCED.search(row)), ""
    )
    return [
        DeliveryFailure(a, _is_permanent(status, diagnostic), status, diagnostic) for a in sorted(permanent)
    ] + [DeliveryFailure(a, False, status, diagnostic) for a in sorted(transient)]


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload[: LONGEST_BODY + 1] if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    return decode(_content(part), part.get_content_charset(), Remarks())


def _words(parts: list[Message]) -> str:
    return "\n".join(_text(part) for part in parts if part.get_content_type() == "text/plain")


def _reported_id(message: Message, parts: list[Message]) -> str:
    """From the message returned, whole or its headers; else from the notice's words."""
    for part in parts:
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
            returned: Message | None = payload[0] if isinstance(payload[0], Message) else None
        elif kind in ("text/rfc822-headers", "message/global-headers", "text/rfc822"):
            returned = stdlib_message.stdlib_headers(_content(part))
        elif kind == "message/disposition-notification":
            text = str(payload[0]) if isinstance(payload, list) and payload else str(payload)
            match = re.search(r"original-message-id\s{0,5}:\s{0,10}(<[^<>\s]{1,400}>)", text[:20000], re.I)
            returned = None
            if match:
                return match[1]
        else:
            continue
        if returned is not None and (match := ONE_ID.search(_line(returned.get("message-id"), 500))):
            return match[0]
    match = MESSAGE_ID.search(_words(parts)[:LONGEST_BODY])
    return match[1] if match and comes_from_a_mailer(message, None) else ""
