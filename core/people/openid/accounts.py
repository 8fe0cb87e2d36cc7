"""Whose account an identity opens: by its subject, and by its address the first time only."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.people.openid.providers import Identity
from core.people.openid.refusals import Reason, Refusal
from core.people.signals import account_linked
from core.ui.locks import locked


@transaction.atomic
def link(identity: Identity, *, provider_name: str) -> None:
    """Link somebody to their account, the first time; nothing once it is done. Raises Refusal.

    Only to an open account of an agent (never an elected member's, never a new one), whose address in the directory is
    the one that the provider vouches for, and who is not yet somebody else there.
    """
    theirs = SocialAccount.objects.filter(provider=identity.provider)
    if theirs.filter(uid=identity.subject).exists():
        return
    # Locked: of two first sign-ins at once, the second one finds the first one's link.
    agent = (
        locked(Agent.objects.active()).filter(email__iexact=identity.email).first()
        if identity.email
        else None
    )
    if agent is None:
        raise Refusal(Reason.UNKNOWN if identity.email else Reason.ADDRESS, email=identity.email)
    if known := theirs.filter(user=agent).first():
        if known.uid == identity.subject:
            return
        raise Refusal(Reason.ANOTHER, email=identity.email)
    SocialAccount.objects.create(user=agent, provider=identity.provider, uid=identity.subject)
    agent.access_changed_at = timezone.now()
    with action_context(f"a relié son compte à {provider_name}", by=agent):
        agent.save(update_fields=["access_changed_at"])
    account_linked.send(Agent, agent=agent, provider_name=provider_name)


@transaction.atomic
def unlink(agent: Agent, *, by: Agent | None = None) -> int:
    """Forget who they are at the providers: their next sign-in there is a first one. How many there were."""
    agent = locked(Agent.objects).get(pk=agent.pk)
    count: int = SocialAccount.objects.filter(user=agent).delete()[0]
    if count:
        agent.access_changed_at = timezone.now()
        with action_context("a délié ses comptes extérieurs", by=by):
            agent.save(update_fields=["access_changed_at"])
    return count
