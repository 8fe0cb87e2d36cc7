"""Rights to see and to moderate an idea; the rights of each feature are in its `policies`.

`may_…` asks about the person alone, `can_…` about the state too: an action refuses the first with PermissionDenied
(it was never theirs to do) and the second with a sentence that says what happened meanwhile.
"""

from core.people.models import Agent
from core.people.querysets import AgentQuerySet
from core.people.roles import GROUP, Role
from suggestions.models import Idea
from suggestions.states import Identity, State


def is_in_group(agent: Agent) -> bool:
    return agent.has_role(*GROUP)


def group_members() -> AgentQuerySet:
    """The agents for whom `is_in_group` holds."""
    return Agent.objects.with_role(*GROUP)


def is_author(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and idea.author_id == agent.pk


def has_entered(agent: Agent, idea: Idea) -> bool:
    """Entered it for a colleague, who is its author."""
    return agent.is_active and idea.entered_by_id == agent.pk


def speaks_for(agent: Agent, idea: Idea) -> bool:
    """Its author, or the colleague who entered it for them."""
    return is_author(agent, idea) or has_entered(agent, idea)


def is_one_of_authors(agent: Agent, idea: Idea) -> bool:
    """Include the authors of ideas merged into this one."""
    return is_author(agent, idea) or (agent.is_active and agent.pk in idea.author_ids)


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


def may_moderate(agent: Agent, idea: Idea) -> bool:
    """A member of the group, never on their own idea."""
    return is_in_group(agent) and not is_one_of_authors(agent, idea)


def is_studied(idea: Idea) -> bool:
    """Under study, and read on its own page."""
    return idea.state == State.UNDER_STUDY and idea.merged_into_id is None


def is_head(agent: Agent) -> bool:
    return agent.has_role(Role.GROUP_HEAD)
