"""The notes on an idea's page."""

from typing import Any

from core.people.models import Agent
from suggestions.models import Idea, Note
from suggestions.notes.policies import can_read_notes


def notes_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """One statement for the group, none for others."""
    if not can_read_notes(agent, idea):
        return {"notes": []}
    family = Idea.objects.family_of(idea).order_by().values("pk")
    return {"notes": Note.objects.filter(idea__in=family).select_related("written_by")}
