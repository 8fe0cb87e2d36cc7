"""What people type, read as search engines read it.

Words are all wanted first; « "…" » (or « … ») is a phrase; « -mot » is not wanted; « mot* » is a beginning. Nothing
typed ever reaches `to_tsquery` but pieces made of letters and digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from django.db import connection

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
# What is the same word to both ways of reading a beginning, as most are, is looked for once.
TWICE = re.compile(r"^('(?:[^']|'')*':\*) \| \1$")
# PostgreSQL writes « followed by » so; its lexemes are quoted, and hold no such sign.
IN_ORDER = re.compile(r" <(?:-|\d+)> ")


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


@dataclass(frozen=True)
class Query:
    """What is looked for, as PostgreSQL's own text of it: empty when nothing is left to look for.

    `tsquery` is the whole, `wanted` leaves out what is excluded, `any` wants one of its words (an excerpt rarely
    holds all of them). `each` is the text of each term of `terms`, empty for a stop word.
    """

    terms: tuple[Term, ...]
    each: tuple[str, ...] = ()

    @property
    def wanted_terms(self) -> list[tuple[Term, str]]:
        pairs = zip(self.terms, self.each, strict=False)
        return [(term, text) for term, text in pairs if term.is_wanted and text]

    @cached_property
    def wanted(self) -> str:
        return _joined(" & ", [text for _, text in self.wanted_terms])

    @cached_property
    def unwanted(self) -> str:
        pairs = zip(self.terms, self.each, strict=False)
        return "".join(f" & !({text})" for term, text in pairs if text and not term.is_wanted)

    @cached_property
    def tsquery(self) -> str:
        return f"({self.wanted}){self.unwanted}" if self.wanted and self.unwanted else self.wanted

    @cached_property
    def any(self) -> str:
        return IN_ORDER.sub(" | ", _joined(" | ", [text for _, text in self.wanted_terms]))

    def with_most(self, count: int) -> Query:
        """The same terms, at least `count` of them wanted."""
        texts = [text for _, text in self.wanted_terms]
        query = Query(self.terms, self.each)
        # In place of the property that wants them all.
        query.__dict__["wanted"] = _joined(
            " | ", [_joined(" & ", some) for some in combinations(texts, count)]
        )
        return query

    @property
    def is_phrase(self) -> bool:
        """The order of its words matters, which no index knows."""
        return bool(IN_ORDER.search(self.tsquery))

    @property
    def loose(self) -> str:
        """What is wanted, in any order; the same as `wanted` when there is no phrase in it."""
        return IN_ORDER.sub(" & ", self.wanted)

    @property
    def is_one_word(self) -> bool:
        """One whole word: the planner counts it well, where it guesses beginnings and words that go together."""
        return len(self.words) == 1 and not any(term.is_start or term.meanings for term in self.terms)

    @property
    def words(self) -> list[str]:
        """The wanted words, to correct their spelling."""
        return [piece for term in self.terms if term.is_wanted for piece in term.pieces]


def _joined(sign: str, texts: Sequence[str]) -> str:
    return sign.join(f"({text})" for text in texts) if len(texts) > 1 else "".join(texts)


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
            (little if is_little(term) else terms).append(term)
    # Alone, or in capitals, it is an abbreviation: « CET ».
    return tuple(terms[:MOST_TERMS] or little[:1])


def is_little(term: Term) -> bool:
    return not term.is_start and not term.text.isupper() and term.text.lower() in LITTLE


def query_of(terms: tuple[Term, ...]) -> Query:
    """The query of these terms, in one statement; none is sent when there is nothing to look for."""
    return queries_of(terms)[0]


def queries_of(*readings: tuple[Term, ...]) -> list[Query]:
    """The queries of several readings of what was typed, in one statement."""
    every = list(dict.fromkeys(term for terms in readings for term in terms))
    if not any(term.is_wanted for term in every):
        return [Query(terms) for terms in readings]
    expressions, values = zip(*(_expression(term) for term in every), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'({sql})::text' for sql in expressions)}",
            [value for given in values for value in given],
        )
        texts = dict(zip(every, [TWICE.sub(r"\1", text) for text in cursor.fetchone()], strict=True))
    return [Query(terms, tuple(texts[term] for term in terms)) for terms in readings]


def _expression(term: Term) -> tuple[str, list[str]]:
    """A tsquery expression and its values."""
    phrase = "phraseto_tsquery('public.french_plain', search_words(%s))"
    text = " ".join(term.pieces)
    if term.meanings:
        words = "plainto_tsquery('public.french_plain', search_words(%s))"
        return " || ".join([words] * (len(term.meanings) + 1)), [text, *term.meanings]
    if not term.is_start:
        return phrase, [text]
    *before, last = term.pieces
    start = f"'{last}':*"
    # A stem may not begin as its word does: titles hold whole words as well.
    either = "(to_tsquery('public.french_plain', %s) || to_tsquery('public.plain_words', %s))"
    return (
        (f"({phrase} && {either})", [" ".join(before), start, start]) if before else (either, [start, start])
    )
