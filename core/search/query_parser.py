"""What people type, read as search engines read it.

Words are all wanted; « "…" » (or « … ») is a phrase; « -mot » is not wanted; « mot* » is a beginning. Nothing typed
ever reaches `to_tsquery` but pieces made of letters and digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

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
# PostgreSQL writes « followed by » so; its lexemes are quoted, and hold no such sign.
IN_ORDER = re.compile(r" <(?:-|\d+)> ")


@dataclass(frozen=True)
class Term:
    """One word or phrase; `is_start` for the beginning of a word."""

    text: str
    is_wanted: bool = True
    is_start: bool = False

    @property
    def pieces(self) -> list[str]:
        return PIECE.findall(self.text)


@dataclass(frozen=True)
class Query:
    """What is looked for, as PostgreSQL's own text of it: empty when nothing is left to look for.

    `tsquery` is the whole, `wanted` leaves out what is excluded, `any` wants one of its words (an excerpt rarely
    holds all of them).
    """

    terms: tuple[Term, ...]
    tsquery: str = ""
    wanted: str = ""
    any: str = ""

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
        return len(self.words) == 1 and not any(term.is_start for term in self.terms)

    @property
    def words(self) -> list[str]:
        """The wanted words, to correct their spelling."""
        return [piece for term in self.terms if term.is_wanted for piece in term.pieces]


def parse_terms(typed: str, *, is_typing: bool = False) -> tuple[Term, ...]:
    """At most 12 terms of the first 200 characters; while typing, the last word is a beginning."""
    terms = []
    text = unicodedata.normalize("NFKC", typed.replace("\x00", " ")[:LONGEST])
    for match in TERM.finditer(text):
        phrase = match["plain"] if match["plain"] is not None else match["french"]
        word = match["word"] or ""
        is_wanted = not (match["minus"] or (word.startswith("-") and len(word) > 1))
        is_open = is_typing and match.end() == len(text) and phrase is None
        term = Term(
            phrase if phrase is not None else word.lstrip("-"), is_wanted, is_open or word.endswith("*")
        )
        if term.pieces and (term.is_start or term.text.lower() not in LITTLE):
            terms.append(term)
    return tuple(terms[:MOST_TERMS])


def query_of(terms: tuple[Term, ...]) -> Query:
    """The query of these terms, in one statement; none is sent when there is nothing to look for."""
    return queries_of(terms)[0]


def queries_of(*readings: tuple[Term, ...]) -> list[Query]:
    """The queries of several readings of what was typed, in one statement."""
    wanting = [terms for terms in readings if any(term.is_wanted for term in terms)]
    if not wanting:
        return [Query(terms) for terms in readings]
    selects, values = zip(*(_select(terms) for terms in wanting), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), [value for given in values for value in given])
        answers = dict(zip(wanting, cursor.fetchall(), strict=True))
    return [_query(terms, *answers.get(terms, ("", "", ""))) for terms in readings]


def _query(terms: tuple[Term, ...], wanted: str, whole: str, either: str) -> Query:
    return Query(terms, whole, wanted, IN_ORDER.sub(" | ", either)) if wanted else Query(terms)


def _select(terms: tuple[Term, ...]) -> tuple[str, list[str]]:
    wanted = [_expression(term) for term in terms if term.is_wanted]
    unwanted = [_expression(term) for term in terms if not term.is_wanted]
    given = [value for _, values in wanted for value in values]
    sql = f"""
        SELECT whole.wanted::text, (whole.wanted{"".join(f" && !! {sql}" for sql, _ in unwanted)})::text,
               whole.either::text
        FROM (SELECT {" && ".join(sql for sql, _ in wanted)} AS wanted,
                     {" || ".join(sql for sql, _ in wanted)} AS either) whole
    """  # noqa: S608  (expressions of `_expression`)
    return sql, [*(value for _, values in unwanted for value in values), *given, *given]


def _expression(term: Term) -> tuple[str, list[str]]:
    """A tsquery expression and its values."""
    phrase = "phraseto_tsquery('public.french_plain', search_words(%s))"
    if not term.is_start:
        return phrase, [" ".join(term.pieces)]
    *before, last = term.pieces
    start = f"'{last}':*"
    # A stem may not begin as its word does: titles hold whole words as well.
    either = "(to_tsquery('public.french_plain', %s) || to_tsquery('public.plain_words', %s))"
    return (
        (f"({phrase} && {either})", [" ".join(before), start, start]) if before else (either, [start, start])
    )
