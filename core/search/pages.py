"""Pages that are no object's, such as a list or a course: found by their names, without the index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Protocol

from core.people.models import Agent
from core.search.query_parser import PIECE
from core.ui.french import plain

MOST = 3
# « le », « du », « une »: in most names.
SHORTEST = 4


class NamedPage(Protocol):
    """The address may be made when it is read: few of the pages are found."""

    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...


# The pages that an agent may open.
SOURCES: list[Callable[[Agent], Iterable[NamedPage]]] = []


def pages_named(typed: str, agent: Agent, *, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return pages whose label holds every word typed, the shortest first; `but` are addresses to leave out."""
    wanted = {word for word in _words(typed) if len(word) >= SHORTEST}
    if not wanted:
        return []
    pages = {
        page.url: page.label
        for source in SOURCES
        for page in source(agent)
        if wanted <= _words_of_label(page.label)
    }
    found = [(label, url) for url, label in pages.items() if url not in but]
    return sorted(found, key=lambda page: len(page[0]))[:MOST]


def _words(text: str) -> set[str]:
    """Without accents, in the singular."""
    return {word.rstrip("sx") for word in PIECE.findall(plain(text))}


# Of the labels alone, which are the same for everyone; what is typed is not kept.
_words_of_label = lru_cache(maxsize=1000)(_words)
