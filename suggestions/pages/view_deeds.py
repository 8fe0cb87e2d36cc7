from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.admin.base import try_action
from core.people.requests import AgentRequest
from suggestions.models import Idea
from suggestions.pages.object_actions import OBJECT_ACTIONS


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
    return render(
        request, "suggestions/pages/idea_action.html", {"idea": idea, "action": action, "form": form}
    )
