"""« Gérer les salles »: one page that leads those who manage rooms to each of their lists."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.french import count_of
from core.people.models import Agent
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
        "pages": _pages(request.user),
        "sites": Site.objects.filter(pk__in=rooms.values("site")).by_name(),
        "can_manage": policies.can_manage(request.user),
    }
    return render(request, "rooms/manage.html", context)


def _pages(agent: Agent) -> list[dict[str, str]]:
    """List where each list is, what it is for, and what waits there in words."""
    asked = first_dates(to_answer(agent)).count()
    waiting = f"{count_of(asked, 'demande')} sans réponse" if asked else ""
    silent = sum(screen.silent_since is not None for screen in screens.kept_by(agent))
    left = without_organiser(agent).count()
    to_give = f"{count_of(left, 'série')} à confier" if left else ""
    lost = f"{count_of(silent, 'écran')} sans nouvelles" if silent else ""
    return [
        _page("Demandes", "requests", "inbox", "Accepter ou refuser, une par une ou ensemble.", waiting),
        _page("Fermetures", "closures", "calendar-off", "Travaux, élections, séances du conseil."),
        _page("Services sollicités", "services_of_day", "coffee", "Cafés, chaises et micros, jour par jour."),
        _page(
            "Salles en chiffres", "statistics", "chart-column", "Occupation, absences, recherches sans salle."
        ),
        _page("Salles restées vides", "no_shows", "user-x", "Qui réserve et ne vient pas."),
        _page(
            "Séries sans organisateur",
            "series_orphans",
            "repeat",
            "À confier à quelqu’un, ou à arrêter.",
            to_give,
        ),
        _page("Écrans et affiches", "screen_list", "monitor", "Aux portes et dans les halls.", lost),
    ]


def _page(title: str, route: str, icon: str, words: str, waiting: str = "") -> dict[str, str]:
    url = reverse(f"rooms:{route}")
    return {"title": title, "url": url, "icon": icon, "words": words, "waiting": waiting}
