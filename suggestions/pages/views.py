from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.admin.base import try_action
from core.documents.serving import Held
from core.french import listed
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.pagination import page_number, paginate
from core.web.pdf import pdf_response
from suggestions.comments import policies
from suggestions.comments.conversation import CommentForm, conversation_of
from suggestions.decisions.panel import answer_panel
from suggestions.evaluation import queue, quorum
from suggestions.evaluation.panel import evaluation_panel
from suggestions.exchange.panel import exchange_panel
from suggestions.ideas import progress
from suggestions.ideas.by_mail import address, mail_badge, of_mail
from suggestions.ideas.locking import author_words
from suggestions.ideas.progress import history_for, path_of
from suggestions.models import Comment, Feedback, Idea, IdeaFile, Note
from suggestions.pages.idea_detail import facts_of, page_of
from suggestions.pages.idea_list import IdeaFilterForm, rows_for
from suggestions.pages.object_actions import OBJECT_ACTIONS, actions_on, decide_action_url
from suggestions.policies import (
    appeal_of,
    can_amend,
    can_read_appeal,
    can_see,
    can_withdraw,
    is_asked_about,
    is_author,
    is_in_group,
    may_moderate,
    proposed_set_aside,
)
from suggestions.proposing.actions import offline_notices_panel


def set_aside_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """For the group, and never an author: nothing of it is read for others."""
    return {"proposed_set_aside": proposed_set_aside(idea) if may_moderate(agent, idea) else None}


def appeal_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    return {"appeal": appeal_of(idea) if can_read_appeal(agent, idea) else None}


def notes_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """One statement for the group, none for others."""
    if not may_moderate(agent, idea):
        return {"notes": []}
    family = Idea.objects.family_of(idea).order_by().values("pk")
    notes = Note.objects.filter(idea__in=family).select_related("written_by").annotate(mailed=of_mail())
    return {
        "notes": [
            (note, mail_badge(agent, idea, note.mailed, written_by=note.written_by_id)) for note in notes
        ]
    }


def feedback_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """`feedback` holds what was answered; `feedback_asked`, whether this reader has still to answer."""
    if not is_asked_about(idea):
        return {"feedback": [], "feedback_asked": False}
    asked = Feedback.objects.filter(idea__in=Idea.objects.family_of(idea))
    rows = list(asked.select_related("idea__author__direction").order_by("answered_on", "pk"))
    return {
        # With what this reader may know of the author.
        "feedback": [(row, author_words(agent, row.idea)) for row in rows if row.answered_on],
        "feedback_asked": any(not row.change and row.idea.author_id == agent.pk for row in rows),
    }


def comments_panel(agent: Agent, idea: Idea, family: Sequence[int], number: int) -> dict[str, Any]:
    """Empty for an idea that only its authors and the group read; `family` holds the ids read on its page."""
    if not policies.is_open_to_all(idea):
        return {}
    return {
        "conversation": conversation_of(agent, idea, family, number=number),
        "comment_form": CommentForm() if policies.can_comment(agent, idea) else None,
    }


@require_safe
def idea_list(request: AgentRequest) -> HttpResponse:
    filters = IdeaFilterForm.from_query(request.GET, agent=request.user)
    readable = Idea.objects.visible_to(request.user).heads()
    page = paginate(filters.filter(readable).for_list(), request)
    context = {
        "page": page,
        "filters": filters,
        "rows": rows_for(request.user, page.rows),
        "is_group": is_in_group(request.user),
        "mail_address": address(),
    }
    return render(request, "suggestions/pages/idea_list.html", context)


def _found(agent: Agent, reference: str) -> Any:
    try:
        return page_of(agent, reference=reference)
    except Idea.DoesNotExist:
        raise Http404 from None


@require_safe
def idea_detail(request: AgentRequest, reference: str) -> HttpResponse:
    agent = request.user
    number = page_number(request)
    idea = _found(agent, reference)
    if idea.head_id:
        return _to_the_head(agent, idea, idea.head_id)
    if not can_see(agent, idea):
        raise Http404
    facts, came_from = facts_of(idea, agent), request.GET.get("reunie", "")
    context = {
        "idea": idea,
        "facts": facts,
        # The merged idea whose link led here.
        "led_from": next((one for one in facts["merged"] if one["idea"].reference == came_from), None),
        "can": {
            "amend": can_amend(agent, idea),
            "withdraw": can_withdraw(agent, idea),
            "moderate": may_moderate(agent, idea),
            **policies.abilities(agent, idea),
        },
        "is_author": is_author(agent, idea),
        "path": path_of(idea),
        "waiting": progress.waited_for(idea, for_group=is_in_group(agent)),
        "object_actions": actions_on(agent, idea),
        "decide_action_url": decide_action_url(agent, idea),
        "evaluation": evaluation_panel(agent, idea),
        **exchange_panel(agent, idea, facts["family"]),
        **answer_panel(agent, idea),
        **appeal_panel(agent, idea),
        **set_aside_panel(agent, idea),
        **notes_panel(agent, idea),
        **feedback_panel(agent, idea),
        **offline_notices_panel(agent, idea),
        **comments_panel(agent, idea, facts["family"], number),
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
    idea = _found(agent, reference)
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
    facts = facts_of(idea, agent)
    comments = Comment.objects.filter(idea__in=facts["family"]).select_related(
        "author__direction", "parent__author"
    )
    return {
        "idea": idea,
        "facts": facts,
        "path": path_of(idea),
        "entries": history_for(agent, idea),
        "evaluation": evaluation_panel(agent, idea),
        "comments": comments.order_by("created_at", "pk"),
        **exchange_panel(agent, idea, facts["family"]),
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


@require_safe
def to_evaluate(request: AgentRequest) -> HttpResponse:
    """« À moi de faire »: what waits for this person's evaluation, a deputy's too."""
    ideas = progress.with_waiting_facts(queue.evaluations_waiting_for(request.user)).select_related(
        "direction"
    )
    page = paginate(ideas, request)
    seated = quorum.load_seats(page)
    rows = []
    for idea in page:
        # Whose seats they hold as a deputy.
        lent = [
            seat.member for seat in seated[idea.pk].waiting_for(request.user) if seat.member != request.user
        ]
        rows.append(
            (idea, listed([str(member) for member in lent]), progress.waited_for(idea, for_group=True))
        )
    context = {"page": page, "rows": rows, "is_member": is_in_group(request.user)}
    return render(request, "suggestions/evaluation/to_evaluate.html", context)
