"""Whose account an identity opens: by its subject, and by its address the first time only."""

import re
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from core.french import plain
from core.people.models import Agent
from core.people.openid.providers import NO_ADDRESS, RANDOM_LENGTH, BoundedSession, Identity, Reason, Refusal
from core.people.signals import account_linked
from core.web.locks import locked


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Providers come from the settings only; nobody signs up; `accounts` has already found whose account it is."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        apps = [SocialApp(**described) for described in settings.OPENID_PROVIDERS]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def get_requests_session(self) -> BoundedSession:
        return BoundedSession()

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return get_random_string(RANDOM_LENGTH)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


@transaction.atomic
def link(identity: Identity, *, provider_name: str) -> None:
    """Link somebody to their account, the first time; nothing once it is done. Raises Refusal.

    Only to an open account of an agent (never an elected member's, never a new one), whose address in the directory is
    the one that the provider vouches for, who has their identifier or their name, and is not yet somebody else there.
    """
    theirs = SocialAccount.objects.filter(provider=identity.provider)
    if theirs.filter(uid=identity.subject).exists():
        return
    if not identity.email:
        raise Refusal(Reason.ADDRESS, NO_ADDRESS)
    # Locked: of two first sign-ins at once, the second one finds the first one's link.
    agent = locked(Agent.objects.active()).filter(email__iexact=identity.email).first()
    if agent is None:
        raise Refusal(Reason.UNKNOWN, email=identity.email)
    _check_who(identity, agent)
    if known := theirs.filter(user=agent).first():
        if known.uid == identity.subject:
            return
        raise Refusal(Reason.ANOTHER, email=identity.email)
    SocialAccount.objects.create(user=agent, provider=identity.provider, uid=identity.subject)
    agent.note_access_change(f"a relié son compte à {provider_name}", by=agent)
    account_linked.send(Agent, agent=agent, provider_name=provider_name)


def _check_who(identity: Identity, agent: Agent) -> None:
    """Refuse everybody but its agent behind an address that several have there, such as a service's. Raises Refusal."""
    # Some providers give the address again.
    identifier = identity.identifier if identity.identifier != identity.email else ""
    if identifier == agent.identifiant:
        return
    if Agent.objects.filter(identifiant=identifier).exists():
        raise Refusal(Reason.SHARED, "the identifier is another agent's", email=identity.email)
    if not identity.name and not identifier:
        raise Refusal(Reason.NAMELESS, "no name and no identifier: ask for `profile`", email=identity.email)
    if not _is_name_of(agent, identity.name):
        detail = "the name is another's" if identity.name else "another identifier, and no name"
        raise Refusal(Reason.SHARED, detail, email=identity.email)


def _is_name_of(agent: Agent, name: str) -> bool:
    """Both the first and the last name, of which one side may write less: « Nadia Diallo », « Nadia Diallo-Martin »."""
    said, first, last = _words(name), _words(agent.first_name), _words(agent.last_name)
    pairs = ((first, said - last), (last, said - first))
    return all(known <= said or (rest and rest <= known) for known, rest in pairs)


def _words(name: str) -> set[str]:
    return {*re.findall(r"\w+", plain(name))}


@transaction.atomic
def unlink(agent: Agent, *, by: Agent | None = None) -> int:
    """Forget who they are at the providers: their next sign-in there is a first one. How many there were."""
    agent = locked(Agent.objects).get(pk=agent.pk)
    count: int = SocialAccount.objects.filter(user=agent).delete()[0]
    if count:
        agent.note_access_change("a délié ses comptes extérieurs", by=by)
    return count
