"""The authors' feedback on an idea's page: one statement once it is done, none before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.people.models import Agent
from suggestions.feedback.policies import is_asked_about
from suggestions.ideas.authors import author_words
from suggestions.models import Feedback, Idea


@dataclass(frozen=True)
class FeedbackShown:
    """`by` is what this reader may know of the author."""

    change: str
    text: str
    by: str
    answered_on: date


def feedback_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """`feedback` holds what was answered; `feedback_asked`, whether this reader has still to answer."""
    if not is_asked_about(idea):
        return {"feedback": [], "feedback_asked": False}
    asked = Feedback.objects.filter(idea__in=Idea.objects.family_of(idea))
    rows = list(asked.select_related("idea__author__direction").order_by("answered_on", "pk"))
    return {
        "feedback": [
            FeedbackShown(row.get_change_display(), row.text, author_words(agent, row.idea), row.answered_on)
            for row in rows
            if row.answered_on
        ],
        "feedback_asked": any(not row.change and row.idea.author_id == agent.pk for row in rows),
    }
