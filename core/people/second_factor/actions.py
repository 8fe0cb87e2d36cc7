"""Changes of a second factor are in the history, and notified to its agent in the same transaction.

Neither says the name that an agent gave to a passkey.
"""

from typing import Any

from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.webauthn.internal.flows import add_authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.french import spaced
from core.people.models import Agent, SignIn
from core.people.policies import can_remove_second_factor
from core.people.requests import AgentRequest
from core.people.second_factor import policies
from core.people.sessions import ENDS, end_every_session
from core.people.signals import second_factor_changed
from core.web.locks import lock_row

PASSKEY, CODES = Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
REMOVES = spaced(
    f"Pour qui l’a perdu, codes de secours compris : soyez sûr, de vive voix, que c’est la personne. {ENDS}"
)
LAST_STAYS = spaced("Votre rôle demande un compte protégé : ce moyen, le dernier, ne peut pas être retiré.")


@transaction.atomic
def note_change(agent: Agent, *, is_added: bool, by: Agent | None, kind: str = "", reason: str = "") -> None:
    agent = lock_row(Agent, agent.pk)
    what = "une clé d’accès" if kind == PASSKEY else "un second facteur" if is_added else "le second facteur"
    done = "refait ses codes de secours" if kind == CODES else f"{'ajouté' if is_added else 'retiré'} {what}"
    why = spaced(f" : {reason}") if reason else ""
    agent.note_access_change(f"a {done}{why}", by=by)
    second_factor_changed.send(Agent, agent=agent, is_added=is_added, kind=kind, by=by, reason=reason)


@transaction.atomic
def add_passkey(request: AgentRequest, *, name: str, credential: dict[str, Any]) -> list[str]:
    """Its credential has been checked. The recovery codes, if this is the first second factor."""
    agent = request.user
    lock_row(Agent, agent.pk)
    _, recovery = add_authenticator(request, name, credential)
    note_change(agent, is_added=True, by=agent, kind=PASSKEY)
    return recovery.wrap().get_unused_codes() if recovery else []


@transaction.atomic
def make_new_codes(request: AgentRequest) -> list[str]:
    """The earlier ones are void."""
    codes: list[str] = generate_recovery_codes(request).wrap().get_unused_codes()
    note_change(request.user, is_added=True, by=request.user, kind=CODES)
    return codes


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
def remove_lost(agent: Agent, *, by: Agent | None, reason: str) -> None:
    """All that they had, recovery codes too; their sessions end. `by` is None for the command.

    Raises PermissionDenied, or ValidationError when there is none.
    """
    if by is not None and not can_remove_second_factor(by, agent):
        raise PermissionDenied("Seul un administrateur retire le second facteur d’un autre.")
    agent = lock_row(Agent, agent.pk)
    if not Authenticator.objects.filter(user=agent).delete()[0]:
        raise ValidationError("Ce compte n’a pas de second facteur.")
    end_every_session(agent)
    SignIn.objects.create(agent=agent, outcome=SignIn.Outcome.FACTOR_REMOVED, means=SignIn.Means.ADMIN)
    note_change(agent, is_added=False, by=by, reason=reason)
