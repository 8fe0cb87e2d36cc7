"""Tells a sender that their mail arrived and what it became."""

from django.db import transaction

from core.mail.autoreply import rate_limits
from core.mail.headers import ids_in
from core.mail.inbox_types import Acknowledgement
from core.mail.models import AutomaticReply, Envelope, IncomingMail, OutgoingMail
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage
from core.mail.registry import is_confidential
from core.people.models import Agent
from core.ui.french import NBSP

KIND = "acknowledgement"
NEVER_ANONYMOUS = (
    f"Un courriel n’est jamais anonyme{NBSP}: ceux qui le traitent voient votre nom et votre adresse. "
    "Pour écrire sans votre nom, passez par les pages de l’intranet qui le proposent."
)


@transaction.atomic
def acknowledge(mail: IncomingMail, agent: Agent, acknowledgement: Acknowledgement) -> OutgoingMail | None:
    """Tell `agent` what became of `mail`; None when already told, too often in this hour, or without an address.

    It goes to the address that they wrote from when it is known to be theirs, else to the directory's.
    """
    address = address_of(mail, agent)
    if not rate_limits.may_answer(mail, address):
        return None
    rate_limits.lock_address(address)
    if AutomaticReply.objects.filter(incoming=mail, kind=KIND).exists():
        return None
    left = rate_limits.answers_left(address, KIND, most=rate_limits.MOST_AN_HOUR)
    if not left:
        return None
    [written] = actions.write(f"mail.{KIND}", [_message(mail, agent, address, acknowledgement, left=left)])
    rate_limits.record_reply(address, KIND, written, mail)
    return written


def address_of(mail: IncomingMail, agent: Agent) -> str:
    """The address to answer this agent at about this mail; empty when they have none."""
    wrote_from = mail.sender_address.lower()
    own = (agent.email or "").lower()
    if wrote_from and (wrote_from == own or agent.aliases.filter(address__iexact=wrote_from).exists()):
        return wrote_from
    return own


def _message(
    mail: IncomingMail, agent: Agent, address: str, acknowledgement: Acknowledgement, *, left: int
) -> OutboundMessage:
    lines = [f"Bonjour {agent.first_name},", *acknowledgement.lines]
    if not any("anonyme" in line for line in acknowledgement.lines):
        lines.append(NEVER_ANONYMOUS)
    if left == 1:
        lines.append(rate_limits.LAST)
    return OutboundMessage(
        agent,
        acknowledgement.subject,
        "\n\n".join(lines),
        address=address,
        about=acknowledgement.about,
        button=acknowledgement.button,
        url=acknowledgement.url,
        in_reply_to=" ".join(ids_in(mail.message_id)),
        is_confidential=is_confidential(mail),
        is_reply=True,
        envelope=Envelope.NULL,
    )
