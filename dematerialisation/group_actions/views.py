"""The pages of the group's actions: what is done and under way, one action, and a page for each of its actions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.admin.base import try_action
from core.french import spaced
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.search.links import links_of
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages
from dematerialisation import policies
from dematerialisation.group_actions import actions, results
from dematerialisation.group_actions.forms import OBJECT_ACTIONS, ActionFilterForm
from dematerialisation.models import Action, ActionStep, Wish
from suggestions.models import Idea

MOST_UNDER_WAY = 60
# As search names its kind.
IDEA = "suggestions.idea"


@require_safe
def action_list(request: AgentRequest) -> HttpResponse:
    """The sums first, then what is under way, then what is done, page by page."""
    filters = ActionFilterForm.from_query(request.GET)
    known = filters.filter(Action.objects.all())
    read = results.with_summary(known)
    page, under_way, totals = None, [], []
    if not filters.shows_only("open"):
        ended = read.dropped() if filters.shows("dropped") else read.done()
        page = paginate(ended.newest_first(), request)
    if page is None or page.number == 1:
        under_way = list(read.open().nearest_first()[:MOST_UNDER_WAY]) if filters.shows("open") else []
        totals = [] if filters.shows("dropped") else results.totals(known)
    context = {
        "filters": filters,
        "page": page,
        "ended": [results.summary_of(action) for action in page or []],
        "under_way": [results.summary_of(action) for action in under_way],
        "totals": totals,
        "can_write": policies.can_write(request.user),
    }
    return render(request, "dematerialisation/group_actions/action_list.html", context)


@require_safe
def action_detail(request: AgentRequest, reference: str) -> HttpResponse:
    """Show the decision, progress and gains of an action; of its ideas, those that this reader may see."""
    shown = results.with_summary(Action.objects.select_related("screened_by", "confirmed_by"))
    action = get_object_or_404(shown, reference=reference)
    summary = results.summary_of(action)
    ideas = list(Idea.objects.visible_to(request.user).filter(actions=action).order_by("received_at", "pk"))
    tied = links_of(action.priorities.all(), request.user)
    known = {idea.get_absolute_url() for idea in ideas}
    context = {
        "action": action,
        "summary": summary,
        "steps": action.steps.all() if summary["steps"] else [],
        "ideas": ideas,
        "tied_ideas": [link for link in tied if link.kind == IDEA and link.url not in known],
        "wishes": Wish.objects.filter(priority__actions=action)
        .for_list()
        .order_by(*alphabetical("direction__name"), "pk"),
        "values": results.values_served(action.screened_answers, ideas),
        "can_write": policies.can_write(request.user),
        "can_tick": policies.can_tick(request.user, action),
        "buttons": _buttons(request.user, action),
        "entries": results.history_of_action(action),
    }
    return render(request, "dematerialisation/group_actions/action_detail.html", context)


def act_on_action(request: AgentRequest, reference: str, name: str) -> HttpResponse:
    """Ask (when the action has a form), do, say, return to the action; a refusal keeps what was typed."""
    action = get_object_or_404(Action.objects.for_list(), reference=reference)
    object_action = next(button for button in OBJECT_ACTIONS if button.name == name)
    if not policies.may_follow(request.user, action):
        raise PermissionDenied(actions.NOT_THE_LEADER)
    form, sentence = try_action(object_action, request, action)
    if sentence:
        messages.success(request, sentence)
        return redirect(action)
    context = {"action": action, "object_action": object_action, "form": form}
    return render(request, "dematerialisation/group_actions/act_on_action.html", context)


@require_POST
def step_tick(request: AgentRequest, reference: str, step: str) -> HttpResponse:
    """`fait` is what the user asked for, not a toggle: pressing twice changes nothing."""
    found = get_object_or_404(
        ActionStep.objects.select_related("action"), reference=step, action__reference=reference
    )
    with refusals_as_messages(request):
        actions.tick(found, by=request.user, is_done=request.POST.get("fait") == "oui")
        messages.success(request, spaced(f"C’est noté pour l’étape « {found} »."))
    return redirect(f"{found.action.get_absolute_url()}#etapes")


def _buttons(agent: Agent, action: Action) -> list[dict[str, Any]]:
    """The group's first one is the thing to do; a leader's is in the steps below."""
    buttons: list[dict[str, Any]] = []
    for object_action in OBJECT_ACTIONS:
        if not object_action.allowed(agent, action):
            continue
        is_first = not buttons and (policies.can_write(agent) or object_action.is_main)
        tone = "danger" if object_action.name == "abandonner" else "" if is_first else "second"
        url = reverse(f"action_{object_action.name}", args=[action.reference])
        buttons.append({"object_action": object_action, "url": url, "tone": tone})
    return buttons
