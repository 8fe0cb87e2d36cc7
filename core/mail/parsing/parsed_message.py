"""A parsed message, as the sandboxed process returns it."""

from dataclasses import dataclass, field


@dataclass
class EmailAddress:
    """An address of a header, lower case where case means nothing; `name` as shown, decoded, one line."""

    address: str
    name: str = ""


@dataclass
class Attachment:
    """An attachment, or an image inside the text; `content` travels beside the JSON."""

    name: str
    content_type: str
    content: bytes = b""
    content_id: str = ""
    is_inline: bool = False
    sha256: str = ""


@dataclass
class DeliveryFailure:
    """One recipient of a delivery report (RFC 3464), or as `flufl.bounce` finds it; `action` like « failed »."""

    address: str
    is_permanent: bool
    status: str = ""
    diagnostic: str = ""


@dataclass
class ParsedMessage:
    """Everything is cleaned: no NUL, no line break in a line, bounded lengths, valid UTF-8.

    Dates are ISO 8601 with their offset, empty when absent or beyond reason. `authentication` and `received` are the
    headers' own values, the topmost first. `kind` is « message », « automatic », « report », « receipt », « encrypted »
    or « calendar »; `automatic_because` names the sign. `own` and `folded` part `text` as if it were an answer.
    """

    kind: str = "message"
    automatic_because: str = ""
    message_id: str = ""
    in_reply_to: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    subject: str = ""
    sent_at: str = ""
    from_: list[EmailAddress] = field(default_factory=list)
    sender: EmailAddress | None = None
    reply_to: list[EmailAddress] = field(default_factory=list)
    to: list[EmailAddress] = field(default_factory=list)
    cc: list[EmailAddress] = field(default_factory=list)
    # Delivered-To, X-Original-To, Envelope-To, as the server of the town wrote them.
    delivered_to: list[str] = field(default_factory=list)
    return_path: str | None = None
    authentication: list[str] = field(default_factory=list)
    # For each of these, how many Received stand above it: below the town's own, it is the sender's word.
    authentication_below: list[int] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    # Our own headers, with lower-case names (x-intranet-…).
    ours: dict[str, str] = field(default_factory=dict)
    text: str = ""
    own: str = ""
    folded: str = ""
    signature: str = ""
    parts: list[Attachment] = field(default_factory=list)
    failures: list[DeliveryFailure] = field(default_factory=list)
    # The Message-ID of ours that a report is about.
    reported_id: str = ""
    # Sentences in French on what could not be read or was replaced.
    remarks: list[str] = field(default_factory=list)
    body_digest: str = ""


class Unreadable(Exception):
    """A message could not be parsed; says why, in one line of French."""
