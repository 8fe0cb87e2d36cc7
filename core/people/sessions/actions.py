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
from core.people.models import Agent, SignIn
from core.people.requests import AgentRequest
from core.people.signals import sessions_ended
from core.ui.locks import lock_row


@transaction.atomic
def end(request: AgentRequest, chosen: Sequence[UserSession]) -> None:
    """By their owner; the page's own signs out."""
    agent = request.user
    end_sessions(request, chosen)
    for _ in chosen:
        sign_in_journal.write(request, agent, SignIn.Outcome.ENDED, SignIn.Means.OWNER)


@transaction.atomic
def end_all(agent: Agent, *, by: Agent) -> None:
    if not policies.can_end_sessions(by, agent):
        raise PermissionDenied("Seul un administrateur met fin aux sessions d’un autre.")
    agent = lock_row(Agent, agent.pk)
    if not close(agent):
        raise ValidationError("Ce compte n’est ouvert nulle part.")
    agent.access_changed_at = timezone.now()
    with action_context("a mis fin aux sessions de ce compte", by=by):
        agent.save(update_fields=["access_changed_at"])
    sessions_ended.send(Agent, agent=agent, by=by)


def close(agent: Agent) -> int:
    """End all their sessions, each with its line in the journal; how many. The agent is locked by the caller."""
    theirs = UserSession.objects.filter(user=agent)
    ended, _ = Session.objects.filter(session_key__in=theirs.values("session_key")).delete()
    theirs.delete()
    for _ in range(ended):
        SignIn.objects.create(agent=agent, outcome=SignIn.Outcome.ENDED, means=SignIn.Means.ADMIN)
    return ended
