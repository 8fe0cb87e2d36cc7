from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.people.models import Direction
from core.people.requests import AgentRequest
from core.search import links
from core.search.answers import search
from core.search.excerpts import marked
from core.search.models import Entry
from core.search.pages import pages_named
from core.search.params import SearchParams
from core.search.queries import FoundObject
from core.search.registry import KINDS
from core.search.titles import suggest
from core.search.unfound import count_unfound
from core.ui.pagination import page_number


@dataclass(frozen=True)
class ResultRow:
    """A result as the page shows it; `page` is text, for a template would write a number by the rules of French."""

    kind: str
    title: SafeString
    url: str
    excerpt: SafeString
    on: date | None
    direction: Direction | None
    page: str
    other_pages: int
    file_url: str
    note: str
    missing: Sequence[str]


@never_cache
@require_GET
def results(request: AgentRequest) -> HttpResponse:
    """What this agent may read of what they look for; a page of 20."""
    asked = SearchParams.from_query(request.GET)
    answer = search(asked.words, request.user, asked.filters, page=page_number(request))
    found = answer.found
    is_first = found.number == 1 and not asked.is_filtering
    pages = pages_named(asked.words, request.user, but={row.url for row in found.rows}) if is_first else []
    if found.query.tsquery and not answer.is_whole and is_first and not pages:
        count_unfound(request, asked.words)
    directions = Direction.objects.in_bulk(
        {*found.directions, *(row.direction_id for row in found.rows)} - {None}
    )
    context = {
        "asked": asked,
        "found": found,
        "answer": answer,
        "rows": [_row(row, directions) for row in found.rows],
        "pages": pages,
        "counts": [(KINDS[count.kind].label, count) for count in found.counts],
        "all_count": sum(count.objects for count in found.counts),
        "is_all_partial": any(count.is_partial for count in found.counts),
        "years": [str(year) for year in found.years],
        "directions": sorted(
            (directions[key] for key in found.directions if key in directions),
            key=lambda row: row.name.casefold(),
        ),
        "page": found,
    }
    return render(request, "search/results.html", context)


def _row(row: FoundObject, directions: dict[int, Direction]) -> ResultRow:
    return ResultRow(
        kind=KINDS[row.kind].label,
        title=marked(row.title),
        url=row.url,
        excerpt=marked(row.excerpt),
        on=row.on,
        direction=directions.get(row.direction_id) if row.direction_id else None,
        page=str(row.page or ""),
        other_pages=max(row.pages - 1, 0),
        file_url=row.file_url,
        note=row.note,
        missing=row.missing,
    )


@never_cache
@require_GET
def suggestions(request: AgentRequest) -> HttpResponse:
    """The options of the search box, as a fragment."""
    typed = SearchParams.from_query(request.GET).words
    rows = suggest(typed, request.user)
    pages = pages_named(typed, request.user, but={row.url for row in rows})
    options = [{"title": label, "url": url, "kind": "Page du site"} for label, url in pages]
    options += [{"title": marked(row.title), "url": row.url, "kind": KINDS[row.kind].label} for row in rows]
    return render(request, "search/suggestions.html", {"options": options})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def see_also_add(request: AgentRequest) -> HttpResponse:
    """Look for what to tie to an object, and tie it."""
    entry = _entry_to_link(request, request.POST.get("objet") or request.GET.get("objet", ""))
    error = ""
    if request.method == "POST":
        other = links.readable(request.POST.get("autre", ""), request.user)
        if other is None:
            error = "Ce résultat n’existe plus\u00a0: cherchez-le de nouveau."
        else:
            try:
                links.add_link(entry, other, by=request.user)
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
            else:
                messages.success(request, f"Le lien vers «\u00a0{other.title}\u00a0» est ajouté.")
                return redirect(entry.url)
    asked = SearchParams.from_query(request.POST if request.method == "POST" else request.GET)
    found = search(asked.words, request.user).found
    context: dict[str, Any] = {
        "entry": entry,
        "asked": asked,
        "error": error,
        "found": found,
        "rows": [_row(row, {}) for row in found.rows if row.url != entry.url],
    }
    return render(request, "search/see_also_add.html", context)


@require_POST
def see_also_remove(request: AgentRequest) -> HttpResponse:
    entry = _entry_to_link(request, request.POST.get("objet", ""))
    other = links.readable(request.POST.get("autre", ""), request.user)
    if other is not None:
        links.remove_link(entry, other, by=request.user)
        messages.success(request, f"Le lien vers «\u00a0{other.title}\u00a0» est retiré.")
    return redirect(entry.url)


def _entry_to_link(request: AgentRequest, url: str) -> Entry:
    """What stands at this address: 404 for who may not read it, 403 for who may not link it."""
    entry = links.readable(url, request.user)
    if entry is None:
        raise Http404
    if not links.can_link(request.user, entry):
        raise PermissionDenied("Vous ne pouvez pas changer les liens de cette page.")
    return entry
