"""Tells a sender that their mail arrived and what it became: one by one, or in one mail for many that come fast."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max, Min
from django.utils import timezone

from core.mail.autoreply import rate_limits
from core.mail.headers import ids_in
from core.mail.inbox_types import Acknowledgement
from core.mail.models import AutomaticReply, Envelope, IncomingMail, OutgoingMail, OwedAcknowledgement
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage, absolute_url
from core.mail.registry import is_confidential
from core.people.models import Agent
from core.ui.french import NBSP, count_of
from core.ui.locks import locked

KIND = "acknowledgement"
LIST_KIND = "acknowledgements"
MOST_AN_HOUR = 5
# The list waits for a calm of ten minutes, at most an hour after the first mail.
CALM = timedelta(minutes=10)
LONGEST = timedelta(hours=1)
MOST_IN_A_LIST = 500
NEVER_ANONYMOUS = (
    f"Un courriel n’est jamais anonyme{NBSP}: ceux qui le traitent voient votre nom et votre adresse. "
    "Pour écrire sans votre nom, passez par les pages de l’intranet qui le proposent."
)


@transaction.atomic
def acknowledge(mail: IncomingMail, agent: Agent, acknowledgement: Acknowledgement) -> OutgoingMail | None:
    """Tell `agent` what became of `mail`; None when it is owed (see `list_owed`), already sent, or without an address.

    It goes to the address that they wrote from when it is known to be theirs, else to the directory's.
    """
    address = address_of(mail, agent)
    if not rate_limits.may_answer(mail, address):
        return None
    rate_limits.lock_address(address)
    if (
        AutomaticReply.objects.filter(incoming=mail, kind=KIND).exists()
        or OwedAcknowledgement.objects.filter(incoming=mail).exists()
    ):
        return None
    if rate_limits.sent_within(address, KIND) >= MOST_AN_HOUR:
        about = acknowledgement.about or mail
        owe(mail, agent, about, acknowledgement.line or acknowledgement.subject, acknowledgement.url)
        return None
    written = actions.write(f"mail.{KIND}", [_message(mail, agent, address, acknowledgement)])
    rate_limits.record_reply(address, KIND, written[0], mail)
    return written[0]


def address_of(mail: IncomingMail, agent: Agent) -> str:
    """The address to answer this agent at about this mail; empty when they have none."""
    wrote_from = mail.sender_address.lower()
    own = (agent.email or "").lower()
    if wrote_from and (wrote_from == own or agent.aliases.filter(address__iexact=wrote_from).exists()):
        return wrote_from
    return own


def _message(
    mail: IncomingMail, agent: Agent, address: str, acknowledgement: Acknowledgement
) -> OutboundMessage:
    lines = [f"Bonjour {agent.first_name},", *acknowledgement.lines]
    if not any("anonyme" in line for line in acknowledgement.lines):
        lines.append(NEVER_ANONYMOUS)
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


def owe(mail: IncomingMail, agent: Agent, about: models.Model, line: str, url: str) -> None:
    """Store what the next list says to `agent` about `mail`, in one line and a link; once for each mail."""
    OwedAcknowledgement.objects.get_or_create(
        incoming=mail,
        defaults={
            "agent": agent,
            "content_type": ContentType.objects.get_for_model(about),
            "object_id": about.pk,
            "line": line,
            "url": url[:500],
        },
    )


def list_owed(now: datetime | None = None) -> int:
    """Write to each agent who is owed acknowledgements the mail that lists them; returns how many mails.

    Each agent has a transaction of their own: stopped anywhere and run again, even twice at once, nothing is sent
    twice and nothing is lost.
    """
    now = now or timezone.now()
    return sum(_list_one(agent_id, now) for agent_id in list(_due(now)))


def _due(now: datetime) -> Iterator[int]:
    owed = OwedAcknowledgement.objects.filter(listed_at=None).values("agent").order_by("agent")
    for row in owed.annotate(first=Min("owed_since"), last=Max("owed_since")):
        if now - row["last"] >= CALM or now - row["first"] >= LONGEST:
            yield row["agent"]


@transaction.atomic
def _list_one(agent_id: int, now: datetime) -> int:
    agent = Agent.objects.get(pk=agent_id)
    newest = OwedAcknowledgement.objects.filter(agent=agent, listed_at=None).order_by("-pk").first()
    if newest is None:
        return 0
    address = address_of(newest.incoming, agent)
    if address:
        rate_limits.lock_address(address)
        if rate_limits.sent_within(address, LIST_KIND):
            return 0
    unlisted = OwedAcknowledgement.objects.filter(agent=agent, listed_at=None).order_by("pk")
    owed = list(locked(unlisted)[:MOST_IN_A_LIST])
    if not owed:
        return 0
    # The agent no longer has an address: they read it on the site.
    written = actions.write(f"mail.{LIST_KIND}", [_list(agent, address, owed)]) if address else []
    OwedAcknowledgement.objects.filter(pk__in=[row.pk for row in owed]).update(
        listed_in=written[0] if written else None, listed_at=now
    )
    if written:
        rate_limits.record_reply(address, LIST_KIND, written[0], None)
    return len(written)


def _list(agent: Agent, address: str, owed: list[OwedAcknowledgement]) -> OutboundMessage:
    items = "\n\n".join(f"– {row.line}" + (f"\n{absolute_url(row.url)}" if row.url else "") for row in owed)
    received = count_of(len(owed), "message bien reçu", "messages bien reçus")
    return OutboundMessage(
        agent,
        received.capitalize(),
        f"Bonjour {agent.first_name},\n\n"
        f"Vous avez écrit plusieurs messages à la suite{NBSP}; voici en une fois ce que sont devenus ceux "
        f"qui n’ont pas encore eu leur réponse.\n\n{items}\n\n{NEVER_ANONYMOUS}",
        address=address,
        is_confidential=any(is_confidential(row.incoming) for row in owed),
        button="Ouvrir l’intranet",
        url="/",
        is_reply=True,
        envelope=Envelope.NULL,
    )
