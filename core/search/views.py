from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.french import spaced
from core.people.fields import MOST_NAMED, people_named
from core.people.models import Direction
from core.people.requests import AgentRequest
from core.search import links
from core.search.models import Entry
from core.search.pages import pages_named
from core.search.queries import Filters, Results, search, suggest
from core.search.query_parser import LONGEST
from core.search.registry import KINDS
from core.search.zero_results import count_unfound
from core.web.pagination import page_number


@dataclass
class SearchParams:
    """The words and the filters of an address; what means nothing is left out and named."""

    typed: str
    kind: str | None = None
    direction: Direction | None = None
    year: int | None = None
    ignored: list[str] = field(default_factory=list)

    @classmethod
    def from_query(cls, query: QueryDict) -> SearchParams:
        asked = cls(query.get("q", "").replace("\x00", " ").strip())
        if kind := query.get("rubrique"):
            asked.kind = kind if kind in KINDS else None
            asked._ignore(asked.kind, "rubrique")
        if reference := query.get("direction"):
            asked.direction = Direction.objects.filter(reference=reference[:12].replace("\x00", "")).first()
            asked._ignore(asked.direction, "direction")
        if year := query.get("annee"):
            is_year = len(year) == 4 and year.isascii() and year.isdecimal() and int(year) > 0
            asked.year = int(year) if is_year else None
            asked._ignore(asked.year, "année")
        return asked

    @property
    def words(self) -> str:
        return self.typed[:LONGEST]

    @property
    def limit(self) -> int | None:
        """How many characters are searched, when more were typed."""
        return LONGEST if len(self.typed) > LONGEST else None

    @property
    def filters(self) -> Filters:
        return Filters(self.kind, self.direction.pk if self.direction else None, self.year)

    @property
    def filters_in_use(self) -> int:
        return sum(value is not None for value in (self.kind, self.direction, self.year))

    @property
    def is_filtering(self) -> bool:
        return self.filters_in_use > 0

    def _ignore(self, value: object, name: str) -> None:
        if value is None:
            self.ignored.append(name)


@never_cache
@require_GET
def results(request: AgentRequest) -> HttpResponse:
    """List the results that this agent may read, 20 a page."""
    asked = SearchParams.from_query(request.GET)
    found = search(asked.words, request.user, asked.filters, page=page_number(request))
    is_first = found.number == 1 and not asked.is_filtering
    pages: list[tuple[str, str]] = []
    is_asked = False
    if is_first:
        pages, is_asked = pages_named(asked.words, request.user, but={row.url for row in found.rows})
    if not found.is_empty and not found.is_whole and is_first and not pages:
        count_unfound(request, asked.words)
    directions = Direction.objects.in_bulk(
        {*found.directions, *(row.direction_id for row in found.rows)} - {None}
    )
    context = {
        "asked": asked,
        "found": found,
        "rows": _rows(found, directions),
        "pages": pages,
        "is_alone": is_asked and "partout" not in request.GET,
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


def _rows(found: Results, directions: dict[int, Direction]) -> list[SimpleNamespace]:
    """The results as the page shows them; a page is text, for a template writes numbers by the rules of French."""
    return [
        SimpleNamespace(
            **vars(row)
            | {
                "kind": KINDS[row.kind].label,
                "direction": directions.get(row.direction_id or 0),
                "page": str(row.page or ""),
                "other_pages": max(row.pages - 1, 0),
            }
        )
        for row in found.rows
    ]


@never_cache
@require_GET
def suggestions(request: AgentRequest) -> HttpResponse:
    """The options of the search box, as a fragment."""
    typed = SearchParams.from_query(request.GET).words
    rows = suggest(typed, request.user)
    pages, _ = pages_named(typed, request.user, but={row.url for row in rows})
    options = [{"title": label, "url": url, "kind": "Page du site"} for label, url in pages]
    options += [{"title": row.title, "url": row.url, "kind": KINDS[row.kind].label} for row in rows]
    return render(request, "search/suggestions.html", {"options": options})


@never_cache
@require_GET
def people(request: AgentRequest) -> HttpResponse:
    """The options of a field that names somebody, as a fragment."""
    typed = SearchParams.from_query(request.GET).words
    agents = people_named(typed)[:MOST_NAMED] if len(typed) > 1 else []
    return render(request, "search/people.html", {"agents": agents})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def see_also_add(request: AgentRequest) -> HttpResponse:
    """Look for what to tie to an object, and tie it."""
    entry = _entry_to_link(request, request.POST.get("objet") or request.GET.get("objet", ""))
    error = ""
    if request.method == "POST":
        other = links.readable(request.POST.get("autre", ""), request.user)
        if other is None:
            error = spaced("Ce résultat n’existe plus : cherchez-le de nouveau.")
        else:
            try:
                links.add_link(entry, other, by=request.user)
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
            else:
                messages.success(request, spaced(f"Le lien vers « {other.title} » est ajouté."))
                return redirect(entry.url)
    asked = SearchParams.from_query(request.POST if request.method == "POST" else request.GET)
    found = search(asked.words, request.user)
    context: dict[str, Any] = {
        "entry": entry,
        "asked": asked,
        "error": error,
        "found": found,
        "rows": [row for row in _rows(found, {}) if row.url != entry.url],
    }
    return render(request, "search/see_also_add.html", context)


@require_POST
def see_also_remove(request: AgentRequest) -> HttpResponse:
    entry = _entry_to_link(request, request.POST.get("objet", ""))
    other = links.readable(request.POST.get("autre", ""), request.user)
    if other is not None:
        links.remove_link(entry, other, by=request.user)
        messages.success(request, spaced(f"Le lien vers « {other.title} » est retiré."))
    return redirect(entry.url)


def _entry_to_link(request: AgentRequest, url: str) -> Entry:
    """Return the entry at this address: 404 for readers without the right, 403 for those who may not link it."""
    entry = links.readable(url, request.user)
    if entry is None:
        raise Http404
    if not links.can_link(request.user, entry):
        raise PermissionDenied("Vous ne pouvez pas changer les liens de cette page.")
    return entry
