"""Writing the votes of several acts of a session at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from core.history.context import action_context
from core.people.models import Agent
from deliberations.constraint_messages import explain_constraints
from deliberations.locking import lock_session
from deliberations.models import CouncilSession, Deliberation

FIELDS = ("result", "seats", "voters", "votes_for", "votes_against", "abstentions")


@dataclass(frozen=True)
class Vote:
    """The result of an act and its five numbers; what is unknown is None."""

    result: str
    seats: int | None = None
    voters: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


def vote_of(deliberation: Deliberation) -> Vote:
    return Vote(*(getattr(deliberation, name) for name in FIELDS))


def record_votes(session: CouncilSession, votes: Mapping[int, Vote], *, by: Agent) -> int:
    """Write these votes, by the key of their act; returns how many have changed.

    Raises PermissionDenied; ValidationError for an act that is no longer of the session, or numbers that do not fit.
    """
    with explain_constraints(), transaction.atomic(), action_context("a saisi les votes", by=by):
        session = lock_session(session, by=by)
        acts = {act.pk: act for act in session.deliberations.filter(pk__in=votes)}
        if acts.keys() != votes.keys():
            raise ValidationError(
                "Une des délibérations n’est plus dans cette séance\u00a0: rouvrez cette page."
            )
        changed = [acts[key] for key, vote in votes.items() if vote != vote_of(acts[key])]
        for act in changed:
            for name in FIELDS:
                setattr(act, name, getattr(votes[act.pk], name))
        Deliberation.objects.bulk_update(changed, FIELDS)
    return len(changed)
