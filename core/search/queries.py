"""The statement that finds: the words and the right are always conditions of the same statement.

The planner is asked how common the words are and, of several words, a sample too; the page of results is found with
its counts and excerpts.

Two plans answer it. Words that are not common: every match by the GIN indexes, the newest 1,000 of each kind kept.
Common words: each kind's rows from the newest on, until 1,000 match. The planner would choose wrongly between the
two: it does not know that testing a vector out of the row costs far more than testing a number in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from core.people.models import Agent
from core.search.excerpts import HEADLINE, WHOLE, as_written
from core.search.query_parser import Query
from core.search.readers import reader_tokens
from core.search.registry import KINDS

PAGE_SIZE = 20
# Of each kind, the newest matches that are ranked.
RANKED = 1000
# Rows looked at for a phrase made of common words: the words are in the indexes, their order is in each row.
LOOKED_AT = 10_000
# Microseconds, as measured: a match fetched by the index, somewhere in the table; a row walked by date; a
# vector tested.
FETCHED, WALKED, TESTED = 15.0, 1.0, 3.5
# Rows asked, somewhere in the table and among the newest of each kind, for how many match.
SAMPLED, NEWEST_SAMPLED = 500, 200

NEWEST = '"on" DESC NULLS LAST, id DESC'
RIGHT = "readers && %(readers)s::text[]"


@dataclass(frozen=True)
class Filters:
    """What the address asks for; None leaves all."""

    kind: str | None = None
    direction: int | None = None
    year: int | None = None


ALL = Filters()


@dataclass(frozen=True)
class FoundObject:
    """One object that matches. `page` is the best page of its files, `pages` how many of them match.

    `missing` are the words typed that it does not hold, when no object holds them all.

    `title` and `excerpt` mark the words as `core.search.excerpts` says; `file_url` ends with « / ».
    """

    kind: str
    title: str
    url: str
    excerpt: str
    on: date | None
    direction_id: int | None
    page: int | None
    pages: int
    file_url: str
    note: str
    missing: Sequence[str]


@dataclass(frozen=True)
class Count:
    """How many objects of a kind match; at least, when only its newest matches were looked at."""

    kind: str
    objects: int
    is_partial: bool


@dataclass(frozen=True)
class Results:
    query: Query
    rows: Sequence[FoundObject] = ()
    counts: Sequence[Count] = ()
    number: int = 1
    directions: Sequence[int] = ()
    years: Sequence[int] = ()
    kind: str | None = None

    @property
    def shown(self) -> Sequence[Count]:
        """The counts of the kind that is asked for, or of all."""
        return [count for count in self.counts if self.kind in (None, count.kind)]

    @property
    def count(self) -> int:
        return sum(count.objects for count in self.shown)

    @property
    def is_partial(self) -> bool:
        return any(count.is_partial for count in self.shown)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.count > self.number * PAGE_SIZE else None


@dataclass
class Conditions:
    """What a row must satisfy beside its words, and the values of that.

    `filters` is SQL that goes on after another condition (« AND … »). `rows` are those that the index of the words
    holds; `most`, how many of each kind are kept, the newest.
    """

    values: dict[str, Any] = field(default_factory=dict)
    filters: str = ""
    rows: str = "TRUE"
    most: int = RANKED
    is_narrow: bool = False

    def within(self, statement: str) -> str:
        """The statement, with the right and the filters for GIVEN, the filters alone for FILTERS, and ROWS."""
        return (
            statement.replace("GIVEN", f"{RIGHT} FILTERS")
            .replace("FILTERS", self.filters)
            .replace("ROWS", self.rows)
        )


def find(
    query: Query,
    agent: Agent,
    filters: Filters = ALL,
    *,
    page: int = 1,
    typed: str = "",
    people_first: bool = False,
    most: int | None = None,
    rarity: Sequence[float] = (),
) -> Results:
    """A page of 20 objects that hold the words, best first, and the counts by kind; the last page beyond the end.

    `typed` is the title that comes before all others. `most`: at least so many of the words, each as heavy as its
    `rarity`.
    """
    conditions = conditions_of(agent, filters)
    wanted = query.wanted_terms
    if most is not None:
        query = query.with_most(most)
    values = conditions.values | {
        "query": query.tsquery,
        "wanted": query.wanted,
        "any": query.any,
        "terms": [text for _, text in wanted] if most is not None else [],
        "rarity": list(rarity),
        "weights": json.dumps({code: kind.weight for code, kind in KINDS.items()}),
        "first_kinds": [code for code, kind in KINDS.items() if kind.is_people and people_first],
        "places": PLACES_OF_PEOPLE if people_first else PLACES,
        "title": typed,
        "kind": filters.kind,
        "size": PAGE_SIZE,
        "offset": (page - 1) * PAGE_SIZE,
        "headline": HEADLINE,
        "whole": WHOLE,
    }
    plan, is_partial = _plan(query, conditions, values)
    statement = RESULTS.replace("HITS", plan).replace("RANK", RANK if most is None else RANK_OF_MOST)
    statement = statement.replace("MISSING", "'{}'::boolean[]" if most is None else MISSING)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    counts = {row[0]: Count(row[0], row[1], is_partial or row[2] > RANKED) for row in rows}
    shown = [row for row in rows if filters.kind in (None, row[0])]
    words = [term.text for term, _ in wanted]
    return Results(
        query,
        rows=[_found(words, *row[5:]) for row in rows if row[5] is not None],
        counts=[counts[code] for code in KINDS if code in counts],
        number=min(page, _last_page(counts, filters.kind)),
        directions=sorted({direction for row in shown for direction in row[3]}),
        years=sorted({year for row in shown for year in row[4]}, reverse=True),
        kind=filters.kind,
    )


def _last_page(counts: Mapping[str, Count], kind: str | None) -> int:
    found = sum(count.objects for count in counts.values() if kind in (None, count.kind))
    return max(-(-found // PAGE_SIZE), 1)


def _found(words: Sequence[str], kind: str, title: str, url: str, excerpt: str, *rest: Any) -> FoundObject:
    *told, lacks = rest
    missing = [word for word, lacking in zip(words, lacks, strict=False) if lacking]
    return FoundObject(kind, as_written(title), url, as_written(excerpt), *(*told, missing))


def conditions_of(agent: Agent, filters: Filters = ALL) -> Conditions:
    """The right, and the filters; the same for whatever is found."""
    conditions = Conditions({"readers": reader_tokens(agent), "ranked": RANKED})
    if filters.direction is not None:
        # An array: an equality would be tested after the words, which cost more.
        conditions.filters += " AND direction_id = ANY(%(directions)s)"
        conditions.values["directions"] = [filters.direction]
        conditions.is_narrow = True
    if filters.year is not None:
        # A range of the date, which the index by date knows.
        conditions.filters += ' AND "on" BETWEEN %(first_day)s AND %(last_day)s'
        conditions.values |= {"first_day": date(filters.year, 1, 1), "last_day": date(filters.year, 12, 31)}
    return conditions


def _plan(query: Query, conditions: Conditions, values: dict[str, Any]) -> tuple[str, bool]:
    """The sub-select of what is ranked, by the cheaper plan; whether it may leave older matches out unseen."""
    values |= {"kinds": list(KINDS), "looked_at": LOOKED_AT, "loose": query.loose}
    # One direction's rows have an index of their own, which the planner weighs against the words'.
    by_date = not conditions.is_narrow and is_common(query, conditions, values)
    plan = BY_WORDS
    if by_date:
        plan = PHRASE_BY_DATE if query.is_phrase else BY_DATE
    return conditions.within(plan), by_date and query.is_phrase


def is_common(query: Query, conditions: Conditions, values: dict[str, Any]) -> bool:
    """Whether walking from the newest on costs less than fetching every match.

    The planner counts rows well, and single words; it takes words for independent, and « éclairage » and « public »
    are not. Of several words a sample is asked as well: of all rows, and of the newest, where the walk begins.
    """
    with connection.cursor() as cursor:
        cursor.execute(conditions.within(ESTIMATES), values)
        (plan,) = cursor.fetchone()
        plan = json.loads(plan) if isinstance(plan, str) else plan
        matching, wanted, readable, every = (part["Plan Rows"] for part in plan[0]["Plan"]["Plans"])
        needed = LOOKED_AT if query.is_phrase else conditions.most
        tested = needed * max(readable, 1) / max(wanted, 1)
        if not query.is_one_word and every > SAMPLED:
            cursor.execute(conditions.within(SAMPLE), values | {"percent": 100 * SAMPLED / every})
            kinds = cursor.fetchall()
            asked = max(sum(kind[1] for kind in kinds), 1)
            # In place of the estimate, which may be far too low or, for beginnings, too high.
            matching = every * (sum(kind[0] for kind in kinds) + 0.5) / asked
            # Each kind is walked until enough match, or to its end. One match of a few hundred says little: half a
            # match is taken away.
            tested = sum(
                min(max(every * rows / asked, newest), needed * newest / max(found - 0.5, 0.1))
                for _, rows, found, newest in kinds
            )
    by_words = FETCHED * matching
    # What is walked without being tested: rows that the right or the filters leave out, pages under titles.
    return (WALKED * every / max(readable, 1) + TESTED) * min(readable, tested) < by_words


ROW = 'id, coalesce(main_id, id) AS object, kind, page_id, "on", year, direction_id, vector, title'
# Each arm has its own index; the page's is by far the larger, and suggestions never open it. What is sorted is
# narrow: the vectors are fetched for the newest alone.
BY_WORDS = f"""
    SELECT {ROW} FROM search_entry WHERE id = ANY(ARRAY(
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY kind ORDER BY {NEWEST}) AS place FROM (
                SELECT id, kind, "on" FROM search_entry
                WHERE GIVEN AND page_id IS NULL AND vector @@ %(query)s::tsquery
                UNION ALL
                SELECT id, kind, "on" FROM search_entry
                WHERE GIVEN AND page_id IS NOT NULL AND vector @@ %(query)s::tsquery
            ) matching
        ) placed WHERE place <= %(ranked)s + 1
    ))
"""  # noqa: S608  (this module's own pieces)
# « CASE » keeps the GIN indexes out of this plan, and their estimates: however few matches it expects, the planner
# walks the index by date rather than sorting every row. The right is asked of the rows that match, for nearly all
# rows are everyone's.
BY_DATE = f"""
    SELECT newest.* FROM unnest(%(kinds)s::text[]) AS wanted (code) CROSS JOIN LATERAL (
        SELECT {ROW} FROM search_entry
        WHERE kind = wanted.code FILTERS AND CASE WHEN vector @@ %(query)s::tsquery THEN {RIGHT} END
        ORDER BY {NEWEST} LIMIT %(ranked)s + 1
    ) newest
"""  # noqa: S608  (this module's own pieces)
PHRASE_BY_DATE = f"""
    SELECT newest.* FROM unnest(%(kinds)s::text[]) AS wanted (code) CROSS JOIN LATERAL (
        SELECT * FROM (
            SELECT {ROW} FROM search_entry
            WHERE kind = wanted.code FILTERS AND CASE WHEN vector @@ %(loose)s::tsquery THEN {RIGHT} END
            ORDER BY {NEWEST} LIMIT %(looked_at)s
        ) looked_at WHERE vector @@ %(query)s::tsquery ORDER BY {NEWEST} LIMIT %(ranked)s + 1
    ) newest
"""  # noqa: S608  (this module's own pieces)
ESTIMATES = """
    EXPLAIN (FORMAT JSON)
    SELECT 1 FROM search_entry WHERE ROWS AND vector @@ %(loose)s::tsquery
    UNION ALL SELECT 1 FROM search_entry WHERE GIVEN AND vector @@ %(loose)s::tsquery
    UNION ALL SELECT 1 FROM search_entry WHERE GIVEN
    UNION ALL SELECT 1 FROM search_entry
"""
# Of each kind, how many match and how many there are, of all rows and of the newest.
SAMPLE = f"""
    SELECT sum(found)::float, sum(rows)::float, sum(newest_found)::float, sum(newest)::float FROM (
        SELECT kind, count(*) FILTER (WHERE ROWS AND vector @@ %(loose)s::tsquery) AS found, count(*) AS rows,
               0 AS newest_found, 0 AS newest
        FROM search_entry TABLESAMPLE SYSTEM (%(percent)s) GROUP BY kind
        UNION ALL
        SELECT code, 0, 0, count(*) FILTER (WHERE vector @@ %(loose)s::tsquery), count(*)
        FROM unnest(%(kinds)s::text[]) AS wanted (code) CROSS JOIN LATERAL (
            SELECT vector FROM search_entry WHERE GIVEN AND kind = wanted.code
            ORDER BY {NEWEST} LIMIT {NEWEST_SAMPLED}
        ) first GROUP BY code
    ) sampled GROUP BY kind
"""  # noqa: S608  (this module's own pieces)
# Words in the name of the kind, in a text, in keywords, in a title. A long text holds more words by chance; a page is
# as long as any other.
PLACES = [0.02, 0.2, 0.6, 1.0]
# Of people, what they do says as much as what they are called.
PLACES_OF_PEOPLE = [0.02, 0.6, 0.6, 1.0]
RANK_OF_WORDS = """(CASE WHEN page_id IS NULL THEN ts_rank(%(places)s::real[], vector, WORDS, 1)
                   ELSE ts_rank(%(places)s::real[], vector, WORDS) / 7 END)"""
RANK = RANK_OF_WORDS.replace("WORDS", "%(wanted)s::tsquery")
RANK_OF_MOST = f"""(
    SELECT sum(asked.rarity * {RANK_OF_WORDS.replace("WORDS", "asked.term::tsquery")})
    FROM unnest(%(terms)s::text[], %(rarity)s::float[]) AS asked (term, rarity))"""  # noqa: S608
# A title as it is typed; its length is looked at first, for reading words costs far more.
RESULTS = """
    WITH hits AS MATERIALIZED (
        SELECT object, kind, page_id, "on", year, direction_id, RANK AS rank,
               CASE WHEN char_length(title) BETWEEN 1 AND char_length(%(title)s) + 10
                    THEN plain_text(search_words(title)) = plain_text(search_words(%(title)s)) ELSE FALSE END AS is_it
        FROM (HITS) ranked
    ),
    objects AS MATERIALIZED (
        SELECT object, kind, "on", year, direction_id, bool_or(is_it) AS is_it,
               max(rank) * coalesce((%(weights)s::jsonb ->> kind)::float, 1) AS score, count(*) AS rows,
               count(page_id) AS pages
        FROM hits GROUP BY object, kind, "on", year, direction_id
    ),
    counts AS (
        SELECT kind, sum(objects)::bigint AS objects, sum(rows) AS rows,
               coalesce(array_agg(DISTINCT direction_id) FILTER (WHERE direction_id IS NOT NULL), '{}') AS directions,
               coalesce(array_agg(DISTINCT year) FILTER (WHERE year IS NOT NULL), '{}') AS years
        FROM (
            SELECT kind, direction_id, year, count(*) AS objects, sum(rows) AS rows
            FROM objects GROUP BY kind, direction_id, year
        ) alike GROUP BY kind
    ),
    shown AS MATERIALIZED (
        SELECT *, row_number() OVER (ORDER BY BEST) AS place FROM (
            SELECT * FROM objects WHERE %(kind)s::text IS NULL OR kind = %(kind)s
            ORDER BY BEST LIMIT %(size)s OFFSET (
                SELECT least(%(offset)s, greatest(count(*) - 1, 0) / %(size)s * %(size)s)
                FROM objects WHERE %(kind)s::text IS NULL OR kind = %(kind)s)
        ) best
    ),
    best_pages AS (
        SELECT DISTINCT ON (object) object, page_id FROM hits JOIN shown USING (object) WHERE page_id IS NOT NULL
        ORDER BY object, rank DESC, page_id
    )
    SELECT counts.kind, counts.objects, counts.rows, counts.directions, counts.years,
           shown.kind, ts_headline('public.french_plain', search_shown(entry.title), %(any)s::tsquery, %(whole)s),
           entry.url,
           ts_headline('public.french_plain', search_shown(coalesce(page.text, entry.text)), %(any)s::tsquery,
                       %(headline)s),
           shown."on", shown.direction_id, page.number, shown.pages, coalesce(holding.url, ''), entry.note, MISSING
    FROM counts
    LEFT JOIN shown ON shown.kind = counts.kind
    LEFT JOIN search_entry entry ON entry.id = shown.object
    LEFT JOIN best_pages ON best_pages.object = shown.object
    LEFT JOIN documents_pagetext page ON page.id = best_pages.page_id
    LEFT JOIN search_holding holding
           ON holding.entry_id = shown.object AND holding.document_id = page.document_id
    ORDER BY shown.place NULLS LAST
""".replace(
    "BEST",
    'is_it DESC, kind = ANY(%(first_kinds)s::text[]) DESC, score DESC, "on" DESC NULLS LAST, object DESC',
)
# Which words an object holds neither itself nor by a page; two conditions, for each has an index.
MISSING = """ARRAY(
    SELECT NOT EXISTS (SELECT FROM search_entry WHERE id = shown.object AND vector @@ asked.term::tsquery)
       AND NOT EXISTS (
           SELECT FROM search_entry
           WHERE main_id = shown.object AND page_id IS NOT NULL AND vector @@ asked.term::tsquery)
    FROM unnest(%(terms)s::text[]) WITH ORDINALITY AS asked (term, position) ORDER BY position)"""
