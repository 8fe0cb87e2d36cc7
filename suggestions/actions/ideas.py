"""What is done to an idea, whatever the door: page, admin, command.

Each deed checks the person, locks the idea, checks its state, changes it, names itself for the history and tells
people.
"""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.deeds import deed
from core.people.models import Agent, Direction
from suggestions import notifications, policies
from suggestions.actions.common import check_moderates, locked
from suggestions.actions.numbers import next_number
from suggestions.models import Idea
from suggestions.promises import answer_due_on, decision_due_on
from suggestions.refusals import check_alone, check_state, not_author, not_theirs
from suggestions.states import Identity, State

AMENDED = ["title", "problem", "proposal", "benefit", "seen_elsewhere", "direction", "identity"]


@transaction.atomic
def propose(
    *,
    by: Agent,
    title: str,
    proposal: str,
    problem: str = "",
    benefit: str = "",
    seen_elsewhere: str = "",
    direction: Direction | None = None,
    identity: str = Identity.NAMED,
    submission_key: uuid.UUID | None = None,
) -> Idea:
    """A new idea, acknowledged with the day by which the group answers."""
    if not policies.can_propose(by):
        raise PermissionDenied("Ce compte est fermé\u00a0: il ne peut plus proposer d’idée.")
    received_at = timezone.now()
    with deed("a proposé l’idée", by=by):
        idea = Idea.objects.create(
            author=by,
            identity=identity,
            title=title,
            problem=problem,
            proposal=proposal,
            benefit=benefit,
            seen_elsewhere=seen_elsewhere,
            direction=direction,
            submission_key=submission_key or uuid.uuid4(),
            received_at=received_at,
            due_on=answer_due_on(received_at),
            decision_due_on=decision_due_on(received_at),
        )
    notifications.tell_received(idea)
    return idea


@transaction.atomic
def amend(idea: Idea, *, by: Agent, **words: Any) -> Idea:
    """The author corrects their idea, as long as nobody else has begun on it; `words` are those of AMENDED."""
    if not policies.is_author(by, idea):
        raise PermissionDenied(not_author("la modifier"))
    idea = locked(idea)
    check_state(idea, State.RECEIVED)
    for name in AMENDED:
        setattr(idea, name, words[name])
    with deed("a modifié l’idée", by=by):
        idea.save(update_fields=AMENDED)
    return idea


@transaction.atomic
def withdraw(idea: Idea, *, by: Agent) -> Idea:
    """The author takes their idea back, until the group has decided."""
    if not policies.is_author(by, idea):
        raise PermissionDenied(not_author("la retirer"))
    idea = locked(idea)
    check_state(idea, *State.waiting())
    check_alone(idea)
    idea.state, idea.withdrawn_at = State.WITHDRAWN, timezone.now()
    with deed("a retiré l’idée", by=by):
        idea.save(update_fields=["state", "withdrawn_at"])
    notifications.tell_withdrawn(idea)
    return idea


@transaction.atomic
def take_under_study(idea: Idea, *, by: Agent) -> Idea:
    """« Je m’en charge »: the idea gets its member and its number, and every agent reads it."""
    check_moderates(by, idea)
    idea = locked(idea)
    check_state(idea, State.RECEIVED)
    moment = timezone.now()
    idea.state, idea.taken_at, idea.member_in_charge = State.UNDER_STUDY, moment, by
    idea.year = timezone.localtime(moment).year
    idea.number = next_number(idea.year)
    with deed("a pris l’idée à l’étude", by=by):
        idea.save(update_fields=["state", "taken_at", "member_in_charge", "year", "number"])
    notifications.tell_taken(idea)
    return idea


@transaction.atomic
def hand_over(idea: Idea, *, by: Agent, to: Agent) -> Idea:
    """Another member follows the idea from now on."""
    if not policies.may_hand_over(by, idea):
        raise PermissionDenied(not_theirs(by, idea, "Seul le membre qui suit cette idée, ou le responsable"))
    idea = locked(idea)
    check_state(idea, *State.followed())
    # Again on the locked row: another may have handed it over meanwhile.
    if not policies.may_hand_over(by, idea):
        raise ValidationError(f"Cette idée a été confiée entre-temps à {idea.member_in_charge}.")
    if not policies.may_moderate(to, idea):
        raise ValidationError(
            f"{to} ne peut pas suivre cette idée\u00a0: choisissez un autre membre du groupe."
        )
    if to.pk == idea.member_in_charge_id:
        raise ValidationError(f"{to} suit déjà cette idée.")
    idea.member_in_charge = to
    with deed(f"a confié l’idée à {to}", by=by):
        idea.save(update_fields=["member_in_charge"])
    notifications.tell_handed_over(idea, by=by)
    return idea


@transaction.atomic
def start(idea: Idea, *, by: Agent) -> Idea:
    """The retained idea is being carried out."""
    check_moderates(by, idea)
    idea = locked(idea)
    check_state(idea, State.RETAINED)
    idea.state, idea.started_at = State.IN_PROGRESS, timezone.now()
    with deed("a commencé la réalisation", by=by):
        idea.save(update_fields=["state", "started_at"])
    notifications.tell_moved(idea)
    return idea


@transaction.atomic
def finish(idea: Idea, *, by: Agent) -> Idea:
    """The idea has become something real."""
    check_moderates(by, idea)
    idea = locked(idea)
    check_state(idea, State.IN_PROGRESS)
    idea.state, idea.done_at = State.DONE, timezone.now()
    with deed("a réalisé l’idée", by=by):
        idea.save(update_fields=["state", "done_at"])
    notifications.tell_moved(idea)
    return idea


@transaction.atomic
def set_aside(idea: Idea, *, by: Agent, reason: str) -> Idea:
    """Injurious, about a named person or off topic: shown to nobody else, the author is told why."""
    check_moderates(by, idea)
    idea = locked(idea)
    check_state(idea, *State.waiting())
    check_alone(idea)
    if not reason.strip():
        raise ValidationError("Dites à l’auteur pourquoi son idée est écartée.")
    idea.state, idea.set_aside_at, idea.set_aside_reason = (
        State.SET_ASIDE,
        timezone.now(),
        reason.strip(),
    )
    with deed("a écarté l’idée", by=by):
        idea.save(update_fields=["state", "set_aside_at", "set_aside_reason"])
    notifications.tell_set_aside(idea)
    return idea
