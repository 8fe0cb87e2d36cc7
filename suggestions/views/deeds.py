from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.people.desk import tried
from core.people.requests import AgentRequest
from suggestions.deeds import DEEDS
from suggestions.models import Idea


def idea_deed(request: AgentRequest, reference: str, deed_name: str) -> HttpResponse:
    """The admin's buttons on the idea's own page: the same actions, the same rights."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).for_page(), reference=reference)
    deed = next((deed for deed in DEEDS if deed.name == deed_name), None)
    if deed is None:
        raise Http404
    form, sentence = tried(deed, request, idea)
    if sentence:
        messages.success(request, sentence)
        is_still_seen = Idea.objects.visible_to(request.user).filter(pk=idea.pk).exists()
        return redirect(idea if is_still_seen else "suggestions:idea_list")
    return render(request, "suggestions/idea_deed.html", {"idea": idea, "deed": deed, "form": form})
