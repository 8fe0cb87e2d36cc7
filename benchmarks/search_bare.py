"""The same answer as a search gives, in one statement by hand: what PostgreSQL alone takes, by the best plan known.

The right, the words, the newest 1,000 matches ranked, the count, the best page of each object and the excerpts: all
of the answer is here, for the one kind that the measured database holds. Its literals are written out, so that
nothing is planned for any other words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from benchmarks.measure import take_turns
from benchmarks.pages import bare
from core.people.models import Agent
from core.search import queries
from core.search.excerpts import HEADLINE, WHOLE
from core.search.query_parser import parse_terms, query_of
from core.search.readers import reader_tokens

KIND = "deliberations.deliberation"
TRIED = 5
COLUMNS = 'id, coalesce(main_id, id) AS object, page_id, "on", vector'
NEWEST = '"on" DESC NULLS LAST, id DESC'
RIGHT = "readers && {readers}::text[]"
# Every match by the words' indexes, then the newest of them.
BY_WORDS = f"""
    SELECT * FROM (
        SELECT {COLUMNS} FROM search_entry WHERE page_id IS NULL AND vector @@ {{query}}::tsquery AND {RIGHT}
        UNION ALL
        SELECT {COLUMNS} FROM search_entry WHERE page_id IS NOT NULL AND vector @@ {{query}}::tsquery AND {RIGHT}
    ) matching ORDER BY {NEWEST} LIMIT {{ranked}}
"""
# From the newest on, until enough match. « CASE » keeps the words' indexes out, and their estimates: words that go
# together are expected far too rarely, and the planner would sort every row instead.
BY_DATE = f"""
    SELECT {COLUMNS} FROM search_entry
    WHERE kind = {{kind}} AND CASE WHEN vector @@ {{query}}::tsquery THEN TRUE END AND {RIGHT}
    ORDER BY {NEWEST} LIMIT {{ranked}}
"""
ANSWER = """
    WITH hits AS MATERIALIZED (
        SELECT object, page_id, "on",
               CASE WHEN page_id IS NULL THEN ts_rank({places}::real[], vector, {wanted}::tsquery, 1)
                    ELSE ts_rank({places}::real[], vector, {wanted}::tsquery) / 7 END AS rank
        FROM (HITS) newest
    ),
    objects AS (
        SELECT object, "on", max(rank) AS score, count(page_id) AS pages,
               (array_agg(page_id ORDER BY rank DESC, page_id) FILTER (WHERE page_id IS NOT NULL))[1] AS best
        FROM hits GROUP BY object, "on"
    ),
    shown AS MATERIALIZED (
        SELECT *, count(*) OVER () AS found FROM objects
        ORDER BY score DESC, "on" DESC NULLS LAST, object DESC LIMIT {size}
    )
    SELECT entry.url, page.number, shown.found, shown.pages, shown."on", holding.url,
           ts_headline('public.french_plain', entry.title, {any}::tsquery, {whole}),
           ts_headline('public.french_plain', coalesce(page.text, entry.text), {any}::tsquery, {headline})
    FROM shown JOIN search_entry entry ON entry.id = shown.object
    LEFT JOIN documents_pagetext page ON page.id = shown.best
    LEFT JOIN search_holding holding
           ON holding.entry_id = shown.object AND holding.document_id = page.document_id
    ORDER BY shown.score DESC, shown."on" DESC NULLS LAST, shown.object DESC
"""


@dataclass(frozen=True)
class Plan:
    name: str
    statement: str

    def explain(self) -> str:
        return "\n".join(
            f"      {line}"
            for (line,) in self._rows(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {self.statement}")
        )

    def found(self) -> list[tuple[str, int | None]]:
        """The addresses and the pages shown, in order."""
        return [(row[0], row[1]) for row in self._rows(self.statement)]

    @staticmethod
    def _rows(statement: str) -> list[Any]:
        connection.ensure_connection()
        assert connection.connection is not None
        with connection.connection.cursor() as cursor:
            return cursor.execute(statement).fetchall()


def values_of(words: str, agent: Agent) -> dict[str, Any]:
    query = query_of(parse_terms(words))
    return {
        "query": query.tsquery,
        "wanted": query.wanted,
        "any": query.any,
        "places": queries.PLACES,
        "readers": reader_tokens(agent),
        "kind": KIND,
        "ranked": queries.RANKED + 1,
        "size": queries.PAGE_SIZE,
        "headline": HEADLINE,
        "whole": WHOLE,
    }


def best_plan(values: dict[str, Any]) -> Plan:
    """Of the plans written here, the quickest for these words."""
    literals = {name: sql.Literal(value) for name, value in values.items()}
    plans = {}
    for name, hits in (("words", BY_WORDS), ("date", BY_DATE)):
        text = sql.SQL(ANSWER.replace("HITS", hits)).format(**literals).as_string(connection.connection)
        plans[name] = Plan(name, text)
    runs: dict[str, Callable[[], object]] = {
        name: bare(connection, [plan.statement]) for name, plan in plans.items()
    }
    times = take_turns(runs, requests=TRIED, warm_up=1)
    return plans[min(times, key=lambda name: times[name])]
