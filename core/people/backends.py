from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from core.people.models import Agent


class AgentBackend(AuthenticationBackend):
    """allauth's, with the agent's roles and direction loaded in the request's one statement."""

    def get_user(self, user_id: Any) -> Agent | None:
        agent = Agent.objects.with_roles().select_related("direction").filter(pk=user_id).first()
        return agent if agent and self.user_can_authenticate(agent) else None
