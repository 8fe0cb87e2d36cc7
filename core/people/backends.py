from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from core.people.models import Absence, Agent, Assignment
from core.people.passwords import TRIAL_PASSWORD


class AgentBackend(AuthenticationBackend):
    """allauth's, with the agent's direction, roles and second factor loaded in one statement."""

    def get_user(self, user_id: Any) -> Agent | None:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        proofs = factors.exclude(type=Authenticator.Type.RECOVERY_CODES)
        absences = Absence.objects.on(localdate()).filter(deputy=OuterRef("pk"))
        assigned = Assignment.objects.filter(agent=OuterRef("pk")).exclude(project=None)
        known = (
            Agent.objects.select_related("direction")
            .with_roles()
            .annotate(
                has_second_factor=Exists(proofs), stands_in=Exists(absences), is_assigned=Exists(assigned)
            )
        )
        agent = known.filter(pk=user_id).first()
        return agent if agent and self.user_can_authenticate(agent) else None

    def _check_password(self, user: Agent | None, password: str) -> Agent | None:
        # A trial's database put to real use: its demonstration accounts stay shut.
        if password == TRIAL_PASSWORD and not settings.TRIAL:
            return None
        return super()._check_password(user, password)
