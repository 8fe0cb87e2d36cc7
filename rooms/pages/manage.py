"""« Gérer les salles »: one page that leads those who manage rooms to each of their lists."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from rooms import policies
from rooms.displays import screens
from rooms.models import Room, Site
from rooms.policies import first_dates, to_answer
from rooms.series.querysets import without_organiser
from rooms.view_shortcuts import check_manages


@require_safe
def manage(request: AgentRequest) -> HttpResponse:
    check_manages(request)
    rooms = Room.objects.kept_by(request.user)
    context = {
        # What waits in these lists.
        "asked": first_dates(to_answer(request.user)).count(),
        "left": without_organiser(request.user).count(),
        "silent": sum(screen.silent_since is not None for screen in screens.kept_by(request.user)),
        "sites": Site.objects.filter(pk__in=rooms.values("site")).by_name(),
        "can_manage": policies.can_manage(request.user),
    }
    return render(request, "rooms/manage.html", context)
