from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin.to_do import ToDo, to_do_for
from core.notifications.models import Notification
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import listed
from dematerialisation.home import cards as gathered
from dematerialisation.home.cards import Mine
from manuals.at_hand import software_at_hand
from rooms.availability.free_rooms import free_now
from tips.models import Tip


def waiting_for(agent: Agent, mine: Mine) -> list[ToDo]:
    """List what every app's `to_do` counts, in the admin or not, and what a deputy evaluates.

    One idea to evaluate is a click away; several, on the page that lists them.
    """
    lines = to_do_for(agent)
    if not mine.to_evaluate:
        return lines
    first = mine.to_evaluate[0]
    url = first.url if first.total == 1 else reverse("suggestions:to_evaluate")
    mine_to_evaluate = ToDo(first.total, "idée à évaluer", "idées à évaluer", url)
    lines = [mine_to_evaluate if line.singular == mine_to_evaluate.singular else line for line in lines]
    return lines if mine_to_evaluate in lines else [*lines, mine_to_evaluate]


MOST_SOFTWARE = 4


@require_safe
def home(request: AgentRequest) -> HttpResponse:
    """Show in one look what an agent came for; a card only for what exists."""
    agent = request.user
    mine = gathered.mine(agent, limit=gathered.IN_BRIEF)
    context = {
        "today": timezone.localdate(),
        "answer_days": gathered.in_days(settings.IDEA_ANSWER_DAYS),
        "tip": Tip.objects.published().newest_first().defer("body").first(),
        "free_rooms": free_now(by=agent, limit=3),
        "software": software_at_hand(agent, limit=MOST_SOFTWARE),
        "ours": gathered.ours(),
        "mine": mine,
        "waiting": waiting_for(agent, mine),
    }
    return render(request, "dematerialisation/home/home.html", context)


@require_safe
def my_space(request: AgentRequest) -> HttpResponse:
    """My ideas, my bookings, my notifications, my account; an elected member has the last two."""
    agent = request.user
    context = {
        "mine": gathered.mine(agent, limit=gathered.IN_SPACE),
        "notifications": Notification.objects.visible_to(agent)[:5],
        "direction": agent.direction,
        "roles": listed(sorted(agent.roles)),
    }
    return render(request, "dematerialisation/home/my_space.html", context)
