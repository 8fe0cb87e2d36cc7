"""Each change of a second factor is in the history and told; each wrong code is in the journal."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from core.history.context import action_context
from core.people import sign_in_journal
from core.people.models import Agent, SignIn
from core.people.signals import second_factor_changed
from core.ui.locks import locked


@receiver(authentication_failed)
def _note_wrong_code(sender: Any, request: HttpRequest, user: Agent, **kwargs: Any) -> None:
    sign_in_journal.write(request, user, SignIn.Outcome.REFUSED, SignIn.Means.SECOND_FACTOR)


@receiver(authenticator_added)
def _note_added(sender: Any, user: Agent, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note_change(user, is_added=True, by=user)


@receiver(authenticator_removed)
def _note_removed(sender: Any, user: Agent, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note_change(user, is_added=False, by=user)


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
