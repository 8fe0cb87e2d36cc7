"""« Gérer les salles »: one page that leads those who manage rooms to each of their lists."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import count_of
from rooms import policies
from rooms.displays import screens
from rooms.models import Room, Site
from rooms.requests.pending import first_dates, to_answer
from rooms.series.querysets import without_organiser


@dataclass(frozen=True, slots=True)
class ManagedList:
    """A list of theirs: where, what it is for, and what waits there in words."""

    title: str
    url: str
    icon: str
    words: str
    waiting: str = ""


@require_safe
def manage(request: AgentRequest) -> HttpResponse:
    if not policies.can_manage_some(request.user):
        raise PermissionDenied("Cette page est pour les personnes qui gèrent des salles.")
    rooms = Room.objects.kept_by(request.user)
    context = {
        "pages": _pages(request.user),
        "sites": Site.objects.filter(pk__in=rooms.values("site")).by_name(),
        "can_manage": policies.can_manage(request.user),
    }
    return render(request, "rooms/manage.html", context)


def _pages(agent: Agent) -> list[ManagedList]:
    asked = first_dates(to_answer(agent)).count()
    waiting = f"{count_of(asked, 'demande')} sans réponse" if asked else ""
    silent = sum(row.silent_since is not None for row in screens.rows_of(agent))
    left = without_organiser(agent).count()
    to_give = f"{count_of(left, 'série')} à confier" if left else ""
    lost = f"{count_of(silent, 'écran')} sans nouvelles" if silent else ""
    return [
        _kept("Demandes", "requests", "inbox", "Accepter ou refuser, une par une ou ensemble.", waiting),
        _kept("Fermetures", "closures", "calendar-off", "Travaux, élections, séances du conseil."),
        _kept("Services sollicités", "services_of_day", "coffee", "Cafés, chaises et micros, jour par jour."),
        _kept(
            "Salles en chiffres", "statistics", "chart-column", "Occupation, absences, recherches sans salle."
        ),
        _kept("Salles restées vides", "no_shows", "user-x", "Qui réserve et ne vient pas."),
        _kept(
            "Séries sans organisateur",
            "series_orphans",
            "repeat",
            "À confier à quelqu’un, ou à arrêter.",
            to_give,
        ),
        _kept("Écrans et affiches", "screen_list", "monitor", "Aux portes et dans les halls.", lost),
    ]


def _kept(title: str, route: str, icon: str, words: str, waiting: str = "") -> ManagedList:
    return ManagedList(title, reverse(f"rooms:{route}"), icon, words, waiting)
