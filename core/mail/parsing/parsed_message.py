"""A parsed message, as the sandboxed process returns it."""

from dataclasses import dataclass, field

from core.sandbox.client import Text

PRIVATE_INVITATION = "Invitation privée"


@dataclass
class EmailAddress:
    """An address of a header, lower case where case means nothing; `name` as shown, decoded, one line."""

    address: Text
    name: Text = ""


@dataclass
class Attachment:
    """An attachment, or an image inside the text; with its `content`."""

    name: Text
    content_type: Text
    content: bytes = b""
    is_inline: bool = False
    sha256: Text = ""


@dataclass
class DeliveryFailure:
    """One recipient of a delivery report (RFC 3464), or as `flufl.bounce` finds it; `action` like « failed »."""

    address: Text
    is_permanent: bool
    status: Text = ""
    diagnostic: Text = ""


@dataclass
class ParsedMessage:
    """Everything is cleaned: no NUL, no line break in a line, bounded lengths, valid UTF-8.

    `authentication` and `received` are the headers' own values, the topmost first. `kind` is « message »,
    « automatic », « report », « receipt », « encrypted » or « calendar »; `automatic_because` names the sign. `own` and
    `folded` part `text` as if it were an answer.
    """

    kind: Text = "message"
    automatic_because: Text = ""
    message_id: Text = ""
    in_reply_to: list[Text] = field(default_factory=list)
    references: list[Text] = field(default_factory=list)
    subject: Text = ""
    from_: list[EmailAddress] = field(default_factory=list)
    sender: EmailAddress | None = None
    reply_to: list[EmailAddress] = field(default_factory=list)
    to: list[EmailAddress] = field(default_factory=list)
    cc: list[EmailAddress] = field(default_factory=list)
    # Delivered-To, X-Original-To, Envelope-To, as the server of the town wrote them.
    delivered_to: list[Text] = field(default_factory=list)
    return_path: Text | None = None
    authentication: list[Text] = field(default_factory=list)
    # For each of these, how many Received stand above it: below the town's own, it is the sender's word.
    authentication_below: list[int] = field(default_factory=list)
    received: list[Text] = field(default_factory=list)
    text: Text = ""
    own: Text = ""
    folded: Text = ""
    # The text of an invitation's calendar, as it came.
    calendar: Text = ""
    is_private_invitation: bool = False
    signature: Text = ""
    parts: list[Attachment] = field(default_factory=list)
    failures: list[DeliveryFailure] = field(default_factory=list)
    # The Message-ID of ours that a report is about.
    reported_id: Text = ""
    # Sentences in French on what could not be read or was replaced.
    parse_warnings: list[Text] = field(default_factory=list)
    body_digest: Text = ""

    @property
    def writer(self) -> EmailAddress:
        """Return whom to answer: From, or the first address of Reply-To, Sender or Return-Path, with From's name.

        Only `from_` is judged for trust: no server vouches for the others.
        """
        named = self.from_[0] if self.from_ else EmailAddress("")
        if named.address:
            return named
        others = [*self.from_[1:], *self.reply_to, *([self.sender] if self.sender else [])]
        other = next((one for one in others if one.address), EmailAddress(self.return_path or ""))
        return EmailAddress(other.address, named.name or other.name)


class Unreadable(Exception):
    """A message could not be parsed; says why, in one line of French."""
