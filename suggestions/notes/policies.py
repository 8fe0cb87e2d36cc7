"""Let members of the group who are none of an idea's authors read and write its notes.

Nothing else shows them: no search, no export, no dossier; a mail, only to the group what came by mail.
"""

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.policies import may_moderate


def can_read_notes(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea)


def can_write_note(agent: Agent, idea: Idea) -> bool:
    """Whatever the state, on the page where the idea is read."""
    return may_moderate(agent, idea) and idea.merged_into_id is None
