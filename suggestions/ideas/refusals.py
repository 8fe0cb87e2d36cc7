"""Why an action is refused, in words for the person who tried."""

from django.core.exceptions import PermissionDenied, ValidationError

from core.people.models import Agent
from core.ui.french import spaced
from suggestions import policies
from suggestions.models import Idea
from suggestions.states import State

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


def check_moderates(agent: Agent, idea: Idea) -> None:
    if not policies.may_moderate(agent, idea):
        raise PermissionDenied(not_theirs(agent, idea, "Seul un membre du groupe projet"))
