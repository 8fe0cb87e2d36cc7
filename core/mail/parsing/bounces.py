"""Parses bounces: which address a server could not deliver to, and which of our mails it is about.

By the fields of RFC 3464 first; then the header of Exim and Gmail; `flufl.bounce`, which knows servers that follow no
standard, last and only for what a mail server signs, since its patterns also fit a person who quotes an error.
"""

from __future__ import annotations

import re

from flufl.bounce import all_failures

from core.mail.parsing import mime
from core.mail.parsing.cleaning import ADDRESS, clean_line
from core.mail.parsing.encodings import decode
from core.mail.parsing.headers import parse_address_list
from core.mail.parsing.parsed_message import DeliveryFailure, EmailAddress, Unreadable

STATUSES = ("message/delivery-status", "message/global-delivery-status")
# Where a mail returned, whole or its headers, or a receipt says its Message-ID.
IDS = dict.fromkeys(
    ("message/rfc822", "message/global", "message/global-headers", "text/rfc822-headers", "text/rfc822"),
    "message-id",
) | {"message/disposition-notification": "original-message-id"}
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


def values(message: mime.Part, *names: str, longest: int = 200) -> list[str]:
    """Return the values of headers, one line each."""
    return [clean_line(value, longest) for name in names for value in message.all(name)]


def people(message: mime.Part, *names: str) -> list[EmailAddress]:
    """Return the addresses of headers; the beginning of each header is enough."""
    return [one for value in values(message, *names, longest=1000)[:20] for one in parse_address_list(value)]


def delivery_failures(message: mime.Part) -> tuple[list[DeliveryFailure], str]:
    """(what could not be delivered, the Message-ID of the mail that the report speaks of, or "").

    Delays count as failures that are not permanent; what was delivered or relayed is none.
    """
    parts = _parts(message)
    blocks = status_fields(message)
    found = {f.address: f for block in blocks if (f := _failure(block))}
    if not any(block.first("action") for block in blocks) and comes_from_a_mailer(message, None):
        found = {f.address: f for f in _without_fields(message, parts)}
    return list(found.values())[:MOST_FAILURES], _reported_id(message, parts)


def says_delivered(message: mime.Part) -> bool:
    """Does it only tell that mails arrived, or were passed on?"""
    actions = [
        action.lower() for block in status_fields(message) for action in values(block, "action")[:1] if action
    ]
    served = ("delivered", "relayed", "expanded")
    return bool(actions) and all(action.startswith(served) for action in actions)


def comes_from_a_mailer(message: mime.Part, return_path: str | None) -> bool:
    """Does a mail server sign it: a null envelope sender, « MAILER-DAEMON », « postmaster », the type of a report?"""
    if message.declared_type == "multipart/report" or message.first("x-failed-recipients"):
        return True
    paths = [return_path] if return_path is not None else values(message, "return-path")
    return any((path or "").strip(" <>") == "" for path in paths) or has_mailers_name(message)


def has_mailers_name(message: mime.Part) -> bool:
    """« MAILER-DAEMON@mx.example », or « MAILER-DAEMON <> »."""
    written = "".join(values(message, "from", longest=1000)[:1])
    local = "".join(person.address.rpartition("@")[0] for person in people(message, "from")[:1])
    return bool(MAILERS.search(local or written.strip(" <>")))


def _parts(message: mime.Part) -> list[mime.Part]:
    """The parts of the report itself; those of the message returned inside it are not looked at."""
    # A report may stand under a multipart/mixed that an antivirus or a list wrapped it in.
    return [inner for part in message.children[:50] for inner in part.children[:50] or [part]] or [message]


def _headers(octets: bytes) -> mime.Part:
    try:
        return mime.parse(octets[:LONGEST_BODY], headers_only=True)
    except Unreadable:
        return mime.Part()


def status_fields(message: mime.Part) -> list[mime.Part]:
    """The groups of fields of a delivery status: one for the message, one for each recipient."""
    groups = [
        group
        for part in _parts(message)
        if part.declared_type in STATUSES
        for group in re.split(rb"(?:\r?\n){2,}", part.content[:LONGEST_BODY].strip())
    ]
    return [_headers(group) for group in groups[: MOST_FAILURES * 2]]


def _failure(block: mime.Part) -> DeliveryFailure | None:
    action = clean_line(block.first("action"), 40).lower()
    # OpenSMTPD writes « error »; some add a comment.
    if not action.startswith(("fail", "error", "delay")):
        return None
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    address = next((found for name in names if (found := _address(block.first(name)))), "")
    if not address:
        return None
    diagnostic = clean_line(block.first("diagnostic-code"), LONGEST_DIAGNOSTIC)
    status = ENHANCED.search(clean_line(block.first("status"), 200)) or ENHANCED.search(diagnostic)
    code = status[1] if status else ""
    return DeliveryFailure(
        address=address,
        is_permanent=not action.startswith("delay") and _is_permanent(code, diagnostic),
        status=code,
        diagnostic=diagnostic.partition(";")[2].strip() or diagnostic,
    )


def _is_permanent(status: str, words: str) -> bool:
    """By the class of the enhanced code (RFC 3463), else of the server's three digits; without either, yes."""
    basic = BASIC.search(words)
    return (status or (basic[1] if basic else "5")).startswith("5")


def _address(value: str) -> str:
    """« rfc822; Marie.Duval@… » → « marie.duval@… »; "" for what is no address."""
    line = clean_line(value, 500)
    kind, semicolon, rest = line.partition(";")
    address = (rest if semicolon else kind).strip()
    if address.endswith(")") and " (" in address:
        address = address[: address.rindex(" (")]
    address = address.strip(" <>\"'").lower()
    return address if "@" in address and " " not in address and len(address) <= ADDRESS else ""


def _without_fields(message: mime.Part, parts: list[mime.Part]) -> list[DeliveryFailure]:
    """Servers that follow no standard: their own header, then flufl.bounce; the code is looked for in their words."""
    words = _words(parts)
    if len(words) > LONGEST_BODY:
        return []
    named = ",".join(values(message, "x-failed-recipients", longest=20_000)).split(",")
    permanent, transient = {address for word in named if (address := _address(word))}, set()
    if not permanent:
        for leaf in message.leaves:
            # It reads what travels; of a mail returned, it would take any address.
            content = leaf.content[:LONGEST_BODY]
            shown = b"" if leaf.content_type in IDS else content
            leaf.set_payload(shown.decode("ascii", "surrogateescape"))
            del leaf["content-transfer-encoding"]
        try:
            soft, hard = all_failures(message)
        except Exception:
            # Its thirty detectors trust what they read; a report that names nobody is kept all the same.
            soft, hard = frozenset(), frozenset()
        permanent = {a for raw in hard if (a := _address(raw.decode("ascii", "replace")))}
        transient = {a for raw in soft if (a := _address(raw.decode("ascii", "replace")))} - permanent
    match = ENHANCED.search(words)
    status = match[1] if match and match[1][0] != "2" else ""
    said = next((row for row in words.splitlines() if BASIC.search(row) or ENHANCED.search(row)), "")
    diagnostic = clean_line(said, LONGEST_DIAGNOSTIC)
    return [
        DeliveryFailure(a, a in permanent and _is_permanent(status, diagnostic), status, diagnostic)
        for a in [*sorted(permanent), *sorted(transient)]
    ]


def _words(parts: list[mime.Part]) -> str:
    return "\n".join(
        decode(part.content[: LONGEST_BODY + 1], part.parameter("charset"))
        for part in parts
        if part.content_type == "text/plain"
    )


def _reported_id(message: mime.Part, parts: list[mime.Part]) -> str:
    """From the message returned, whole or its headers; else from the notice's words."""
    for part in parts:
        name = IDS.get(part.content_type)
        if name and (match := ONE_ID.search(clean_line(_headers(part.content).first(name), 500))):
            return match[0]
    match = MESSAGE_ID.search(_words(parts)[:LONGEST_BODY])
    return match[1] if match and comes_from_a_mailer(message, None) else ""
