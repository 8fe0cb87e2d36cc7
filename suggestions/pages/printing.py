"""What goes on paper and to the archives: the minutes of a meeting, the file of an idea."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.pdf import pdf_response
from suggestions import access
from suggestions.decisions.panel import answer_panel
from suggestions.evaluation.panel import evaluation_panel
from suggestions.exchange.panel import exchange_panel
from suggestions.ideas.path import history_for, path_of
from suggestions.meetings import policies
from suggestions.meetings.views import minutes_of
from suggestions.models import Comment, Idea, Meeting
from suggestions.pages.idea_detail import facts_of, for_reading


def meeting_minutes_pdf(request: AgentRequest, meeting: str) -> HttpResponse:
    if not policies.can_see(request.user):
        raise Http404
    row = get_object_or_404(
        Meeting.objects.select_related("chaired_by").exclude(state=Meeting.State.PLANNED), reference=meeting
    )
    return pdf_response(
        request,
        "suggestions/meetings/minutes_pdf.html",
        minutes_of(row, request),
        title=f"Compte rendu · {row}",
        name=f"compte-rendu-{timezone.localtime(row.held_at):%Y-%m-%d}.pdf",
        variant="pdf/a-3u",
    )


def idea_dossier(request: AgentRequest, reference: str) -> HttpResponse:
    """An idea with its whole path, as its reader may know it, in a file made to last."""
    agent = request.user
    idea = get_object_or_404(for_reading(Idea.objects.all(), agent), reference=reference)
    if not access.is_in_group(agent):
        raise Http404
    return pdf_response(
        request,
        "suggestions/pages/idea_dossier.html",
        dossier_of(agent, idea),
        title=f"{idea.label} · {idea.title}" if idea.label else idea.title,
        name=f"idee-{idea.label or idea.reference}.pdf",
        variant="pdf/a-3u",
    )


def dossier_of(agent: Agent, idea: Any) -> dict[str, Any]:
    """Everything that this reader may read of it."""
    facts = facts_of(idea, agent)
    comments = Comment.objects.filter(idea__in=facts.family).select_related(
        "author__direction", "parent__author"
    )
    return {
        "idea": idea,
        "facts": facts,
        "path": path_of(idea),
        "entries": history_for(agent, idea),
        "evaluation": evaluation_panel(agent, idea),
        "comments": comments.order_by("created_at", "pk"),
        **exchange_panel(agent, idea),
        **answer_panel(agent, idea),
    }
