"""The mailbox of the rooms: which room is invited, and what is done with each method."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.urls import reverse

from core.french import spaced
from core.mail.inbound.message_context import agent_at
from core.mail.models import IncomingMail, Reason
from core.mail.parsing.parsed_message import PRIVATE_INVITATION
from core.mail.registry import INBOXES, InboundMessage, InboxOutcome, PublicMessage, without_detail
from core.people.models import Agent
from core.web.mails import render_text
from rooms import policies
from rooms.attendees import actions as attending
from rooms.attendees.invitations import attendee_at
from rooms.links import INBOX
from rooms.mail_in import actions, answers
from rooms.mail_in.reading import UNANSWERED, method_of, read
from rooms.models import Attendee, Room

REPLY, REQUEST, CANCEL, COUNTER = "REPLY", "REQUEST", "CANCEL", "COUNTER"
KNOWN = spaced("Gardé sans réponse : la salle a déjà répondu à cette invitation, ou à une plus récente.")
NO_ANSWER = spaced("Gardé sans réponse : une réponse d’agenda.")


def rooms_at(addresses: Iterable[str]) -> list[Room]:
    """Return the rooms that have one of these addresses, whatever its +detail."""
    plain = {address.lower() for address in addresses}
    plain |= {without_detail(address) for address in plain}
    named = Room.objects.annotate(lower=Lower("mail_address")).filter(lower__in=plain - {""})
    return list(named.select_related("site"))


def is_invited_at(address: str) -> bool:
    return bool(rooms_at([address]))


def check_address(address: str) -> None:
    """Raise ValidationError for an address that is not a room's own: the room would answer in another's name."""
    address, ours = address.lower(), settings.MAIL_FROM.lower()
    plain, rooms = without_detail(address), INBOXES[INBOX].addresses
    others = {one for inbox in INBOXES.values() if inbox.name != INBOX for one in inbox.addresses}
    # « salles+remparts@… » is a room's: only the mailbox's own address is not.
    if address in rooms or plain in others or (ours in (address, plain) and ours not in rooms):
        raise ValidationError(spaced("Cette adresse est celle de l’intranet : donnez à la salle la sienne."))
    if agent_at(address):
        raise ValidationError("Cette adresse est celle d’un agent.")
    domains = sorted({one.rpartition("@")[2] for one in (*rooms, ours)})
    if address.rpartition("@")[2] not in domains:
        raise ValidationError(spaced(f"Une salle a une adresse de la mairie : {' ou '.join(domains)}."))


def begin(arrival: InboundMessage) -> InboxOutcome:
    """Act on an invitation, in the gateway's transaction: the booking and the answer exist together, once."""
    rooms, method = rooms_at(arrival.invited), method_of(arrival.calendar)
    if method in (REPLY, COUNTER):
        outcome = _of_guest(arrival, arrival.sender)
        # A room answers a counter-proposal that is made to it.
        if outcome and (outcome.became or not rooms or method == REPLY):
            return outcome
    if method in UNANSWERED or (method == COUNTER and not rooms):
        return InboxOutcome(remarks=(NO_ANSWER,))
    if not rooms or method not in (REQUEST, CANCEL, COUNTER):
        return _refused("rooms/mails/room_not_invited.txt", names_a_room=bool(rooms))
    said = read(arrival.calendar)
    if method == COUNTER:
        return _refused("rooms/mails/room_counter_refused.txt")
    by, address = arrival.sender, arrival.mail.sender_address
    decisions = actions.request(said, rooms, by=by, address=address, is_cancelled=method == CANCEL)
    if method == CANCEL:
        # A calendar expects no answer; of several rooms, what is another's is left alone.
        if len(decisions) == len(rooms) * len(said.events):
            raise ValidationError(actions.NOT_THEIRS)
        return InboxOutcome()
    answers.reply(decisions, to=arrival.mail)
    if not decisions:
        return InboxOutcome(remarks=(KNOWN,))
    first = decisions[0].row
    return InboxOutcome(became=first.booking or first.series)


def is_expected(address: str) -> bool:
    return attendee_at(address) is not None


def begin_outside(arrival: PublicMessage) -> InboxOutcome:
    """Record what a guest from outside answers at the address given to them, or pass it on; never a mail to them."""
    guest = next(filter(None, map(attendee_at, arrival.invited)), None)
    is_answer = not arrival.calendar or method_of(arrival.calendar) in (REPLY, COUNTER)
    outcome = _of_guest(arrival, guest) if guest and is_answer else None
    return outcome or InboxOutcome(remarks=(NO_ANSWER,))


def _of_guest(arrival: PublicMessage, by: Agent | Attendee) -> InboxOutcome | None:
    """Record what somebody invited from the site answers; None for any other meeting."""
    mail = arrival.mail
    words, sender = (mail.subject, mail.text), mail.sender_address
    # An answer repeats the title without its CLASS: only the meeting says whether administrators may read it.
    mail.subject, mail.text = PRIVATE_INVITATION, ""
    try:
        if isinstance(by, Attendee) and not arrival.calendar:
            booking = attending.write_to_organiser(by, arrival.text, sender=sender)
        else:
            said, proposes = read(arrival.calendar), method_of(arrival.calendar) == COUNTER
            booking = attending.answer_by_calendar(
                said.uid, said.events, by=by, sender=sender, proposes=proposes
            )
    except ValidationError as error:
        # Never a mail: no calendar waits for one.
        return InboxOutcome(remarks=(NO_ANSWER, *error.messages))
    if booking and not booking.is_private:
        mail.subject, mail.text = words
    return InboxOutcome(became=booking) if booking else None


def _refused(template: str, **context: object) -> InboxOutcome:
    return InboxOutcome(
        refusal=Reason.NOT_ALLOWED,
        sentence=render_text(template, **context),
        button="Réserver depuis mon agenda",
        url=reverse("rooms:book_by_calendar"),
    )


def answer(arrival: InboundMessage, subject: object) -> InboxOutcome:
    raise ValidationError("Cette adresse ne lit que des invitations.")


def may_read_one(agent: Agent, mail: IncomingMail) -> bool:
    """Those who manage all the rooms read private titles on the site, too."""
    return mail.sender_id == agent.pk or policies.can_manage(agent)
