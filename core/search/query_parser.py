"""Parse queries as search engines do.

Words are all wanted first; « "…" » (or « … ») is a phrase; « -mot » is not wanted; « mot* » is a beginning.
`websearch_to_tsquery` knows neither beginnings, French quotes, nor that « or » is a metal: it reads each term, made of
letters and digits between quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from core.search.sql import FRENCH

WEBSEARCH = f"websearch_to_tsquery('{FRENCH}', %s)"
# A stem may not begin as its word does: titles hold whole words as well.
START = f"(to_tsquery('{FRENCH}', %s) || to_tsquery('public.plain_words', %s))"
# PostgreSQL writes « followed by » so; its lexemes are quoted, and hold no such sign.
IN_ORDER = re.compile(r" <(?:-|\d+)> ")
LONGEST = 200
MOST_TERMS = 12

TERM = re.compile(
    r"""(?P<minus>-?)(?:["“”](?P<plain>[^"“”]*)["“”]?|«(?P<french>[^»]*)»?)|(?P<word>[^\s"“”«»]+)"""
)
# A number keeps its point: 7.1 is not 7.10, and neither is the words 7 and 1.
PIECE = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
# Little words that the stop words of PostgreSQL's French leave out: they are in most texts, but not in all.
LITTLE = frozenset(
    # Beside « le », « la » or « à », which PostgreSQL knows.
    re.findall(
        r"\w+",
        "les cet cette leurs dont quoi ils elles donc ni si car afin cela ça quel quelle quels chez comme",
    )
)


@dataclass(frozen=True)
class Term:
    """One word or phrase; `is_start` for the beginning of a word; `meanings` are other words that serve as well."""

    text: str
    is_wanted: bool = True
    is_start: bool = False
    is_phrase: bool = False
    meanings: tuple[str, ...] = ()

    @property
    def pieces(self) -> list[str]:
        return PIECE.findall(self.text)

    @property
    def sql(self) -> tuple[str, list[str]]:
        """A query in SQL, and its values: words that follow each other, or all the words of one of the meanings."""
        if self.is_start:
            return self._start
        if self.meanings:
            texts = (self.text, *self.meanings)
            return WEBSEARCH, [" or ".join(_each(PIECE.findall(text)) for text in texts)]
        return WEBSEARCH, [_phrase(self.pieces)]

    @property
    def _start(self) -> tuple[str, list[str]]:
        *before, last = self.pieces
        start = f"'{last}':*"
        return (
            (f"{WEBSEARCH} && {START}", [_phrase(before), start, start])
            if before
            else (START, [start, start])
        )


@dataclass(frozen=True)
class Query:
    """A query, as PostgreSQL's own text of it: empty when nothing is left to look for.

    `each` is the text of each term of `terms`, empty for a stop word.
    """

    terms: tuple[Term, ...]
    each: tuple[str, ...] = ()

    @property
    def wanted_terms(self) -> list[tuple[Term, str]]:
        pairs = zip(self.terms, self.each, strict=True)
        return [(term, text) for term, text in pairs if term.is_wanted and text]

    @property
    def wanted(self) -> str:
        """All the terms but those that are excluded, which rank nothing."""
        return joined(" & ", [text for _, text in self.wanted_terms])

    @property
    def tsquery(self) -> str:
        return self.excluding(self.wanted)

    def excluding(self, wanted: str) -> str:
        pairs = zip(self.terms, self.each, strict=True)
        unwanted = "".join(f" & !({text})" for term, text in pairs if text and not term.is_wanted)
        return f"({wanted}){unwanted}" if wanted and unwanted else wanted

    @property
    def any(self) -> str:
        """Any of the words, for an excerpt rarely holds all of them."""
        return IN_ORDER.sub(" | ", joined(" | ", [text for _, text in self.wanted_terms]))

    @property
    def words(self) -> list[str]:
        """The wanted words, to compare them with titles."""
        return [piece for term in self.terms if term.is_wanted for piece in term.pieces]


def joined(sign: str, texts: Sequence[str]) -> str:
    return sign.join(f"({text})" for text in texts) if len(texts) > 1 else "".join(texts)


def _phrase(pieces: Sequence[str]) -> str:
    # In what is indexed a comma is a space, and the point of a number stays.
    return f'"{" ".join(pieces)}"'.replace(",", " ")


def _each(pieces: Sequence[str]) -> str:
    return " ".join(_phrase([piece]) for piece in pieces)


def parse_terms(typed: str, *, is_typing: bool = False) -> tuple[Term, ...]:
    """At most 12 terms of the first 200 characters; while typing, the last word is a beginning."""
    terms: list[Term] = []
    little: list[Term] = []
    text = unicodedata.normalize("NFKC", typed.replace("\x00", " ")[:LONGEST])
    for match in TERM.finditer(text):
        phrase = match["plain"] if match["plain"] is not None else match["french"]
        word = match["word"] or ""
        is_wanted = not (match["minus"] or (word.startswith("-") and len(word) > 1))
        is_open = is_typing and match.end() == len(text) and phrase is None
        term = Term(
            phrase if phrase is not None else word.lstrip("-"),
            is_wanted,
            is_open or word.endswith("*"),
            phrase is not None,
        )
        if term.pieces:
            # In capitals, or alone, it is an abbreviation: « CET ».
            is_little = not term.is_start and not term.text.isupper() and term.text.lower() in LITTLE
            (little if is_little else terms).append(term)
    return tuple(terms[:MOST_TERMS] or little[:1])
