"""Export the data on one person for themself: each app registers its parts in its `registrations.py`.

A part names every field that it gives: what is not named stays where it is, other people and what is kept from its
subject (evaluations, reviews, quarantines) first of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@dataclass(frozen=True)
class Part:
    """`fields` are lookups by their French names; `rows(agent)` is that agent's own rows, and nobody else's."""

    title: str
    fields: dict[str, str]
    rows: Callable[[Any], QuerySet[Any]]

    @property
    def names(self) -> str:
        return ", ".join(self.fields)

    def lines(self, agent: Any) -> Iterator[dict[str, Any]]:
        """Plain values for JSON; one statement."""
        rows = self.rows(agent)
        labels = {name: _choices(rows.model, lookup) for name, lookup in self.fields.items()}
        for values in rows.values_list(*self.fields.values()):
            yield {
                name: _plain(labels[name].get(value, value) if labels[name] else value)
                for name, value in zip(self.fields, values, strict=True)
            }


PARTS: dict[str, Part] = {}


def give(*parts: Part) -> None:
    """Raises ValueError for a title already registered."""
    for part in parts:
        if part.title in PARTS:
            raise ValueError(f"Given twice: {part.title}")
        PARTS[part.title] = part


def all_of(agent: Any) -> dict[str, list[dict[str, Any]]]:
    return {part.title: [*part.lines(agent)] for part in PARTS.values()}


def _choices(model: Any, lookup: str) -> dict[Any, Any]:
    try:
        return dict(model._meta.get_field(lookup).flatchoices)
    except (FieldDoesNotExist, AttributeError):
        return {}


def _plain(value: Any) -> Any:
    if isinstance(value, Range):
        return {"du": _plain(value.lower), "au": _plain(value.upper)}
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


@require_safe
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/my_data.html", {"parts": PARTS.values()})


@require_safe
@never_cache
def my_data_file(request: HttpRequest) -> HttpResponse:
    """Whoever asks reads their own, whatever the address says."""
    given = {"fait le": timezone.localtime().isoformat(timespec="seconds"), **all_of(request.user)}
    response = JsonResponse(given, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response
