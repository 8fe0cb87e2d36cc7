"""What titles answer: suggestions while typing, and the likest word to one that was misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from core.people.models import Agent
from core.search.excerpts import WHOLE, as_written
from core.search.queries import NEWEST, RIGHT, conditions_of, is_common
from core.search.query_parser import PIECE, parse_terms, query_of
from core.search.readers import reader_tokens
from core.search.registry import KINDS
from core.search.vocabulary import without_little_capitals
from core.ui.french import plain

MOST_SUGGESTIONS = 8
PER_KIND = 3
# Of each kind, the newest that are compared.
COMPARED = 200
# A word of three letters looks like too many others.
SHORTEST_WORD = 4
# Two letters exchanged in a word of seven leave half of its trigrams.
LIKENESS = 0.4
# As `difflib` counts: three letters of four.
CLOSE = 0.75
# Enough to find the word; a root as common as « délib » has tens of thousands of titles.
LOOKED_AT = 200


@dataclass(frozen=True)
class Suggestion:
    """A title to go to; `title` is marked as `core.search.excerpts` says."""

    kind: str
    title: str
    url: str


def suggest(typed: str, agent: Agent) -> list[Suggestion]:
    """At most 8 readable objects whose title or keywords hold these words, the last one still being typed."""
    terms = without_little_capitals(parse_terms(typed, is_typing=True), {})
    if sum(len(piece) for term in terms for piece in term.pieces) < 2:
        return []
    query = query_of(terms)
    if not query.tsquery:
        return []
    conditions = conditions_of(agent)
    conditions.filters += " AND page_id IS NULL"
    conditions.rows = "page_id IS NULL"
    conditions.most = COMPARED
    values = conditions.values | {
        "query": query.tsquery,
        "loose": query.loose,
        "any": query.any,
        "kinds": list(KINDS),
        "most": COMPARED,
        "typed": " ".join(query.words),
        "per_kind": PER_KIND,
        "shown": MOST_SUGGESTIONS,
        "whole": WHOLE,
    }
    plan = BY_DATE if is_common(query, conditions, values) else BY_WORDS
    with connection.cursor() as cursor:
        cursor.execute(SUGGESTIONS.replace("HITS", conditions.within(plan)), values)
        return [Suggestion(kind, as_written(title), url) for kind, title, url in cursor.fetchall()]


BY_WORDS = f"""
    SELECT id, kind, "on", title, url, vector FROM search_entry WHERE id = ANY(ARRAY(
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY kind ORDER BY {NEWEST}) AS place
            FROM search_entry WHERE GIVEN AND vector @@ %(query)s::tsquery
        ) matching WHERE place <= %(most)s
    ))
"""  # noqa: S608  (this module's own pieces)
BY_DATE = f"""
    SELECT newest.* FROM unnest(%(kinds)s::text[]) AS wanted (code) CROSS JOIN LATERAL (
        SELECT id, kind, "on", title, url, vector FROM search_entry
        WHERE kind = wanted.code FILTERS AND CASE WHEN vector @@ %(query)s::tsquery THEN {RIGHT} END
        ORDER BY {NEWEST} LIMIT %(most)s
    ) newest
"""  # noqa: S608  (this module's own pieces)
# Words of the title or the keywords: who types a number wants what has it. Of few rows, for the planner has no idea
# of how many pass.
SUGGESTIONS = f"""
    WITH scored AS (
        SELECT hits.*, starts_with(plain_text(search_words(title)), plain_text(%(typed)s)) AS is_start,
               ts_rank('{{0, 0, 0.4, 1}}', vector, %(query)s::tsquery) AS score
        FROM (HITS) hits WHERE ts_filter(vector, '{{a,b}}') @@ %(query)s::tsquery
    ),
    ranked AS (
        SELECT scored.*, row_number() OVER (
            PARTITION BY kind ORDER BY is_start DESC, score DESC, "on" DESC NULLS LAST, id DESC) AS rank
        FROM scored
    )
    SELECT kind, ts_headline('public.french_plain', search_shown(title), %(any)s::tsquery, %(whole)s), url
    FROM ranked WHERE rank <= %(per_kind)s
    ORDER BY is_start DESC, score DESC, {NEWEST} LIMIT %(shown)s
"""  # noqa: S608  (this module's own pieces)


def likest_words(words: Sequence[str], agent: Agent) -> dict[str, str]:
    """For each of these words, the likest one of a title or keyword that this agent may read; one statement."""
    asked = [word for word in words if len(word) >= SHORTEST_WORD and word.isalpha()][:4]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        # The threshold is this transaction's alone. It is set before the index is opened, for that asks for it.
        cursor.execute(
            """
            WITH threshold AS MATERIALIZED (
                SELECT set_config('pg_trgm.word_similarity_threshold', %(likeness)s, true) AS value)
            SELECT asked.word, near.title FROM threshold CROSS JOIN unnest(%(words)s::text[]) AS asked (word)
            CROSS JOIN LATERAL (
                SELECT title || ' ' || keywords AS title FROM search_entry
                WHERE page_id IS NULL AND readers && %(readers)s::text[] AND threshold.value IS NOT NULL
                  AND plain_text(search_words(title || ' ' || keywords)) %%> plain_text(asked.word)
                LIMIT %(looked_at)s
            ) near
            """,
            {
                "words": asked,
                "readers": reader_tokens(agent),
                "looked_at": LOOKED_AT,
                "likeness": str(LIKENESS),
            },
        )
        rows = cursor.fetchall()
    near: dict[str, set[str]] = {word: set() for word in asked}
    for word, title in rows:
        near[word].update(piece.lower() for piece in PIECE.findall(title))
    likest = {word: _likest(word, sorted(known)) for word, known in near.items()}
    return {word: better for word, better in likest.items() if better}


def _likest(word: str, known: Sequence[str]) -> str:
    by_plain = {plain(each): each for each in known}
    close = difflib.get_close_matches(plain(word), by_plain, n=1, cutoff=CLOSE)
    return by_plain[close[0]] if close else ""
