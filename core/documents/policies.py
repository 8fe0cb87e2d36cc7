"""Documents belong to the rubrics that hold them; here, only what administrators may do with the files themselves."""

from __future__ import annotations

from core.documents.models import Document
from core.people.models import Agent
from core.people.roles import Role


def can_administer(agent: Agent) -> bool:
    """See the list of stored files and what their reading gave; never what they say."""
    return agent.has_role(Role.ADMINISTRATOR)


def can_read_again(agent: Agent, document: Document) -> bool:
    states = document.TextState
    return can_administer(agent) and document.text_state in (
        states.FAILED,
        states.READ,
        states.RECOGNISED,
        states.NO_TEXT,
    )
