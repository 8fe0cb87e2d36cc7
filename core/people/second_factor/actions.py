"""What changes a second factor is in the history, and told to its agent in the same transaction."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.people.signals import second_factor_changed
from core.ui.locks import locked


@transaction.atomic
def note_change(agent: Agent, *, is_added: bool, by: Agent | None) -> None:
    agent = locked(Agent.objects).get(pk=agent.pk)
    agent.access_changed_at = timezone.now()
    with action_context("a ajouté un second facteur" if is_added else "a retiré le second facteur", by=by):
        agent.save(update_fields=["access_changed_at"])
    second_factor_changed.send(Agent, agent=agent, is_added=is_added)


@transaction.atomic
def remove(agent: Agent, *, by: Agent | None = None) -> bool:
    """Take away a lost second factor, its recovery codes too; whether there was one."""
    count = Authenticator.objects.filter(user=agent).delete()[0]
    if count:
        note_change(agent, is_added=False, by=by)
    return bool(count)
