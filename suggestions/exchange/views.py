"""The author's answers to the group, and the opinions of experts."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from core.web.refusals import refusals_as_messages, submitted
from suggestions import policies
from suggestions.exchange import actions
from suggestions.exchange.panel import DeclineForm, OpinionForm, ReplyForm
from suggestions.ideas.locking import not_author
from suggestions.models import Idea, Message, Opinion
from suggestions.policies import is_one_of_authors, may_moderate


def idea_reply(request: AgentRequest, reference: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.visible_to(request.user).for_page(), reference=reference)
    if not is_one_of_authors(request.user, idea):
        raise PermissionDenied(not_author("répondre au groupe"))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    done = "Votre réponse est partie : merci ! Le groupe est prévenu."
    if submitted(request, form, partial(actions.reply, idea, by=request.user), done=done):
        return redirect(f"{idea.get_absolute_url()}#echange")
    return render(request, "suggestions/exchange/idea_reply.html", {"idea": idea, "form": form})


@require_POST
def question_settle(request: AgentRequest, reference: str, message: str) -> HttpResponse:
    asked = get_object_or_404(
        Message.objects.select_related("idea__head"), idea__reference=reference, reference=message
    )
    if not may_moderate(request.user, asked.idea):
        raise Http404
    with refusals_as_messages(request):
        actions.give_up_question(asked, by=request.user)
        messages.success(request, "Le groupe poursuit sans cette réponse.")
    return redirect(asked.idea.head or asked.idea)


def opinion_detail(request: AgentRequest, reference: str, opinion: str) -> HttpResponse:
    asked = _asked(request, reference, opinion)
    if request.method == "POST" and not policies.is_expert(request.user, asked):
        raise PermissionDenied("Seule la personne à qui l’avis est demandé peut le donner.")
    form = OpinionForm(request.POST if request.method == "POST" else None)
    done = "Votre avis est donné : merci ! Le groupe est prévenu."
    if submitted(request, form, partial(actions.give_opinion, asked, by=request.user), done=done):
        return redirect(asked)
    return _opinion_page(request, asked, form=form)


@require_POST
def opinion_decline(request: AgentRequest, reference: str, opinion: str) -> HttpResponse:
    asked = _asked(request, reference, opinion)
    if not policies.is_expert(request.user, asked):
        raise PermissionDenied("Seule la personne à qui l’avis est demandé peut décliner cette demande.")
    decline_form = DeclineForm(request.POST)
    done = "C’est noté : le groupe se tournera vers quelqu’un d’autre."
    if submitted(request, decline_form, partial(actions.decline_opinion, asked, by=request.user), done=done):
        return redirect(asked)
    return _opinion_page(request, asked, decline_form=decline_form)


@require_POST
def opinion_give_up(request: AgentRequest, reference: str, opinion: str) -> HttpResponse:
    asked = _asked(request, reference, opinion)
    with refusals_as_messages(request):
        actions.give_up_opinion(asked, by=request.user)
        messages.success(request, "Le groupe poursuit sans cet avis.")
    return redirect(asked)


def _asked(request: AgentRequest, reference: str, opinion: str) -> Opinion:
    rows = Opinion.objects.select_related("idea", "expert__direction", "asked_by")
    asked = get_object_or_404(rows, idea__reference=reference, reference=opinion)
    if not policies.can_see_opinion(request.user, asked):
        raise Http404
    return asked


def _opinion_page(request: AgentRequest, asked: Opinion, **forms: Any) -> HttpResponse:
    can_give = policies.can_give_opinion(request.user, asked)
    # Keep the input, with the error.
    was_typed = any(form.is_bound for form in forms.values())
    context: dict[str, Any] = {
        "opinion": asked,
        "form": None,
        "can_give_up": policies.can_give_up_opinion(request.user, asked),
    }
    if can_give or was_typed:
        context |= {"form": OpinionForm(), "decline_form": DeclineForm(), **forms}
    return render(request, "suggestions/exchange/opinion_detail.html", context)
