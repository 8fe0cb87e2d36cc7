"""Pages that are no object's, such as a list, a course or a gesture: found by their names, without the index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Protocol

from core.french import plain
from core.people.models import Agent
from core.search.query_parser import LITTLE, PIECE
from core.search.vocabulary import AROUND, ELISION, FILLERS, SMALL, singular

MOST = 3
# « du », « une »: in most names.
SHORTEST = 4
ARTICLES = LITTLE | SMALL | {"un", "une"}
# « Trouver une salle » is not « salle ».
SAID_AROUND = frozenset(
    singular(plain(word))
    for word in FILLERS | LITTLE | SMALL | AROUND
    if not word.startswith(("cherch", "trouv"))
)


class NamedPage(Protocol):
    """The address may be made when it is read: few of the pages are found. `aliases` are other words for it."""

    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def aliases(self) -> Iterable[str]: ...


# The pages that an agent may open.
SOURCES: list[Callable[[Agent], Iterable[NamedPage]]] = []


def pages_named(typed: str, agent: Agent, *, but: Collection[str] = ()) -> tuple[list[tuple[str, str]], bool]:
    """Return pages that are named by what was typed, the best first; whether the first is plainly what is asked.

    `but` are addresses to leave out. After pages whose name is typed come those whose name stands among other words,
    then those whose label holds every word typed, the shortest first.
    """
    asked = _words(typed)
    has_long_word = any(len(word) >= SHORTEST for word in asked)
    found: dict[str, tuple[int, int, str]] = {}
    for source in SOURCES if asked else ():
        for page in source(agent):
            names = [_words_of_name(name) for name in (page.label, *page.aliases)]
            if asked in names:
                # « données » is not plainly « Mes données ».
                is_plain = len(asked) > 1 or any(
                    _words(typed, ARTICLES) == _words(name, ARTICLES) for name in (page.label, *page.aliases)
                )
                place = 0 if is_plain else 1
            elif any(len(name) > 1 and name < asked for name in names):
                place = 2
            elif has_long_word and asked <= names[0]:
                place = 3
            else:
                continue
            found.setdefault(page.url, (place, len(page.label), page.label))
    best = sorted((*found[url], url) for url in found if url not in but)[:MOST]
    return [(label, url) for _, _, label, url in best], bool(best) and best[0][0] == 0


def _words(text: str, dropped: frozenset[str] = SAID_AROUND) -> frozenset[str]:
    """Without accents, in the singular, and without what is said around: « je voudrais », « demain »."""
    pieces = PIECE.findall(" ".join(ELISION.sub("", word) for word in text.split()))
    words = frozenset(singular(plain(piece)) for piece in pieces)
    return words - dropped or words


# Of the names alone, which are the same for everyone; what is typed is not kept.
_words_of_name = lru_cache(maxsize=1000)(_words)
