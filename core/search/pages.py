"""Pages that are no object's, such as a list or a course: found by their names, without the index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from core.people.models import Agent
from core.search.query_parser import PIECE
from core.ui.french import plain

MOST = 3
# « le », « du », « une »: in most names.
SHORTEST = 4

# The label and the address of each page that an agent may open.
SOURCES: list[Callable[[Agent], Iterable[tuple[str, str]]]] = []


def pages_named(typed: str, agent: Agent, *, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """Those whose label holds every word that was typed, the shortest first; `but` are addresses to leave out."""
    wanted = {word for word in _words(typed) if len(word) >= SHORTEST}
    if not wanted:
        return []
    pages = {url: label for source in SOURCES for label, url in source(agent)}
    found = [(label, url) for url, label in pages.items() if url not in but and wanted <= _words(label)]
    return sorted(found, key=lambda page: len(page[0]))[:MOST]


def _words(text: str) -> set[str]:
    """Without accents, in the singular."""
    return {word.rstrip("sx") for word in PIECE.findall(plain(text))}
