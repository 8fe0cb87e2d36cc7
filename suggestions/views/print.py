"""What goes on paper and to the archives: the minutes of a meeting, the file of an idea."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.pdf import pdf_response
from suggestions import policies
from suggestions.idea_page import facts_of, for_reading
from suggestions.models import Comment, Idea, Meeting
from suggestions.panels.answer import answer_panel
from suggestions.panels.evaluation import evaluation_panel
from suggestions.panels.exchange import exchange_panel
from suggestions.policies import meetings as rights
from suggestions.reading import history_for, path_of
from suggestions.views.meetings import minutes_of


def meeting_minutes_pdf(request: AgentRequest, meeting: str) -> HttpResponse:
    if not rights.can_see(request.user):
        raise Http404
    row = get_object_or_404(
        Meeting.objects.select_related("chaired_by").exclude(state=Meeting.State.PLANNED), reference=meeting
    )
    return pdf_response(
        request,
        "suggestions/print/minutes.html",
        minutes_of(row, request),
        title=f"Compte rendu · {row}",
        name=f"compte-rendu-{timezone.localtime(row.held_at):%Y-%m-%d}.pdf",
        variant="pdf/a-3u",
    )


def idea_dossier(request: AgentRequest, reference: str) -> HttpResponse:
    """An idea with its whole path, as its reader may know it, in a file made to last."""
    agent = request.user
    idea = get_object_or_404(for_reading(Idea.objects.all(), agent), reference=reference)
    if not policies.is_in_group(agent):
        raise Http404
    return pdf_response(
        request,
        "suggestions/print/dossier.html",
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
