from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef

from core.people.models import Agent
from core.people.passwords import TRIAL_PASSWORD
from core.people.querysets import AgentQuerySet


@cache
def known_agents() -> AgentQuerySet:
    """With what every request asks of its agent; composed once, for it takes longer than PostgreSQL to answer."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return Agent.objects.with_roles().select_related("direction").annotate(has_second_factor=Exists(factors))


class AgentBackend(AuthenticationBackend):
    """allauth's, with the agent's roles and direction loaded in the request's one statement."""

    def get_user(self, user_id: Any) -> Agent | None:
        agent = known_agents().filter(pk=user_id).first()
        return agent if agent and self.user_can_authenticate(agent) else None

    def _check_password(self, user: Agent | None, password: str) -> Agent | None:
        # A trial's database put to real use: its demonstration accounts stay shut.
        if password == TRIAL_PASSWORD and not settings.TRIAL:
            return None
        return super()._check_password(user, password)
