"""Addresses where answers and errors come back, and the mails that a message follows.

An answer comes to « saperlipopette+<token><signature>@… », the secret address of one person about one thing; an error
about one mail to « …+retour-<reference><signature>@… » (VERP).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from core.mail.headers import ids_in, message_id
from core.mail.models import Envelope, OutgoingMail, ReplyAddress
from core.mail.outbound.messages import OutboundMessage
from core.mail.registry import INBOXES, address_of, detail_of, inbox_for, inbox_of_address, with_detail
from core.web.public_ids import ALPHABET, LENGTH

REPLY_SALT, RETURN_SALT = "core.mail.outbound.reply_addresses", "core.mail.outbound.verp"
SIGNATURE_LENGTH = 8
DETAIL = re.compile(rf"([{ALPHABET}]{{{LENGTH}}})([{ALPHABET}]{{{SIGNATURE_LENGTH}}})")
RETURN = "retour-"


def signature_of(token: str, *, salt: str = REPLY_SALT, key: str | bytes | None = None) -> str:
    """Eight characters of the keys' alphabet, about 39 bits: nobody can guess an address."""
    digest = salted_hmac(salt, token, secret=key, algorithm="sha256").digest()
    number, characters = int.from_bytes(digest), []
    for _ in range(SIGNATURE_LENGTH):
        number, position = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[position])
    return "".join(characters)


def token_of(detail: str, *, salt: str = REPLY_SALT) -> str:
    """The token of « <token><signature> », whatever its case; empty when the signature is not ours."""
    parts = DETAIL.fullmatch(detail.lower())
    if parts is None:
        return ""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(constant_time_compare(signature_of(parts[1], salt=salt, key=key), parts[2]) for key in keys)
    return parts[1] if is_ours else ""


def reply_email(reply_address: ReplyAddress) -> str:
    """The address that its agent replies to; empty when the inbox is no longer in use."""
    address, token = address_of(reply_address.inbox), reply_address.token
    return with_detail(address, token + signature_of(token)) if address else ""


def reply_to(mail: OutgoingMail) -> list[str]:
    """Return where answers are read: the agent's address about this row, or the Reply-To that the message asks for."""
    if mail.reply_address is None or mail.reply_address.inbox not in INBOXES:
        return [str(asked)] if (asked := mail.headers.get("Reply-To")) else []
    return [address] if (address := reply_email(mail.reply_address)) else []


def find_reply_address(addresses: Iterable[str]) -> ReplyAddress | None:
    """The row of the first of these addresses that is one of ours with a good signature."""
    ours = (address for address in addresses if inbox_of_address(address))
    tokens = [token for address in ours if (token := token_of(detail_of(address)))]
    if not tokens:
        return None
    rows = ReplyAddress.objects.select_related("agent").filter(token__in=tokens)
    return min(rows, key=lambda row: tokens.index(row.token), default=None)


def return_address(mail: OutgoingMail) -> str:
    """By the inbox that the mail can be answered at, else any in use; MAIL_FROM where the intranet reads no mail."""
    names = [mail.reply_address.inbox] if mail.reply_address else []
    address = next(filter(None, map(address_of, [*names, *INBOXES])), "")
    if not address:
        return settings.MAIL_FROM
    return with_detail(address, f"{RETURN}{mail.reference}{signature_of(mail.reference, salt=RETURN_SALT)}")


def return_addresses(mail: OutgoingMail) -> list[str]:
    """The envelope senders to try, the best first: empty for an automatic answer, the mail's own, the town's."""
    best = [""] if mail.envelope == Envelope.NULL else []
    return list(dict.fromkeys([*best, return_address(mail), settings.MAIL_FROM]))


def reference_in(address: str) -> str:
    """The reference of the mail that this return address is for; empty when it is none of ours, or forged."""
    detail = detail_of(address.lower())
    return token_of(detail.removeprefix(RETURN), salt=RETURN_SALT) if detail.startswith(RETURN) else ""


# Threads

# An agent, or an address of the public; the type of a row, its id.
Key = tuple[int | str, int, int]


def thread_positions(messages: Sequence[OutboundMessage]) -> list[dict[str, Any]]:
    """The fields of an OutgoingMail about its thread, for each message, in a constant number of statements."""
    keys = [_key(message) for message in messages]
    about = [(key, message) for key, message in zip(keys, messages, strict=True) if key is not None]
    addresses = _reply_addresses(about)
    firsts = _firsts({key for key, message in about if not (message.in_reply_to or message.is_first)})
    places = []
    for message, key in zip(messages, keys, strict=True):
        place: dict[str, Any] = {"reply_address": addresses.get(key) if key else None}
        if about_row := message.about:
            place |= {"content_type": ContentType.objects.get_for_model(about_row), "object_id": about_row.pk}
        first = firsts.get(key) if key else None
        if message.in_reply_to:
            answered, before = "".join(ids_in(message.in_reply_to)[:1]), ids_in(message.references)
        elif first:
            answered, before = message_id(first.reference), ids_in(first.references, first.in_reply_to)
        else:
            answered, before = "", []
        places.append(place | {"in_reply_to": answered, "references": " ".join(before)})
    return places


def _key(message: OutboundMessage) -> Key | None:
    person = message.agent.pk if message.agent else message.from_address and message.to.lower()
    if message.about is None or not person:
        return None
    return person, ContentType.objects.get_for_model(message.about).pk, message.about.pk


def _reply_addresses(about: Iterable[tuple[Key, OutboundMessage]]) -> dict[Key, ReplyAddress]:
    """The reply addresses of the rows that an inbox answers for; the missing ones are made."""
    wanted = {
        key: inbox.name
        for key, message in about
        # What an agent answers to a notification is no word of the public's.
        if (inbox := inbox_for(message.about)) and inbox.is_open == bool(message.from_address)
    }
    known = _known({*wanted})
    # Always in the same order: two writers to the same people never deadlock.
    if missing := sorted(wanted.keys() - known.keys(), key=str):
        rows = [
            ReplyAddress(
                inbox=wanted[person, kind, row],
                content_type_id=kind,
                object_id=row,
                **({"address": person} if isinstance(person, str) else {"agent_id": person}),
            )
            for person, kind, row in missing
        ]
        ReplyAddress.objects.bulk_create(rows, ignore_conflicts=True)
        known |= _known({*missing})
    return known


def _known(keys: set[Key]) -> dict[Key, ReplyAddress]:
    found = ReplyAddress.objects.filter(_among(keys)) if keys else ()
    by_key = {(row.agent_id or row.address, row.content_type_id, row.object_id): row for row in found}
    return {key: row for key, row in by_key.items() if key in keys}


def _firsts(keys: set[Key]) -> dict[Key, OutgoingMail]:
    """The first mail to each agent about each row, without those that never left."""
    if not keys:
        return {}
    order = ("agent_id", "address", "content_type_id", "object_id")
    mails = OutgoingMail.objects.filter(_among(keys)).exclude(state=OutgoingMail.State.FAILED)
    mails = mails.order_by(*order, "pk").distinct(*order)
    mails = mails.only(*order, "reference", "in_reply_to", "references")
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
