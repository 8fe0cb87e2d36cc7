"""From what is typed to what is found: words understood, put right when no one knows them, all wanted, then most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

from django.db import connection

from core.people.models import Agent
from core.search.queries import ALL, Filters, Results, find
from core.search.query_parser import Query, Term, parse_terms, queries_of
from core.search.readers import reader_tokens
from core.search.registry import KINDS
from core.search.titles import likest_words
from core.search.vocabulary import understand

# Beyond this, a word is as common as any other.
COUNTED = 200
SHORTEST_START = 3
# « At least three of six » is twenty ways of choosing; of more words, two are left out at most, or all but one.
MOST_CHOSEN = 6


@dataclass(frozen=True)
class Answer:
    """What is found, and what was made of the words to find it.

    `corrected` pairs each word that nothing readable holds with the one looked for instead; `started` are those
    found as beginnings. `is_whole` when something holds every word.
    """

    found: Results
    corrected: Sequence[tuple[str, str]] = ()
    started: Sequence[str] = ()
    is_whole: bool = True


@dataclass(frozen=True)
class Knowledge:
    """What the readable index knows of the words: how many rows hold each, and how many words one row holds."""

    query: Query
    counts: Sequence[int] = ()
    starts: Sequence[bool] = ()
    most: int = 0
    most_of_people: int = 0


def search(typed: str, agent: Agent, filters: Filters = ALL, *, page: int = 1) -> Answer:
    """A page of 20 objects that this agent may read, best first. Nothing is sent when there is nothing to look for."""
    typed = typed.replace("\x00", " ").strip()
    terms = parse_terms(typed)
    if not any(term.is_wanted for term in terms):
        return Answer(Results(Query(terms)))
    reading = understand(terms)
    query, starting = _read(reading.terms)
    corrected: list[tuple[str, str]] = []
    started: list[str] = []

    def of_all_words(query: Query) -> Answer | None:
        """Most searches end here: what is known of each word is asked when nothing holds them all."""
        if reading.asks_who or not query.tsquery:
            return None
        found = find(query, agent, filters, page=page, typed=typed)
        return Answer(found, corrected, started) if found.counts else None

    if answer := of_all_words(query):
        return answer
    known = _know(query, starting, agent, of_people=reading.asks_who)
    if 0 in known.counts and (better := _put_right(known, agent, corrected, started)) != query.terms:
        query, starting = _read(better)
        if answer := of_all_words(query):
            return answer
        known = _know(query, starting, agent, of_people=reading.asks_who)
    if not query.tsquery:
        return Answer(Results(query))
    wanted = len(query.wanted_terms)
    most = known.most_of_people or known.most or wanted
    found = find(
        query,
        agent,
        filters,
        page=page,
        typed=typed,
        people_first=reading.asks_who,
        most=most if most < wanted else None,
        rarity=[log(1 + COUNTED / count) if count else 0.0 for count in known.counts],
    )
    return Answer(found, corrected, started, is_whole=known.most == wanted)


def _put_right(
    known: Knowledge, agent: Agent, corrected: list[tuple[str, str]], started: list[str]
) -> tuple[Term, ...]:
    """The terms, with the beginning or the likest word in place of each that nothing holds; a known word stays."""
    instead: dict[Term, Term] = {}
    lost: list[Term] = []
    for (term, _), count, starts in zip(known.query.wanted_terms, known.counts, known.starts, strict=True):
        if count or len(term.pieces) > 1 or term.is_phrase or term.is_start:
            continue
        if starts and len(term.text) >= SHORTEST_START:
            started.append(term.text)
            instead[term] = replace(term, is_start=True, meanings=())
        else:
            lost.append(term)
    likest = likest_words([term.text for term in lost], agent)
    for term in lost:
        if word := likest.get(term.text):
            corrected.append((term.text, word))
            instead[term] = Term(word)
    return tuple(instead.get(term, term) for term in known.query.terms)


def _read(terms: tuple[Term, ...]) -> list[Query]:
    """The query of these terms, and that of their beginnings; one statement."""
    return queries_of(terms, tuple(replace(term, is_start=True, meanings=()) for term in terms))


def _know(query: Query, starting: Query, agent: Agent, *, of_people: bool) -> Knowledge:
    """What readable rows hold of the terms; one statement."""
    pairs = [
        (text, start)
        for term, text, start in zip(query.terms, query.each, starting.each, strict=True)
        if term.is_wanted and text
    ]
    if not pairs:
        return Knowledge(query)
    steps = _steps(len(pairs))
    values: dict[str, Any] = {
        "readers": reader_tokens(agent),
        "words": [text for text, _ in pairs],
        "starts": [start for _, start in pairs],
        "levels": [query.with_most(count).tsquery for count in steps],
        "people": [code for code, kind in KINDS.items() if kind.is_people] if of_people else [],
        "counted": COUNTED,
    }
    anything, somebody = (_first_level(found, len(steps)) for found in (ANYTHING, SOMEBODY))
    with connection.cursor() as cursor:
        cursor.execute(KNOWN.replace("FIRST_OF_PEOPLE", somebody).replace("FIRST", anything), values)
        counts, starts, level, people_level = cursor.fetchone()
    return Knowledge(query, counts, starts, [*steps, 0][level], [*steps, 0][people_level])


def _steps(count: int) -> list[int]:
    """How many words are wanted: all, then fewer and fewer."""
    if count <= MOST_CHOSEN:
        return list(range(count, 0, -1))
    return [count, count - 1, count - 2, 1]


def _first_level(found: str, levels: int) -> str:
    cases = (
        f"WHEN {found.replace('QUERY', f'asked.levels[{level + 1}]::tsquery')} THEN {level}"
        for level in range(levels)
    )
    return f"CASE {' '.join(cases)} ELSE {levels} END"


# The queries come from a row that is made first: the planner, which does not see them, opens the index of words
# whatever it thinks of how common they are.
OBJECT = "readers && %(readers)s::text[] AND page_id IS NULL AND vector @@ QUERY"
PAGE = "readers && %(readers)s::text[] AND page_id IS NOT NULL AND vector @@ QUERY"
ANYTHING = (
    f"EXISTS (SELECT FROM search_entry WHERE {OBJECT}) OR EXISTS (SELECT FROM search_entry WHERE {PAGE})"  # noqa: S608
)
SOMEBODY = f"EXISTS (SELECT FROM search_entry WHERE kind = ANY(%(people)s::text[]) AND {OBJECT})"
KNOWN = f"""
    WITH asked AS MATERIALIZED (
        SELECT %(words)s::text[] AS words, %(starts)s::text[] AS starts, %(levels)s::text[] AS levels),
    each AS (
        SELECT position, held.rows,
               CASE WHEN held.rows = 0 AND start <> '' THEN {ANYTHING.replace("QUERY", "start::tsquery")} ELSE FALSE END
               AS is_start
        FROM asked CROSS JOIN unnest(asked.words, asked.starts) WITH ORDINALITY AS given (word, start, position)
        CROSS JOIN LATERAL (SELECT count(*) AS rows FROM (
            (SELECT FROM search_entry WHERE {OBJECT.replace("QUERY", "word::tsquery")} LIMIT %(counted)s)
            UNION ALL
            (SELECT FROM search_entry WHERE {PAGE.replace("QUERY", "word::tsquery")} LIMIT %(counted)s)
        ) holding) held
    )
    SELECT (SELECT array_agg(rows ORDER BY position) FROM each),
           (SELECT array_agg(is_start ORDER BY position) FROM each), FIRST, FIRST_OF_PEOPLE
    FROM asked
"""  # noqa: S608  (this module's own pieces)
