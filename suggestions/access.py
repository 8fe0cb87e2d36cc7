"""Who may do what to an idea.

`may_…` asks about the person alone, `can_…` about the state too: an action refuses the first with PermissionDenied
(it was never theirs to do) and the second with a sentence that says what happened meanwhile.
"""

from core.people.models import Agent
from core.people.roles import Role
from suggestions.evaluation.evaluators import seats_of
from suggestions.evaluation.policies import is_member, must_evaluate_first
from suggestions.models import Idea
from suggestions.states import Identity, State


def is_in_group(agent: Agent) -> bool:
    return is_member(agent)


def is_author(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and idea.author_id == agent.pk


def has_entered(agent: Agent, idea: Idea) -> bool:
    """Typed it for a colleague, who is its author."""
    return agent.is_active and idea.entered_by_id == agent.pk


def speaks_for(agent: Agent, idea: Idea) -> bool:
    """Its author, or whoever typed it in their place."""
    return is_author(agent, idea) or has_entered(agent, idea)


def is_one_of_authors(agent: Agent, idea: Idea) -> bool:
    """Of this idea, or of one that was merged into it."""
    return is_author(agent, idea) or (agent.is_active and agent.pk in idea.author_ids)


def can_propose(agent: Agent) -> bool:
    return agent.is_active


def can_see(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and (
        idea.is_public or is_in_group(agent) or is_one_of_authors(agent, idea) or has_entered(agent, idea)
    )


def can_see_author(agent: Agent, idea: Idea) -> bool:
    """The group answers a person: a name is hidden from readers, never from the group."""
    if not can_see(agent, idea):
        return False
    if idea.identity == Identity.ANONYMOUS:
        return False
    return idea.identity == Identity.NAMED or speaks_for(agent, idea) or is_in_group(agent)


def can_amend(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and idea.state == State.RECEIVED


def can_withdraw(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and idea.state in State.waiting()


def may_moderate(agent: Agent, idea: Idea) -> bool:
    """A member of the group, never on their own idea."""
    return is_in_group(agent) and not is_one_of_authors(agent, idea)


def may_hand_over(agent: Agent, idea: Idea) -> bool:
    """The member in charge, or the head of the group when that member is away."""
    is_concerned = idea.member_in_charge_id == agent.pk or agent.has_role(Role.GROUP_HEAD)
    return may_moderate(agent, idea) and is_concerned


def can_take_under_study(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.RECEIVED


def can_hand_over(agent: Agent, idea: Idea) -> bool:
    return may_hand_over(agent, idea) and idea.state in State.followed()


def may_decide(agent: Agent, idea: Idea) -> bool:
    """A member of the group, unless a rule or their choice leaves this idea to the others."""
    return may_moderate(agent, idea) and agent.pk not in seats_of(idea).recused


def can_decide(agent: Agent, idea: Idea) -> bool:
    is_timely = is_ready(idea) or agent.has_role(Role.GROUP_HEAD)
    return is_studied(idea) and is_timely and may_decide(agent, idea) and not must_evaluate_first(agent, idea)


def is_ready(idea: Idea) -> bool:
    """The quorum is reached, or the evaluation is closed; the head of the group may decide without."""
    tally = getattr(idea, "tally", None)
    return idea.evaluation_closed_at is not None or (tally is not None and tally.ready_at is not None)


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


def can_correct_answer(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.published_answer is not None and idea.merged_into_id is None


def is_studied(idea: Idea) -> bool:
    """Under study, and read on its own page."""
    return idea.state == State.UNDER_STUDY and idea.merged_into_id is None


def can_start(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.RETAINED


def can_finish(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.IN_PROGRESS


def can_set_aside(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state in State.waiting()


def can_restore(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.SET_ASIDE


def abilities(agent: Agent, idea: Idea) -> dict[str, bool]:
    """Everything this person may do here and now, for pages and tests."""
    return {
        "see": can_see(agent, idea),
        "see_author": can_see_author(agent, idea),
        "amend": can_amend(agent, idea),
        "withdraw": can_withdraw(agent, idea),
        "moderate": may_moderate(agent, idea),
        "take_under_study": can_take_under_study(agent, idea),
        "hand_over": can_hand_over(agent, idea),
        "decide": can_decide(agent, idea),
        "prepare_answer": can_prepare_answer(agent, idea),
        "reread_answer": can_reread_answer(agent, idea),
        "publish_answer": can_publish_answer(agent, idea),
        "correct_answer": can_correct_answer(agent, idea),
        "start": can_start(agent, idea),
        "finish": can_finish(agent, idea),
        "set_aside": can_set_aside(agent, idea),
        "restore": can_restore(agent, idea),
    }
