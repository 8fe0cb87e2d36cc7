"""The bytes of a test message, as the town's server would have delivered them."""

from collections.abc import Iterable
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from core.documents.models import Upload
from core.people.models import Agent
from core.web import calendars
from rooms.models import Room

# Of the addresses that documentation uses (RFC 5737): it came from outside, whatever relays the settings trust.
CLIENT = "192.0.2.1"


def composed(
    *, by: Agent | None, sender: str, to: str, subject: str, text: str, files: Iterable[Upload]
) -> bytes:
    """`by` gives the name beside the address, when it is theirs."""
    message = _headed(Address(str(by) if by else "", addr_spec=sender), to, subject, text)
    for file in files:
        maintype, _, subtype = file.content_type.partition("/")
        message.add_attachment(
            file.file_path.read_bytes(), maintype=maintype, subtype=subtype, filename=file.name
        )
    return bytes(message)


def invitation(
    *, by: Agent, room: Room, start: datetime, end: datetime, title: str, is_private: bool
) -> bytes:
    """Return what the calendar of an agent sends to a room that it invites."""
    message = _headed(Address(str(by), addr_spec=by.email or ""), room.mail_address, title, "Invitation.")
    event = calendars.new_event(
        f"{uuid4()}@essai",
        stamp=timezone.now(),
        sequence=0,
        dtstart=start,
        dtend=end,
        summary=title,
        class_="PRIVATE" if is_private else "PUBLIC",
    )
    event.add("organizer", calendars.person(str(by), by.email or ""))
    event.add("attendee", calendars.person(room.name, room.mail_address, CUTYPE="ROOM", RSVP="TRUE"))
    text = "".join(calendars.pieces(calendars.new_calendar(method="REQUEST"), [event]))
    message.add_alternative(
        text, subtype="calendar", charset="utf-8", cte="base64", params={"method": "REQUEST"}
    )
    return bytes(message)


def _headed(sender: Address, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(timezone.localtime())
    message["Message-ID"] = make_msgid(domain=to.rpartition("@")[2])
    message.set_content(text)
    return message


def as_delivered(content: bytes, *, vouched_domain: str = "") -> bytes:
    """The message below what the town's server writes first: its judgement of the sender, and where it came from.

    Always a judgement: only the topmost under the server's name counts, so that one which the message brings along is
    never believed. `vouched_domain`: the server knows who wrote, since they signed in, and vouches for this domain.
    """
    server = settings.MAIL_AUTHSERV_IDS[0] if settings.MAIL_AUTHSERV_IDS else ""
    judged = f"dmarc=pass header.from={vouched_domain}" if vouched_domain else "dmarc=none"
    lines = [
        *([f"Authentication-Results: {server}; {judged}"] if server else []),
        # Last: a message that begins with a space goes on with this line, where it can say nothing of the sender.
        f"Received: from essai (essai [{CLIENT}]) by {server or 'intranet'}; "
        f"{format_datetime(timezone.localtime())}",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode() + content
