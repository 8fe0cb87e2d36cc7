"""The comments on an idea's page, and the form to add one."""

from typing import Any

from core.people.models import Agent
from suggestions.comments import policies
from suggestions.comments.conversation import conversation_of
from suggestions.comments.forms import CommentForm
from suggestions.models import Idea


def comments_panel(agent: Agent, idea: Idea, number: int) -> dict[str, Any]:
    """Empty for an idea that only its authors and the group read."""
    if not policies.is_open_to_all(idea):
        return {}
    return {
        "conversation": conversation_of(agent, idea, number=number),
        "comment_form": CommentForm(by=agent) if policies.can_comment(agent, idea) else None,
    }
