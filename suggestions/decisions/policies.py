from __future__ import annotations

from core.french import spaced
from core.people.models import Agent
from core.people.roles import Role
from suggestions.evaluation.policies import is_ready, must_evaluate_first
from suggestions.evaluation.quorum import seats_of
from suggestions.models import Idea
from suggestions.policies import is_studied, may_moderate


def may_decide(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and agent.pk not in seats_of(idea).recused


def can_decide(agent: Agent, idea: Idea) -> bool:
    is_timely = is_ready(idea) or agent.has_role(Role.GROUP_HEAD)
    return is_studied(idea) and is_timely and may_decide(agent, idea) and not must_evaluate_first(agent, idea)


def can_answer_in_place(agent: Agent, idea: Idea) -> bool:
    return is_studied(idea) and may_decide(agent, idea) and idea.group_decision is None


def can_prepare_answer(agent: Agent, idea: Idea) -> bool:
    return is_studied(idea) and may_moderate(agent, idea) and idea.group_decision is not None


def can_reread_answer(agent: Agent, idea: Idea) -> bool:
    """A second member, until the text is read as it is."""
    return (
        can_prepare_answer(agent, idea)
        and idea.draft is not None
        and not idea.draft.is_reread
        and idea.draft.prepared_by_id != agent.pk
        and may_decide(agent, idea)
    )


def can_publish_answer(agent: Agent, idea: Idea) -> bool:
    return can_prepare_answer(agent, idea) and idea.draft is not None and idea.draft.is_reread


def unpublished_because(agent: Agent, idea: Idea) -> str:
    """Why this member may not publish the answer that is ready; empty for those who may, now or by rereading it."""
    if not can_prepare_answer(agent, idea) or idea.draft is None:
        return ""
    if can_publish_answer(agent, idea) or can_reread_answer(agent, idea):
        return ""
    if agent.pk in seats_of(idea).recused:
        return spaced("Cette idée est laissée aux autres membres : l’un d’eux relit la réponse et la publie.")
    return spaced("Vous avez préparé la réponse : un autre membre la relit, puis elle peut être publiée.")


def can_correct_answer(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.published_answer is not None and idea.merged_into_id is None
