from typing import Any

from core.people.models import Agent
from suggestions.ideas.policies import proposed_set_aside
from suggestions.models import Idea
from suggestions.policies import may_moderate


def set_aside_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """For the group, and never an author: nothing of it is read for others."""
    return {"proposed_set_aside": proposed_set_aside(idea) if may_moderate(agent, idea) else None}
