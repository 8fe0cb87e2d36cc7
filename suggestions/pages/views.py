from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from core.documents.serving import Held
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.pagination import page_number, paginate
from suggestions import access
from suggestions.comments import policies
from suggestions.comments.panel import comments_panel
from suggestions.decisions.panel import answer_panel
from suggestions.evaluation.panel import evaluation_panel
from suggestions.exchange.panel import exchange_panel
from suggestions.feedback.panel import feedback_panel
from suggestions.ideas.path import history_for, path_of
from suggestions.ideas.waiting import annotated, waited_for
from suggestions.mail_in.policies import address
from suggestions.models import Idea, IdeaFile
from suggestions.pages.forms import IdeaFilterForm
from suggestions.pages.idea_detail import facts_of, for_reading
from suggestions.pages.idea_list import rows_for
from suggestions.pages.object_actions import OBJECT_ACTIONS
from suggestions.proposing.panel import tellings_panel


def idea_list(request: AgentRequest) -> HttpResponse:
    filters = IdeaFilterForm.from_query(request.GET, agent=request.user)
    ideas = annotated(filters.filter(Idea.objects.visible_to(request.user).heads()).for_list())
    page = paginate(ideas, request)
    context = {
        "page": page,
        "filters": filters,
        "rows": rows_for(request.user, page.rows),
        "is_group": access.is_in_group(request.user),
        "mail_address": address(),
    }
    return render(request, "suggestions/pages/idea_list.html", context)


def idea_detail(request: AgentRequest, reference: str) -> HttpResponse:
    agent = request.user
    number = page_number(request)
    ideas = for_reading(Idea.objects.all(), agent, comments=number)
    idea = get_object_or_404(ideas, reference=reference)
    if idea.head:
        return _to_the_head(agent, idea, idea.head.pk)
    if not access.can_see(agent, idea):
        raise Http404
    facts = facts_of(idea, agent)
    context = {
        "idea": idea,
        "facts": facts,
        "led_from": facts.merged_from(request.GET.get("reunie", "")),
        "can": access.abilities(agent, idea) | policies.abilities(agent, idea),
        "is_author": access.is_author(agent, idea),
        "path": path_of(idea),
        "waiting": waited_for(idea, for_group=access.is_in_group(agent)),
        "object_actions": [action for action in OBJECT_ACTIONS if action.allowed(agent, idea)],
        "evaluation": evaluation_panel(agent, idea),
        **exchange_panel(agent, idea),
        **answer_panel(agent, idea),
        **feedback_panel(agent, idea),
        **tellings_panel(agent, idea),
        **comments_panel(agent, idea, number),
    }
    return render(request, "suggestions/pages/idea_detail.html", context)


def idea_history(request: AgentRequest, reference: str) -> HttpResponse:
    """Who did what and when; a merged idea keeps its own."""
    idea = get_object_or_404(Idea.objects.for_page(), reference=reference)
    if not access.can_see(request.user, Idea.objects.with_authors().get(pk=idea.head_id or idea.pk)):
        raise Http404
    context = {
        "idea": idea,
        "entries": history_for(request.user, idea),
        "merged": idea.family.order_by("received_at", "pk"),
    }
    return render(request, "suggestions/pages/idea_history.html", context)


def find_file(request: AgentRequest, reference: str, document: str) -> Held:
    """A file of an idea, for whoever reads the page on which it is read."""
    files = IdeaFile.objects.select_related("document", "idea")
    held = get_object_or_404(files, document__reference=document, idea__reference=reference)
    head = Idea.objects.with_authors().get(pk=held.idea.head_id or held.idea_id)
    if not access.can_see(request.user, head):
        raise Http404
    return Held(held.document, held.idea.title, head.get_absolute_url())


def _to_the_head(agent: Agent, idea: Idea, head_id: int) -> HttpResponse:
    """The permanent link of a merged idea leads on, and says so; not for ever, for a merge may be undone."""
    head = Idea.objects.with_authors().get(pk=head_id)
    if not access.can_see(agent, head):
        raise Http404
    return HttpResponseRedirect(f"{head.get_absolute_url()}?reunie={idea.reference}")
