"""What changes a second factor is in the history, and told to its agent in the same transaction.

Neither says the name that an agent gave to a passkey.
"""

from typing import Any

from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import add_authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.people.second_factor import policies
from core.people.signals import second_factor_changed
from core.ui.french import NBSP
from core.ui.locks import lock_row

PASSKEY = Authenticator.Type.WEBAUTHN
LAST_STAYS = f"Votre rôle demande un second facteur{NBSP}: le dernier ne peut pas être retiré."


@transaction.atomic
def note_change(agent: Agent, *, is_added: bool, by: Agent | None, kind: str = "") -> None:
    agent = lock_row(Agent, agent.pk)
    agent.access_changed_at = timezone.now()
    what = "une clé d’accès" if kind == PASSKEY else "un second facteur" if is_added else "le second facteur"
    with action_context(f"a {'ajouté' if is_added else 'retiré'} {what}", by=by):
        agent.save(update_fields=["access_changed_at"])
    second_factor_changed.send(Agent, agent=agent, is_added=is_added, kind=kind)


@transaction.atomic
def add_passkey(request: AgentRequest, *, name: str, credential: dict[str, Any]) -> list[str]:
    """Its credential has been checked. The recovery codes, if this is the first second factor."""
    agent = request.user
    lock_row(Agent, agent.pk)
    _, recovery = add_authenticator(request, name, credential)
    note_change(agent, is_added=True, by=agent, kind=PASSKEY)
    return recovery.wrap().get_unused_codes() if recovery else []


@transaction.atomic
def remove_one(request: AgentRequest, factor: Authenticator) -> None:
    """Its owner's; the recovery codes go with the last one."""
    agent = request.user
    # Two tabs that each remove one of the last two: the second waits, and is refused.
    lock_row(Agent, agent.pk)
    if not policies.factors(agent).filter(pk=factor.pk).exists():
        return
    if not policies.can_remove(agent, factor):
        raise PermissionDenied(LAST_STAYS)
    delete_and_cleanup(request, factor)
    note_change(agent, is_added=False, by=agent, kind=factor.type)


@transaction.atomic
def remove(agent: Agent, *, by: Agent | None = None) -> bool:
    """Take away lost second factors, recovery codes too; whether there were any."""
    count = Authenticator.objects.filter(user=agent).delete()[0]
    if count:
        note_change(agent, is_added=False, by=by)
    return bool(count)
