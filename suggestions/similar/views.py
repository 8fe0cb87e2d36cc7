from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from suggestions.similar.ranking import TYPED, similar_to
from suggestions.states import Identity


@never_cache
@require_POST
def similar(request: AgentRequest) -> HttpResponse:
    """The ideas like the one being typed, as a fragment. By POST only: nothing typed reaches an access log."""
    # The anonymous form never asks; whatever asks in its name learns nothing, and nothing is looked up for it.
    if request.POST.get("identity") == Identity.ANONYMOUS:
        return render(request, "suggestions/similar/similar.html", {"ideas": []})
    ideas = similar_to(request.user, {name: request.POST.get(name, "") for name in TYPED})
    return render(request, "suggestions/similar/similar.html", {"ideas": ideas, "is_typing": True})
