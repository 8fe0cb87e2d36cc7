"""Who may do what to an idea.

`may_…` asks about the person alone, `can_…` about the state too: an action refuses the first with PermissionDenied
(it was never theirs to do) and the second with a sentence that says what happened meanwhile.
"""

from core.people.models import Agent
from core.people.roles import Role
from suggestions.models import Idea
from suggestions.states import Identity, State


def is_in_group(agent: Agent) -> bool:
    return agent.has_role(Role.PROJECT_GROUP, Role.GROUP_HEAD)


def is_author(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and idea.author_id == agent.pk


def can_propose(agent: Agent) -> bool:
    return agent.is_active


def can_see(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and (idea.is_public or is_author(agent, idea) or is_in_group(agent))


def can_see_author(agent: Agent, idea: Idea) -> bool:
    """The group answers a person: a name is hidden from readers, never from the group."""
    if not can_see(agent, idea):
        return False
    if idea.identity == Identity.ANONYMOUS:
        return False
    return idea.identity == Identity.NAMED or is_author(agent, idea) or is_in_group(agent)


def can_amend(agent: Agent, idea: Idea) -> bool:
    return is_author(agent, idea) and idea.state == State.RECEIVED


def can_withdraw(agent: Agent, idea: Idea) -> bool:
    return is_author(agent, idea) and idea.state in State.waiting()


def may_moderate(agent: Agent, idea: Idea) -> bool:
    """A member of the group, never on their own idea."""
    return is_in_group(agent) and not is_author(agent, idea)


def may_hand_over(agent: Agent, idea: Idea) -> bool:
    """The member in charge, or the head of the group when that member is away."""
    is_concerned = idea.member_in_charge_id == agent.pk or agent.has_role(Role.GROUP_HEAD)
    return may_moderate(agent, idea) and is_concerned


def can_take_under_study(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.RECEIVED


def can_hand_over(agent: Agent, idea: Idea) -> bool:
    return may_hand_over(agent, idea) and idea.state in State.followed()


def can_prepare_answer(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.UNDER_STUDY


def can_publish_answer(agent: Agent, idea: Idea) -> bool:
    return can_prepare_answer(agent, idea) and idea.draft is not None


def can_start(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.RETAINED


def can_finish(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.IN_PROGRESS


def can_set_aside(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state in State.waiting()


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
        "prepare_answer": can_prepare_answer(agent, idea),
        "publish_answer": can_publish_answer(agent, idea),
        "start": can_start(agent, idea),
        "finish": can_finish(agent, idea),
        "set_aside": can_set_aside(agent, idea),
    }
