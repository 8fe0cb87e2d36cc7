"""« Est-ce bien vous ? »: a link sent to the directory's address, for a mail that no server vouches for."""

from datetime import timedelta
from hashlib import sha256

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from core.french import clock, long_date
from core.mail.inbound.message_context import known_address
from core.mail.models import Envelope, IncomingMail, OutgoingMail
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage
from core.mail.registry import address_of, is_confidential
from core.people.models import Agent
from core.web import locks
from core.web.mails import render_mail

KIND = "mail.confirmation"
SALT = "core.mail.inbound.sender_confirmation"
DAYS = 30
# So that somebody who forges an agent's address cannot fill their mailbox; further mails wait for the group.
MOST_AN_HOUR = 3


def confirmation_token(mail: IncomingMail) -> str:
    return signing.TimestampSigner(salt=SALT).sign(_signed(mail))


def mail_for_token(token: str) -> IncomingMail | None:
    """The mail of a link, for thirty days; None for any other token.

    None too when the mail has another sender, or the sender a closed account or another address: the link was sent
    to one person at one address.
    """
    try:
        signed = signing.TimestampSigner(salt=SALT).unsign(token, max_age=timedelta(days=DAYS))
    except signing.BadSignature:
        return None
    reference = signed.partition(":")[0]
    mail = IncomingMail.objects.select_related("sender").filter(reference=reference).first()
    if mail is None or mail.sender is None or not mail.sender.is_active or signed != _signed(mail):
        return None
    return mail


def _signed(mail: IncomingMail) -> str:
    """The mail, its sender and a digest of their address, which must not be readable in the link."""
    assert mail.sender
    address = known_address(mail.sender).lower()
    return f"{mail.reference}:{mail.sender.reference}:{sha256(address.encode()).hexdigest()[:16]}"


def ask_sender(mail: IncomingMail, agent: Agent) -> bool:
    """Write to the directory's address of the agent; False when there is none, or after three mails in an hour.

    It quotes nothing of the message: somebody who forges an address would have us carry their words.
    """
    address, now = known_address(agent), timezone.now()
    if not address:
        return False
    locks.wait_for(f"mail.confirmation:{agent.pk}")
    asked = OutgoingMail.objects.filter(kind=KIND, agent=agent, created_at__gt=now - timedelta(hours=1))
    if asked.count() >= MOST_AN_HOUR:
        return False
    words = render_mail(
        "mail/mails/is_it_you.txt",
        agent=agent,
        to=address_of(mail.inbox) or "l’intranet",
        came=f"{long_date(mail.taken_at)} à {clock(mail.taken_at)}",
        until=long_date(now + timedelta(days=DAYS)),
    )
    message = OutboundMessage(
        agent,
        words["title"],
        words["text"],
        address=address,
        is_secret=True,
        is_confidential=is_confidential(mail),
        button="Voir le message et répondre",
        url=reverse("mail:confirm", args=[confirmation_token(mail)]),
        is_reply=True,
        envelope=Envelope.NULL,
    )
    actions.write(KIND, [message])
    return True
