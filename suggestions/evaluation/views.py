from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import listed
from core.ui.pagination import paginate
from suggestions.evaluation import evaluators, queue
from suggestions.evaluation.quorum import Seats
from suggestions.ideas import waiting
from suggestions.policies import is_in_group


@require_safe
def to_evaluate(request: AgentRequest) -> HttpResponse:
    """« À moi de faire »: what waits for this person's evaluation, a deputy's too."""
    ideas = waiting.with_waiting_facts(queue.evaluations_waiting_for(request.user)).select_related(
        "direction"
    )
    page = paginate(ideas, request)
    seated = evaluators.load_seats(page)
    rows = [
        (idea, _lent(seated[idea.pk], request.user), waiting.waited_for(idea, for_group=True))
        for idea in page
    ]
    context = {"page": page, "rows": rows, "is_member": is_in_group(request.user)}
    return render(request, "suggestions/evaluation/to_evaluate.html", context)


def _lent(seated: Seats, agent: Agent) -> str:
    """Whose seats they hold as a deputy: « Rose Leroy et Malik Silva »."""
    names = [str(seat.member) for seat in seated.waiting_for(agent) if seat.member != agent]
    return listed(names)
