"""The notes on an idea's page."""

from typing import Any

from django.db.models import QuerySet

from core.people.models import Agent
from core.ui.statements import Statement
from suggestions.models import Idea, Note
from suggestions.notes.policies import can_read_notes


def notes_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """One statement for the group, none for others."""
    if not can_read_notes(agent, idea):
        return {"notes": []}
    return {"notes": NOTES.rows(idea=idea.pk)}


def _notes(idea: int) -> QuerySet[Note]:
    family = Idea.objects.family_of(Idea(pk=idea)).order_by().values("pk")
    return Note.objects.filter(idea__in=family).select_related("written_by")


NOTES = Statement(_notes)
