"""Helpers shared by the secretary's pages: find what they change, and go back to it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.people.requests import AgentRequest
from deliberations.models import CouncilSession, Deliberation
from deliberations.policies import check_secretary


def session_to_prepare(request: AgentRequest, reference: str) -> CouncilSession:
    """Raises Http404 for a draft that others may not know of, PermissionDenied for what they only read."""
    session = get_object_or_404(CouncilSession.objects.visible_to(request.user), reference=reference)
    check_secretary(request.user)
    return session


def deliberation_to_prepare(request: AgentRequest, year: int, session: str, slug: str) -> Deliberation:
    rows = Deliberation.objects.visible_to(request.user).select_related(
        "session", "text", "rapporteur", "matter"
    )
    found = get_object_or_404(rows.at_address(year, session, slug))
    check_secretary(request.user)
    return found


def row_url(deliberation: Deliberation) -> str:
    """The deliberation's row on the page that prepares its session."""
    url = reverse("deliberations:session_prepare", args=[deliberation.session.reference])
    return f"{url}#d{deliberation.pk}"
