"""What is said under an idea, and the form to say more."""

from typing import Any

from core.people.models import Agent
from suggestions.conversation import conversation_of
from suggestions.forms_community import CommentForm
from suggestions.idea_page import PageFacts
from suggestions.models import Idea
from suggestions.policies import community


def comments_panel(agent: Agent, idea: Idea, facts: PageFacts, number: int) -> dict[str, Any]:
    """Nothing under an idea that only its authors and the group read; `number` is the page of comments."""
    if not community.is_open(idea):
        return {}
    return {
        "conversation": conversation_of(agent, idea, facts.family, number=number),
        "comment_form": CommentForm(by=agent) if community.can_comment(agent, idea) else None,
    }
