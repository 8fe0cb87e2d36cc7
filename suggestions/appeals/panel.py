"""The appeal on an idea's page."""

from typing import Any

from core.people.models import Agent
from suggestions.appeals.policies import appeal_of, can_read_appeal
from suggestions.models import Idea


def appeal_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    return {"appeal": appeal_of(idea) if can_read_appeal(agent, idea) else None}
