"""Rights to evaluate an idea and to read the marks.

Each question reads the seats of the idea (`quorum.seats_of`): loaded once, they answer all of them. An agent who is
neither in the group nor anyone's deputy costs one statement, whatever is asked.
"""

from core.people.models import Agent
from suggestions.evaluation.quorum import accepts_evaluations, is_ever_deputy, seats_of
from suggestions.models import Idea
from suggestions.policies import is_head, is_in_group, may_moderate
from suggestions.states import State


def _is_evaluator(agent: Agent, idea: Idea) -> bool:
    """May ever have to do with the evaluation of this idea: in the group or a deputy, and none of its authors."""
    if not agent.is_active or idea.author_id == agent.pk or idea.state == State.RECEIVED:
        return False
    return (is_in_group(agent) or is_ever_deputy(agent)) and agent.pk not in seats_of(idea).authors


def is_over(idea: Idea) -> bool:
    """No evaluation will be given any more: closed, answered, withdrawn or set aside. A merge may be undone."""
    return idea.evaluation_closed_at is not None or idea.state not in State.waiting()


def may_open_evaluation(agent: Agent, idea: Idea) -> bool:
    """In the group or a deputy, and not an author: an evaluator who has just lost the seat keeps their input."""
    if not agent.is_active or agent.pk in seats_of(idea).authors:
        return False
    return is_in_group(agent) or is_ever_deputy(agent)


def may_evaluate(agent: Agent, idea: Idea) -> bool:
    return _is_evaluator(agent, idea) and bool(seats_of(idea).held_by(agent))


def can_evaluate(agent: Agent, idea: Idea) -> bool:
    if not accepts_evaluations(idea) or not may_evaluate(agent, idea):
        return False
    seated = seats_of(idea)
    return any(seat.member.pk not in seated.made for seat in seated.held_by(agent))


def can_revise(agent: Agent, idea: Idea) -> bool:
    """Every seat that they hold is filled: they may write again what they think."""
    return accepts_evaluations(idea) and may_evaluate(agent, idea) and not can_evaluate(agent, idea)


def can_count_evaluations(agent: Agent, idea: Idea) -> bool:
    """« 6 évaluations sur 8 », and whose are missing: for the group and for the idea's evaluators."""
    return _is_evaluator(agent, idea) and (
        is_in_group(agent) or may_evaluate(agent, idea) or seats_of(idea).has_evaluated(agent)
    )


def can_see_marks(agent: Agent, idea: Idea) -> bool:
    """Once they have given their own, or when the evaluation is over; an author never, who reads the answer."""
    if not _is_evaluator(agent, idea):
        return False
    seated = seats_of(idea)
    if is_over(idea):
        return is_in_group(agent) or seated.has_evaluated(agent)
    # All the seats they hold: filling a colleague's first would show them the others' marks before their own.
    return seated.has_evaluated(agent) and agent.pk not in seated.recused and not can_evaluate(agent, idea)


def must_evaluate_first(agent: Agent, idea: Idea) -> bool:
    """Others have evaluated and this member has not: deciding would show them the marks."""
    return bool(seats_of(idea).made) and can_evaluate(agent, idea)


def may_recuse(agent: Agent, idea: Idea) -> bool:
    return is_in_group(agent) and _is_evaluator(agent, idea)


def can_recuse(agent: Agent, idea: Idea) -> bool:
    return accepts_evaluations(idea) and may_recuse(agent, idea) and agent.pk not in seats_of(idea).recused


def can_come_back(agent: Agent, idea: Idea) -> bool:
    return accepts_evaluations(idea) and may_recuse(agent, idea) and agent.pk in seats_of(idea).by_choice


def may_close_evaluation(agent: Agent, idea: Idea) -> bool:
    return may_close_with_quorum(agent, idea) and (is_head(agent) or has_quorum(idea))


def may_close_with_quorum(agent: Agent, idea: Idea) -> bool:
    return may_recuse(agent, idea) and (is_head(agent) or idea.member_in_charge_id == agent.pk)


def can_close_evaluation(agent: Agent, idea: Idea) -> bool:
    return accepts_evaluations(idea) and may_close_evaluation(agent, idea)


def has_quorum(idea: Idea) -> bool:
    return seats_of(idea).has_quorum


def can_note_absence(agent: Agent, member: Agent | None = None) -> bool:
    """A member notes their own; the head of the group, everyone's."""
    return is_in_group(agent) and (member is None or member.pk == agent.pk or is_head(agent))


def can_take_under_study(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.RECEIVED


def is_ready(idea: Idea) -> bool:
    """The quorum is reached, or the evaluation is closed; the head of the group may decide without."""
    tally = getattr(idea, "tally", None)
    return idea.evaluation_closed_at is not None or (tally is not None and tally.ready_at is not None)
