from core.people.models import Agent
from suggestions.models import Idea, Opinion
from suggestions.policies import is_one_of_authors, is_studied, may_moderate
from suggestions.states import State

# There is still something to say.
EXCHANGE_STATES = (State.RECEIVED, State.UNDER_STUDY, State.RETAINED, State.IN_PROGRESS)


def is_exchange_open(idea: Idea) -> bool:
    return idea.state in EXCHANGE_STATES and idea.merged_into_id is None


def can_write_to_author(agent: Agent, idea: Idea) -> bool:
    return is_exchange_open(idea) and may_moderate(agent, idea)


def can_reply(agent: Agent, idea: Idea) -> bool:
    """An author, once the group has written; the action looks whether it has."""
    return is_exchange_open(idea) and is_one_of_authors(agent, idea)


def can_ask_opinion(agent: Agent, idea: Idea) -> bool:
    return is_studied(idea) and may_moderate(agent, idea)


def is_expert(agent: Agent, opinion: Opinion) -> bool:
    return agent.is_active and opinion.expert_id == agent.pk


def can_see_opinion(agent: Agent, opinion: Opinion) -> bool:
    """The expert and the group; an author reads the group's answer instead."""
    return is_expert(agent, opinion) or may_moderate(agent, opinion.idea)


def can_give_opinion(agent: Agent, opinion: Opinion) -> bool:
    return is_expert(agent, opinion) and opinion.is_open and is_studied(opinion.idea)


def can_give_up_opinion(agent: Agent, opinion: Opinion) -> bool:
    return may_moderate(agent, opinion.idea) and opinion.is_open
