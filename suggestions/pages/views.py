from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.admin.base import try_action
from core.documents.serving import Held
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.pagination import page_number, paginate
from core.ui.pdf import pdf_response
from suggestions.appeals.panel import appeal_panel
from suggestions.comments import policies
from suggestions.comments.panel import comments_panel
from suggestions.decisions.panel import answer_panel
from suggestions.evaluation.panel import evaluation_panel
from suggestions.exchange.panel import exchange_panel
from suggestions.feedback.panel import feedback_panel
from suggestions.ideas.by_mail import address
from suggestions.ideas.history import history_for
from suggestions.ideas.panel import set_aside_panel
from suggestions.ideas.path import path_of
from suggestions.models import Comment, Idea, IdeaFile
from suggestions.notes.panel import notes_panel
from suggestions.pages.forms import IdeaFilterForm
from suggestions.pages.idea_detail import facts_of, waiting_of, with_page_facts
from suggestions.pages.idea_list import rows_for
from suggestions.pages.object_actions import OBJECT_ACTIONS, actions_on, decide_action_url
from suggestions.pages.policies import abilities
from suggestions.policies import can_see, is_author, is_in_group
from suggestions.proposing.offline_notices import offline_notices_panel
from suggestions.querysets import IdeaQuerySet


def _readable(agent: Agent) -> IdeaQuerySet:
    return Idea.objects.visible_to(agent).heads()


@require_safe
def idea_list(request: AgentRequest) -> HttpResponse:
    filters = IdeaFilterForm.from_query(request.GET, agent=request.user)
    page = paginate(filters.filter(_readable(request.user)).for_list(), request)
    context = {
        "page": page,
        "filters": filters,
        "rows": rows_for(request.user, page.rows),
        "is_group": is_in_group(request.user),
        "mail_address": address(),
    }
    return render(request, "suggestions/pages/idea_list.html", context)


@require_safe
def idea_detail(request: AgentRequest, reference: str) -> HttpResponse:
    agent = request.user
    number = page_number(request)
    idea: Any = get_object_or_404(with_page_facts(Idea.objects.all(), agent), reference=reference)
    if idea.head_id:
        return _to_the_head(agent, idea, idea.head_id)
    if not can_see(agent, idea):
        raise Http404
    facts = facts_of(idea, agent)
    context = {
        "idea": idea,
        "facts": facts,
        "led_from": facts.merged_from(request.GET.get("reunie", "")),
        "can": abilities(agent, idea) | policies.abilities(agent, idea),
        "is_author": is_author(agent, idea),
        "path": path_of(idea),
        "waiting": waiting_of(idea, agent),
        "object_actions": actions_on(agent, idea),
        "decide_action_url": decide_action_url(agent, idea),
        "evaluation": evaluation_panel(agent, idea),
        **exchange_panel(agent, idea, facts.family),
        **answer_panel(agent, idea),
        **appeal_panel(agent, idea),
        **set_aside_panel(agent, idea),
        **notes_panel(agent, idea),
        **feedback_panel(agent, idea),
        **offline_notices_panel(agent, idea),
        **comments_panel(agent, idea, facts.family, number),
    }
    return render(request, "suggestions/pages/idea_detail.html", context)


@require_safe
def idea_history(request: AgentRequest, reference: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.for_page(), reference=reference)
    if not can_see(request.user, Idea.objects.with_authors().get(pk=idea.head_id or idea.pk)):
        raise Http404
    context = {
        "idea": idea,
        "entries": history_for(request.user, idea),
        "merged": idea.family.order_by("received_at", "pk"),
        **appeal_panel(request.user, idea),
    }
    return render(request, "suggestions/pages/idea_history.html", context)


def find_file(request: AgentRequest, reference: str, document: str) -> Held:
    """A file of an idea, for the readers of the page that shows it."""
    files = IdeaFile.objects.visible_to(request.user).filter(idea__reference=reference)
    files = files.select_related("document", "idea")
    held = files.filter(document__reference=document).first()
    held = held or get_object_or_404(files.instead_of(document))
    head = Idea.objects.with_authors().get(pk=held.idea.head_id or held.idea_id)
    if not can_see(request.user, head):
        raise Http404
    return Held(held.document, held.idea.title, head.get_absolute_url())


def _to_the_head(agent: Agent, idea: Idea, head_id: int) -> HttpResponse:
    """The permanent link of a merged idea leads on, and says so; not for ever, for a merge may be undone."""
    head = Idea.objects.with_authors().get(pk=head_id)
    if not can_see(agent, head):
        raise Http404
    return HttpResponseRedirect(f"{head.get_absolute_url()}?reunie={idea.reference}")


@require_safe
def idea_dossier(request: AgentRequest, reference: str) -> HttpResponse:
    """An idea with its whole path, as its reader may know it, in a file made to last."""
    agent = request.user
    idea = get_object_or_404(with_page_facts(Idea.objects.all(), agent), reference=reference)
    if not is_in_group(agent):
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
        **exchange_panel(agent, idea, facts.family),
        **answer_panel(agent, idea),
        **appeal_panel(agent, idea),
    }


def idea_action(request: AgentRequest, reference: str, action_name: str) -> HttpResponse:
    """The admin's buttons on the idea's own page: the same actions, the same rights."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).for_page(), reference=reference)
    action = next((action for action in OBJECT_ACTIONS if action.name == action_name), None)
    if action is None:
        raise Http404
    form, sentence = try_action(action, request, idea)
    if sentence:
        messages.success(request, sentence)
        is_still_seen = Idea.objects.visible_to(request.user).filter(pk=idea.pk).exists()
        return redirect(idea if is_still_seen else "suggestions:idea_list")
    context = {
        "idea": idea,
        "action": action,
        "form": form,
        **appeal_panel(request.user, idea),
        **set_aside_panel(request.user, idea),
    }
    return render(request, "suggestions/pages/idea_action.html", context)
