from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from core.people.models import Absence, Agent, Assignment
from core.people.passwords import TRIAL_PASSWORD

# What the apps above ask of the agent of each page, in the same statement: by attribute.
ASKED: dict[str, Any] = {}


def ask_with_agent(**expressions: Any) -> None:
    """For the apps above, at start-up: an attribute more of the request's agent."""
    ASKED.update(expressions)


class AgentBackend(AuthenticationBackend):
    """allauth's, with what each page asks of its agent loaded in one statement.

    Sessions hold this class by its dotted path: moved, it would sign everybody out.
    """

    def get_user(self, user_id: Any) -> Agent | None:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        absences = Absence.objects.on(localdate()).filter(deputy=OuterRef("pk"))
        known = Agent.objects.select_related("direction").with_roles()
        agent = (
            known.annotate(
                has_second_factor=Exists(factors.exclude(type=Authenticator.Type.RECOVERY_CODES)),
                stands_in=Exists(absences),
                is_assigned=Exists(Assignment.objects.filter(agent=OuterRef("pk")).exclude(project=None)),
                **ASKED,
            )
            .filter(pk=user_id)
            .first()
        )
        return agent if agent and self.user_can_authenticate(agent) else None

    def _check_password(self, user: Agent | None, password: str) -> Agent | None:
        # A trial's database put to real use: its demonstration accounts stay shut.
        if password == TRIAL_PASSWORD and not settings.TRIAL:
            return None
        return super()._check_password(user, password)
