"""Everyone reads what is published; the council's secretary prepares, publishes and corrects."""

from __future__ import annotations

from core.people.models import Agent
from deliberations.access import can_prepare
from deliberations.models import CouncilSession, Deliberation, Numbering, NumberingChoice


def can_see(agent: Agent, session: CouncilSession) -> bool:
    return agent.is_active and (session.is_published or can_prepare(agent))


def can_publish(agent: Agent, session: CouncilSession) -> bool:
    return can_prepare(agent) and not session.is_published


def can_unpublish(agent: Agent, session: CouncilSession) -> bool:
    return can_prepare(agent) and session.is_published


def can_delete_session(agent: Agent, session: CouncilSession) -> bool:
    """Only a session that was never published."""
    return can_prepare(agent) and not session.was_published


def can_remove(agent: Agent, deliberation: Deliberation) -> bool:
    """Numbers are never given twice: what was read stays, « retirée » if need be."""
    return can_prepare(agent) and not deliberation.session.was_published


def can_renumber(agent: Agent, deliberation: Deliberation) -> bool:
    """Until it is published, or while it has no number."""
    return can_prepare(agent) and (not deliberation.session.is_published or not deliberation.number)


def can_number_by_session(agent: Agent, choice: NumberingChoice) -> bool:
    return can_prepare(agent) and choice.numbering != Numbering.SESSION


def can_number_by_year(agent: Agent, choice: NumberingChoice) -> bool:
    return can_prepare(agent) and choice.numbering != Numbering.YEAR
