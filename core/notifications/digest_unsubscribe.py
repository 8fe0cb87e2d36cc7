"""Unsubscribe from the morning's digest by one click in the mail program, without signing in (RFC 8058)."""

from django.core import signing
from django.db import transaction
from django.urls import reverse

from core.mail.outbound.messages import absolute_url
from core.notifications.models import Notification, Preference
from core.notifications.registry import KINDS, Channel, offered_to
from core.people.models import Agent
from core.ui.locks import lock_row

SALT = "core.notifications.digest_unsubscribe"


def url_for(agent: Agent) -> str:
    return reverse("unsubscribe", args=[signing.dumps(agent.reference, salt=SALT)])


def headers_for(agent: Agent) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{absolute_url(url_for(agent))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def agent_of(token: str) -> Agent | None:
    """The agent of a link in a digest, as long as they exist; None for any other token."""
    try:
        reference = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Agent.objects.filter(reference=str(reference)).first()


@transaction.atomic
def leave_digest(agent: Agent) -> None:
    """Move this agent's digest kinds to the site only; idempotent."""
    # Two clicks at once, or a page of preferences being saved: one after the other.
    lock_row(Agent, agent.pk)
    chosen = dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))
    codes = [
        kind.code
        for kinds in offered_to(agent).values()
        for kind in kinds
        if chosen.get(kind.code, kind.default) == Channel.DIGEST
    ]
    Preference.objects.filter(agent=agent, kind__in=codes).delete()
    Preference.objects.bulk_create(
        Preference(agent=agent, kind=code, channel=Channel.SITE)
        for code in codes
        if KINDS[code].default != Channel.SITE
    )
    waiting = Notification.objects.awaiting_digest().filter(recipient=agent)
    Notification.objects.filter(pk__in=waiting.locked().values("pk")).update(awaits_digest=False)
