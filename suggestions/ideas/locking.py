"""How each action on an idea begins: its lock, or that of the idea it is read with, and why it is refused."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.french import spaced
from core.people.models import Agent
from core.web.locks import lock_row
from suggestions import policies
from suggestions.models import Idea
from suggestions.policies import is_in_group
from suggestions.states import Identity, State

HIDDEN = "un agent qui ne donne pas son nom"
ANONYMOUS = "un agent anonyme"


def author_words(agent: Agent, idea: Idea) -> str:
    """« Nadia Benali, Espaces verts », or the words for an author whose name this agent may not read."""
    author = idea.author
    if author is None or idea.identity == Identity.ANONYMOUS:
        return ANONYMOUS
    name = f"{author}, {author.direction}" if author.direction else str(author)
    if idea.identity == Identity.NAMED:
        return name
    return f"{name} (nom caché aux lecteurs)" if author.pk == agent.pk or is_in_group(agent) else HIDDEN


def lock_idea(idea: Idea) -> Idea:
    """The row as it is now, alone: what a join brought would date from before the wait for the lock."""
    return lock_row(Idea, idea.pk)


def lock_head(idea: Idea) -> Idea:
    """The head of the idea (itself unless merged), locked: its row is the lock of the whole family.

    Within a transaction. Never a merged idea's row as well: who undoes a merge holds the head's and wants that one.
    """
    while True:
        head_id = Idea.objects.values_list("head", flat=True).get(pk=idea.pk)
        # If it was merged while waiting, the savepoint releases its lock.
        with transaction.atomic():
            head = lock_idea(Idea(pk=head_id or idea.pk))
            if head.merged_into_id is None and _is_read_with(idea, head):
                return head
            transaction.set_rollback(True)


def _is_read_with(idea: Idea, head: Idea) -> bool:
    """Again, now that the head is locked: its family stays what it is."""
    head_id = Idea.objects.values_list("head", flat=True).get(pk=idea.pk)
    return (head_id or idea.pk) == head.pk


MEANWHILE = {
    State.RECEIVED: spaced("Cette idée n’est pas encore à l’étude : prenez-la d’abord en charge."),
    State.RETAINED: spaced("Cette idée a reçu sa réponse entre-temps : elle est retenue."),
    State.DECLINED: spaced("Cette idée a reçu sa réponse entre-temps : elle n’est pas retenue."),
    State.IN_PLACE: spaced("Cette idée a reçu sa réponse entre-temps : c’est déjà en place."),
    State.IN_PROGRESS: "La réalisation de cette idée a commencé entre-temps.",
    State.DONE: "Cette idée est déjà réalisée.",
    State.SET_ASIDE: "Cette idée a été écartée entre-temps par le groupe.",
    State.WITHDRAWN: "Cette idée a été retirée entre-temps par son auteur.",
}


def check_state(idea: Idea, *expected: State) -> None:
    """Raise ValidationError with what has happened to the idea, unless its state is one of `expected`."""
    if idea.head:
        raise ValidationError(
            spaced(f"Cette idée est réunie à « {idea.head} » : c’est là que tout se passe.")
        )
    if idea.state in expected:
        return
    if idea.state == State.UNDER_STUDY:
        raise ValidationError(f"Cette idée a été prise à l’étude entre-temps par {idea.member_in_charge}.")
    raise ValidationError(MEANWHILE[State(idea.state)])


def check_alone(idea: Idea) -> None:
    """Raise ValidationError when another idea is read with it, which would go away with it."""
    if idea.family.exists():
        raise ValidationError(
            spaced(
                "D’autres idées sont réunies à celle-ci : demandez au groupe de défaire d’abord la réunion."
            )
        )


def not_author(action: str) -> str:
    return f"Seul l’auteur d’une idée peut {action}."


def not_theirs(agent: Agent, idea: Idea, who: str) -> str:
    """`who` may: « Seul un membre du groupe projet »."""
    if idea.author_id == agent.pk:
        return spaced("Cette idée est la vôtre : un autre membre du groupe s’en charge.")
    return f"{who} peut faire ce geste."


def lock_to_moderate(idea: Idea, *states: State, by: Agent) -> Idea:
    """Lock the idea for a member who may moderate it, while it is in one of these states."""
    check_moderates(by, idea)
    idea = lock_idea(idea)
    check_state(idea, *states)
    return idea


def check_moderates(agent: Agent, idea: Idea) -> None:
    if not policies.may_moderate(agent, idea):
        raise PermissionDenied(not_theirs(agent, idea, "Seul un membre du groupe projet"))
