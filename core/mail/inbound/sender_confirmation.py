"""« Est-ce bien vous ? »: a link sent to the directory's address, for a mail that no server vouches for."""

from datetime import timedelta
from hashlib import sha256

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from core.mail.inbound import senders
from core.mail.models import Envelope, IncomingMail, OutgoingMail
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage
from core.mail.registry import INBOXES, is_confidential
from core.people.models import Agent
from core.ui import locks
from core.ui.french import NBSP, clock, long_date

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
    address = senders.known_address(mail.sender).lower()
    return f"{mail.reference}:{mail.sender.reference}:{sha256(address.encode()).hexdigest()[:16]}"


def ask_sender(mail: IncomingMail, agent: Agent) -> bool:
    """Write to the directory's address of the agent; False when there is none, or after three mails in an hour."""
    address = senders.known_address(agent)
    if not address:
        return False
    locks.wait_for(f"mail.confirmation:{agent.pk}")
    since = timezone.now() - timedelta(hours=1)
    if OutgoingMail.objects.filter(kind=KIND, agent=agent, created_at__gt=since).count() >= MOST_AN_HOUR:
        return False
    actions.write(KIND, [_message(mail, agent, address)])
    return True


def _message(mail: IncomingMail, agent: Agent, address: str) -> OutboundMessage:
    """Quotes nothing of the message: somebody who forges an address would have us carry their words."""
    until = long_date(timezone.now() + timedelta(days=DAYS))
    inbox = INBOXES.get(mail.inbox)
    to = inbox.addresses[0] if inbox and inbox.addresses else "l’intranet"
    came = f"{long_date(mail.taken_at)} à {clock(mail.taken_at)}"
    paragraphs = [
        f"Bonjour {agent.first_name},",
        f"Le {came}, un message signé de votre adresse est arrivé à {to}. Rien ne prouve qu’il vient de vous{NBSP}: "
        "une adresse s’imite facilement. Il attend donc votre accord.",
        f"Le bouton vous montre le message, avec deux réponses{NBSP}: «{NBSP}Oui, c’est moi{NBSP}» et «{NBSP}Non, ce "
        f"n’est pas moi{NBSP}». Le lien vaut jusqu’au {until}{NBSP}; ne le transmettez à personne.",
    ]
    return OutboundMessage(
        agent,
        f"Est-ce bien vous qui avez écrit à {to}{NBSP}?",
        "\n\n".join(paragraphs),
        address=address,
        is_secret=True,
        is_confidential=is_confidential(mail),
        button="Voir le message et répondre",
        url=reverse("mail:confirm", args=[confirmation_token(mail)]),
        is_reply=True,
        envelope=Envelope.NULL,
    )
