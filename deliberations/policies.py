"""Everyone reads what is published; the council's secretary prepares, publishes and corrects."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from core.people.models import Agent
from core.people.roles import Role
from deliberations.models import CouncilSession, Deliberation, Numbering, NumberingChoice

NOT_SECRETARY = "Seul le secrétariat du conseil prépare et publie les délibérations."


def can_prepare(agent: Agent, row: object = None) -> bool:
    """See sessions in preparation, write them, import and keep the councillors."""
    return agent.has_role(Role.COUNCIL_SECRETARY)


def check_secretary(by: Agent) -> None:
    """Raises PermissionDenied."""
    if not can_prepare(by):
        raise PermissionDenied(NOT_SECRETARY)


def session_to_prepare(agent: Agent, reference: str) -> CouncilSession:
    """Raises Http404 for a draft that others may not know of, PermissionDenied for what they only read."""
    session = get_object_or_404(CouncilSession.objects.visible_to(agent), reference=reference)
    check_secretary(agent)
    return session


def deliberation_to_prepare(agent: Agent, year: int, session: str, slug: str) -> Deliberation:
    rows = Deliberation.objects.visible_to(agent).at_address(year, session, slug)
    found = get_object_or_404(rows.select_related("session", "text", "rapporteur", "matter"))
    check_secretary(agent)
    return found


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
