"""The register of one day, by direction: to print and have signed, and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from operator import attrgetter, methodcaller
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import DayField
from core.web.forms import FilterForm
from core.web.spreadsheets import columns_response
from mailroom.models import Item, State

NO_DIRECTION = "À attribuer"
# In the place of a sender and of a subject, which a printed list shows to whom it is handed.
HIDDEN = "(confidentiel)"


class DayForm(FilterForm):
    jour = DayField(label="Jour", required=False)


@require_safe
def day_register(request: AgentRequest) -> HttpResponse:
    form, day, items = _asked(request)
    context = {
        "form": form,
        "day": day,
        "count": len(items),
        "by_direction": [(name, [*those]) for name, those in groupby(items, key=_direction_of)],
        "file_url": f"{reverse('mailroom:day_register_file')}?jour={day.isoformat()}",
    }
    return render(request, "mailroom/day_register.html", context)


@require_safe
def day_register_file(request: AgentRequest) -> HttpResponseBase:
    _, day, items = _asked(request)
    return columns_response(COLUMNS, items, name=f"registre-du-courrier-{day.isoformat()}")


def _asked(request: AgentRequest) -> tuple[DayForm, date, list[Item]]:
    """Return what was registered that day and this agent reads, without what is undesirable."""
    if not request.user.is_at_work:
        raise Http404
    form = DayForm.reading(request.GET)
    day = form.cleaned_data["jour"] or timezone.localdate()
    items = Item.objects.visible_to(request.user).filter(registered_at__date=day).exclude(state=State.SPAM)
    items = items.for_list().order_by(*alphabetical("direction__name"), "year", "sequence")
    return form, day, list(items)


def _direction_of(item: Item) -> str:
    return str(item.direction) if item.direction else NO_DIRECTION


COLUMNS: list[tuple[str, Callable[[Any], Any]]] = [
    ("Direction", _direction_of),
    ("Numéro", attrgetter("label")),
    ("Reçu le", attrgetter("received_on")),
    ("Arrivé par", methodcaller("get_channel_display")),
    (
        "Expéditeur",
        lambda item: HIDDEN if item.is_confidential else item.sender_name or item.sender_address,
    ),
    ("Objet", lambda item: HIDDEN if item.is_confidential else item.subject),
    ("Nature", attrgetter("kind")),
    ("Réponse avant le", attrgetter("due_on")),
    ("Suivi par", attrgetter("taken_by")),
]
