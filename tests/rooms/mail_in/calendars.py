"""Invitations as calendars send them, through the gateway."""

from collections.abc import Iterator
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

import icalendar

from core.mail.inbound.read import process
from core.mail.models import IncomingMail, OutgoingMail, RawContent
from core.people.models import Agent
from rooms.models import Room

ADDRESS, SERVER = "salles@ville.example", "mx.ville.example"
UID = "040000008200E00074C5B7101A82E008@ville.example"
_numbers = iter(range(1, 1_000_000))


def address_of(room: Room) -> str:
    return f"salle-{room.slug}@ville.example"


def event(
    organiser: str,
    *rooms: Room,
    start: str = "20261127T090000",
    end: str = "20261127T100000",
    zone: str = "Europe/Paris",
    uid: str = UID,
    sequence: int = 0,
    title: str = "Point budget",
    more: tuple[str, ...] = (),
    sent_by: str = "",
    stamp: str = "20261126T080000Z",
) -> str:
    """One VEVENT. A `start` of eight digits is a whole day; of another zone than "", it names its TZID."""

    def moment(name: str, value: str) -> str:
        if len(value) == 8:
            return f"{name};VALUE=DATE:{value}"
        return f"{name}:{value}" if value.endswith("Z") or not zone else f"{name};TZID={zone}:{value}"

    by = f';SENT-BY="mailto:{sent_by}"' if sent_by else ""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{sequence}",
        moment("DTSTART", start),
        moment("DTEND", end),
        f"SUMMARY:{title}",
        f"ORGANIZER;CN=Organisateur{by}:mailto:{organiser}",
        *(f"ATTENDEE;CUTYPE=ROOM;RSVP=TRUE;CN=Salle:mailto:{address_of(room)}" for room in rooms),
        *more,
        "END:VEVENT",
    ]
    return "\r\n".join(lines)


def calendar(*events: str, method: str = "REQUEST", before: str = "") -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Essai//FR", f"METHOD:{method}"]
    return "\r\n".join([*lines, *filter(None, [before]), *events, "END:VCALENDAR", ""])


def message(
    sender: Agent | str,
    text: str,
    *rooms: Room,
    method: str = "REQUEST",
    judged: str = "dmarc=pass",
    subject: str = "Point budget",
    headers: dict[str, str] | None = None,
    to: str = "",
    key: str = "",
) -> bytes:
    """A mail that the town's server judged so."""
    address = sender if isinstance(sender, str) else (sender.email or "")
    mail = EmailMessage()
    domain = address.rpartition("@")[2]
    mail["Authentication-Results"] = f"{SERVER}; {judged} header.from={domain}"
    mail["From"], mail["Subject"] = address, subject
    mail["To"] = to or ", ".join(address_of(room) for room in rooms)
    mail["Message-ID"] = f"<{key or next(_numbers)}@poste.example>"
    mail["Date"] = "Thu, 26 Nov 2026 09:00:00 +0100"
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content("Bonjour,\n\nVous êtes invités.\n" if method else text)
    if method:
        mail.add_alternative(
            text, subtype="calendar", charset="utf-8", cte="base64", params={"method": method}
        )
    return mail.as_bytes()


def stored(sender: Agent | str, text: str, *rooms: Room, **given: Any) -> IncomingMail:
    """What fetching leaves of a mail."""
    raw = message(sender, text, *rooms, **given)
    mail = IncomingMail.objects.create(sha256=sha256(raw).hexdigest(), size=len(raw))
    RawContent.objects.create(mail=mail, content=raw)
    return mail


def delivered(sender: Agent | str, text: str, *rooms: Room, **given: Any) -> IncomingMail:
    mail = stored(sender, text, *rooms, **given)
    assert process(mail.pk)
    mail.refresh_from_db()
    return mail


def invited(by: Agent, *rooms: Room, method: str = "REQUEST", **fields: Any) -> IncomingMail:
    """One event, sent by its organiser."""
    text = calendar(event(fields.pop("organiser", by.email), *rooms, **fields), method=method)
    return delivered(by, text, *rooms, method=method)


def answers() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="rooms.room_answer").order_by("pk"))


def components(mail: OutgoingMail) -> Iterator[icalendar.Event]:
    return iter(icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT"))


def said(mail: OutgoingMail) -> tuple[str, str]:
    """The method, and the first PARTSTAT."""
    method = str(icalendar.Calendar.from_ical(mail.calendar)["METHOD"])
    return method, str(next(components(mail))["ATTENDEE"].params["PARTSTAT"])
