from typing import Any

from core.people.models import Agent
from suggestions.models import Idea, Telling
from suggestions.proposing.policies import can_pass_on


def tellings_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """One statement, for whoever typed the idea and for the group; none for others."""
    if not idea.contact or not can_pass_on(agent, idea):
        return {}
    news = Telling.objects.filter(idea=idea).select_related("told_by")
    return {"tellings": news.order_by("told_at", "created_at", "pk")}
