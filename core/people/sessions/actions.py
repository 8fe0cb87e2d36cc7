"""Each session that is ended leaves a line in the sign-in journal; who ends somebody else's is in the history."""

from collections.abc import Sequence

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people import policies, sign_in_journal
from core.people.models import Agent, SignIn, SignInCode
from core.people.requests import AgentRequest
from core.people.signals import sessions_ended
from core.ui.french import NBSP
from core.ui.locks import lock_row

ENDS = (
    "Partout où ce compte est ouvert, il faudra se connecter de nouveau. Un code imprimé qui n’a pas servi et un lien "
    f"de mot de passe déjà envoyé ne vaudront plus rien{NBSP}: s’il en faut un, imprimez-le ou redemandez-le ensuite. "
    "La personne est prévenue."
)
ENDED = (
    "Ses sessions sont terminées, ses codes imprimés et ses liens de mot de passe ne valent plus rien, et la personne "
    "est prévenue."
)


@transaction.atomic
def end(request: AgentRequest, chosen: Sequence[UserSession]) -> None:
    """By their owner; the page's own signs out."""
    agent = request.user
    end_sessions(request, chosen)
    for _ in chosen:
        sign_in_journal.write(request, agent, SignIn.Outcome.ENDED, SignIn.Means.OWNER)


@transaction.atomic
def end_all(agent: Agent, *, by: Agent) -> None:
    """By whoever keeps the account, an agent's or an elected member's; even when none is open: a link may be about."""
    if not policies.can_end_sessions(by, agent):
        raise PermissionDenied("Seul un administrateur met fin aux sessions d’un autre.")
    agent = lock_row(Agent, agent.pk)
    if not agent.is_active:
        raise ValidationError(f"Ce compte est fermé{NBSP}: il n’est ouvert nulle part.")
    close(agent)
    agent.access_changed_at = timezone.now()
    with action_context("a mis fin aux sessions de ce compte", by=by):
        agent.save(update_fields=["access_changed_at"])
    sessions_ended.send(Agent, agent=agent, by=by)


def close(agent: Agent) -> int:
    """End all their sessions, each with its line in the journal, and void their printed code; how many sessions.

    The caller has locked the agent and writes `access_changed_at`, which voids the links (`reset_links`).
    """
    theirs = UserSession.objects.filter(user=agent)
    ended, _ = Session.objects.filter(session_key__in=theirs.values("session_key")).delete()
    theirs.delete()
    SignInCode.objects.filter(agent=agent).delete()
    outcomes = [SignIn.Outcome.ENDED] * ended + [SignIn.Outcome.VOIDED]
    for outcome in outcomes:
        SignIn.objects.create(agent=agent, outcome=outcome, means=SignIn.Means.ADMIN)
    return ended
