"""The thread of a message: the address that its answers go to, and the mails that it follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from core.mail.headers import ids_in, message_id
from core.mail.models import OutgoingMail, ReplyAddress
from core.mail.outbound.messages import OutboundMessage
from core.mail.outbound.reply_addresses import reply_email
from core.mail.registry import INBOXES, inbox_for

# An agent, or an address of the public; the type of a row, its id.
Key = tuple[int | str, int, int]


@dataclass(frozen=True)
class ThreadPosition:
    """`reference` names the row; `in_reply_to` and `references` are Message-IDs, separated by spaces."""

    reference: dict[str, Any] = field(default_factory=dict)
    reply_address: ReplyAddress | None = None
    in_reply_to: str = ""
    references: str = ""


def thread_positions(messages: Sequence[OutboundMessage]) -> list[ThreadPosition]:
    """One for each message, in their order, in a constant number of statements."""
    keys = [_key(message) for message in messages]
    about = [(key, message) for key, message in zip(keys, messages, strict=True) if key is not None]
    addresses = _reply_addresses(about)
    firsts = _firsts(key for key, message in about if not (message.in_reply_to or message.is_first))
    return [_place(message, key, addresses, firsts) for key, message in zip(keys, messages, strict=True)]


def _key(message: OutboundMessage) -> Key | None:
    if message.about is None:
        return None
    person = message.agent.pk if message.agent else message.from_address and message.to.lower()
    if not person:
        return None
    return person, ContentType.objects.get_for_model(message.about).pk, message.about.pk


def _place(
    message: OutboundMessage,
    key: Key | None,
    addresses: dict[Key, ReplyAddress],
    firsts: dict[Key, OutgoingMail],
) -> ThreadPosition:
    reference: dict[str, Any] = {}
    if message.about is not None:
        content_type = ContentType.objects.get_for_model(message.about)
        reference = {"content_type": content_type, "object_id": message.about.pk}
    address = addresses.get(key) if key else None
    if message.in_reply_to:
        answered = "".join(ids_in(message.in_reply_to)[:1])
        return ThreadPosition(reference, address, answered, " ".join(ids_in(message.references)))
    first = firsts.get(key) if key else None
    if first is None:
        return ThreadPosition(reference, address)
    before = ids_in(first.references, first.in_reply_to)
    return ThreadPosition(reference, address, message_id(first.reference), " ".join(before))


def _reply_addresses(about: Iterable[tuple[Key, OutboundMessage]]) -> dict[Key, ReplyAddress]:
    """The reply addresses of the rows that an inbox answers for; the missing ones are made."""
    wanted = {
        key: inbox.name
        for key, message in about
        # What an agent answers to a notification is no word of the public's.
        if (inbox := inbox_for(message.about)) and inbox.is_open == bool(message.from_address)
    }
    known = _known(wanted)
    # Always in the same order: two writers to the same people never deadlock.
    if missing := sorted(wanted.keys() - known.keys(), key=str):
        ReplyAddress.objects.bulk_create(
            (
                ReplyAddress(inbox=wanted[key], content_type_id=key[1], object_id=key[2], **_person(key))
                for key in missing
            ),
            ignore_conflicts=True,
        )
        known |= _known(missing)
    return known


def _person(key: Key) -> dict[str, Any]:
    return {"address": key[0]} if isinstance(key[0], str) else {"agent_id": key[0]}


def _known(keys: Iterable[Key]) -> dict[Key, ReplyAddress]:
    keys = set(keys)
    if not keys:
        return {}
    found = ReplyAddress.objects.filter(_among(keys))
    by_key = {(row.agent_id or row.address, row.content_type_id, row.object_id): row for row in found}
    return {key: row for key, row in by_key.items() if key in keys}


def _firsts(keys: Iterable[Key]) -> dict[Key, OutgoingMail]:
    """The first mail to each agent about each row, without those that never left."""
    keys = set(keys)
    if not keys:
        return {}
    order = ("agent_id", "address", "content_type_id", "object_id")
    mails = (
        OutgoingMail.objects.filter(_among(keys))
        .exclude(state=OutgoingMail.State.FAILED)
        .order_by(*order, "pk")
        .distinct(*order)
        .only(*order, "reference", "in_reply_to", "references")
    )
    # An agent's first mail, whichever of their addresses it went to.
    firsts: dict[Key, OutgoingMail] = {}
    for mail in sorted(mails, key=lambda mail: mail.pk):
        person = mail.agent_id or mail.address.lower()
        firsts.setdefault((person, mail.content_type_id or 0, mail.object_id or 0), mail)
    return firsts


def _among(keys: Iterable[Key]) -> Q:
    people, types, rows = zip(*keys, strict=True)
    public = {one for one in people if isinstance(one, str)}
    theirs = Q(agent__in={*people} - public)
    if public:
        theirs |= Q(agent=None, address__in=public)
    return theirs & Q(content_type__in={*types}, object_id__in={*rows})


def reply_to(mail: OutgoingMail) -> list[str]:
    """Return where answers are read: the agent's address about this row, or the Reply-To that the message asks for."""
    if mail.reply_address is None or mail.reply_address.inbox not in INBOXES:
        return [str(asked)] if (asked := mail.headers.get("Reply-To")) else []
    return [address] if (address := reply_email(mail.reply_address)) else []
