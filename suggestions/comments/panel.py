"""The comments on an idea's page, and the form to add one."""

from collections.abc import Sequence
from typing import Any

from core.people.models import Agent
from suggestions.comments import policies
from suggestions.comments.conversation import conversation_of
from suggestions.comments.forms import CommentForm
from suggestions.models import Idea


def comments_panel(agent: Agent, idea: Idea, family: Sequence[int], number: int) -> dict[str, Any]:
    """Empty for an idea that only its authors and the group read; `family` holds the ids read on its page."""
    if not policies.is_open_to_all(idea):
        return {}
    return {
        "conversation": conversation_of(agent, idea, family, number=number),
        "comment_form": CommentForm() if policies.can_comment(agent, idea) else None,
    }
