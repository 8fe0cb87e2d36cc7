"""The headers of a mail that leaves: its sender, its thread, and that no autoresponder should answer."""

import re
from collections.abc import Iterable
from email.utils import formataddr

from django.conf import settings

from core.french import of_place
from core.mail.models import Envelope, OutgoingMail
from core.mail.registry import address_of
from core.web.public_ids import ALPHABET, LENGTH

# Printable ASCII, without the brackets themselves.
MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
OUR_MESSAGE_ID = re.compile(rf"<?([{ALPHABET}]{{{LENGTH}}})@([^@<>\s]+?)>?")
BARE = re.compile(r"[!-;=?A-~]+@[!-;=?A-~]+")
LONGEST_ID = 500
# A line of a header is 998 characters at most; the first of a thread and the newest are those that clients use.
MOST_REFERENCES = 10


def domain() -> str:
    return settings.MAIL_FROM.rpartition("@")[2]


def message_id(reference: str) -> str:
    """Our Message-ID of a mail's reference: the same at each try, so that mailboxes recognise a duplicate."""
    return f"<{reference}@{domain()}>"


def ids_in(*texts: str) -> list[str]:
    """The Message-IDs in these texts, with angle brackets or bare when alone, each once, in order."""
    found: list[str] = []
    for text in texts:
        found += MESSAGE_ID.findall(text) or [f"<{bare}>" for bare in [text.strip()] if BARE.fullmatch(bare)]
    return list(dict.fromkeys(one for one in found if len(one) <= LONGEST_ID))


def our_references(message_ids: Iterable[str]) -> list[str]:
    """The references of those that have the form of our own, « <reference@domain> », each once, in their order."""
    found = (OUR_MESSAGE_ID.fullmatch(message_id.strip().lower()) for message_id in message_ids)
    return list(dict.fromkeys(match[1] for match in found if match and match[2] == domain().lower()))


def sender(mail: OutgoingMail) -> str:
    if mail.from_address:
        return formataddr((settings.TOWN_NAME, mail.from_address))
    return formataddr((f"Intranet {of_place(settings.TOWN_NAME)}", settings.MAIL_FROM))


def headers_of(mail: OutgoingMail) -> dict[str, str]:
    # Where this mail can be answered.
    own = address_of(mail.reply_address.inbox) if mail.reply_address else ""
    headers = {"Message-ID": message_id(mail.reference), "X-Loop": own or settings.MAIL_FROM}
    # What an agent wrote to the public is no machine's.
    if mail.is_reply or not mail.from_address:
        headers["Auto-Submitted"] = "auto-replied" if mail.is_reply else "auto-generated"
        # Exchange honours this one. Bounces are not suppressed where they should come back.
        is_silent = mail.envelope == Envelope.NULL
        headers["X-Auto-Response-Suppress"] = "All" if is_silent else "DR, RN, NRN, OOF, AutoReply"
    if mail.in_reply_to:
        headers["In-Reply-To"] = mail.in_reply_to
        thread = ids_in(mail.references, mail.in_reply_to)
        headers["References"] = " ".join([*thread[:1], *thread[1:][-(MOST_REFERENCES - 1) :]])
    return headers | {str(name): str(value) for name, value in mail.headers.items()}
