"""From what is typed to what is found: words understood, put right when nothing holds them, all wanted, then most.

The words and the right are always conditions of the same statement. Of each kind, the newest 1,000 matches are ranked,
and those whose title or number holds the words, whatever their age.

Statements are written by hand here, and only here: in six querysets, the ORM composed the same answer for 17 ms, three
times what the frame of the page costs (1 December 2026).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.db.models.lookups import StartsWith
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.french import plain
from core.people.models import Agent
from core.people.ordering import PlainText
from core.search.models import Entry
from core.search.query_parser import Query, Term, joined, parse_terms
from core.search.readers import reader_tokens
from core.search.registry import KINDS
from core.search.sql import FRENCH, SearchShown, SearchWords, TitleWords, WrittenQuery
from core.search.vocabulary import likest_words, understand, without_little_capitals

PAGE_SIZE = 20
# Of each kind, the newest matches that are ranked.
RANKED = 1000
# Beyond so many matches, sorting them would cost more each year: each kind is read from its newest on.
MANY = 10_000
SHORTEST_START = 3
# Words in the name of the kind, in a text, in keywords, in a title.
PLACES = [0.02, 0.2, 0.6, 1.0]
# Of people, what they do says as much as what they are called.
PLACES_OF_PEOPLE = [0.02, 0.6, 0.6, 1.0]

MOST_SUGGESTIONS = 8
PER_KIND = 3
# A beginning of two letters has tens of thousands of titles: one types on.
COMPARED = 5_000
PLACES_OF_TITLES = [0.0, 0.0, 0.4, 1.0]
# For private use, so that no text has a meaning for them; HTML's own signs would be those of the text itself.
START, STOP = "\ue000", "\ue001"
MARKS = f"StartSel={START}, StopSel={STOP}"
HEADLINE = f'{MARKS}, MaxFragments=2, MaxWords=24, MinWords=12, FragmentDelimiter=" … "'
WHOLE = f"{MARKS}, HighlightAll=true"
# `search_shown` parts words by it, for the parser alone.
PARTED = "\x01"
PAIR = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
STRAY = re.compile(f"[{START}{STOP}]")


@dataclass(frozen=True)
class Filters:
    kind: str | None = None
    direction: int | None = None
    year: int | None = None


ALL = Filters()


@dataclass(frozen=True)
class FoundObject:
    """One object that matches. `page` is the best page of its files, `pages` how many of them match.

    `missing` are the words typed that it does not hold, when no object holds them all. `title` and `excerpt` mark the
    words that were found; `file_url` ends with « / ».
    """

    kind: str
    title: SafeString
    url: str
    excerpt: SafeString
    on: date | None
    direction_id: int | None
    page: int | None
    pages: int
    file_url: str
    note: str
    missing: Sequence[str]


@dataclass(frozen=True)
class KindCount:
    """How many objects of a kind match; at least, when only its newest matches were looked at."""

    kind: str
    objects: int
    is_partial: bool


@dataclass(frozen=True)
class Results:
    """A page of what is found, and what was made of the words to find it.

    `corrected` pairs each word that nothing readable holds with the one looked for instead; `started` are those found
    as beginnings. `is_whole` when something holds every word; `is_empty` when there was nothing to look for.
    """

    rows: Sequence[FoundObject] = ()
    counts: Sequence[KindCount] = ()
    number: int = 1
    directions: Sequence[int] = ()
    years: Sequence[int] = ()
    kind: str | None = None
    corrected: Sequence[tuple[str, str]] = ()
    started: Sequence[str] = ()
    is_whole: bool = True
    is_empty: bool = False

    @property
    def shown(self) -> Sequence[KindCount]:
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


@dataclass(frozen=True)
class Known:
    """Counts, for each wanted term, of readable rows (1,000 at most), and whether one holds a word that begins so.

    `is_whole` when a row holds all of them, whatever the filters.
    """

    query: Query
    counts: Sequence[int] = ()
    starts: Sequence[bool] = ()
    is_whole: bool = False


@dataclass(frozen=True)
class Search:
    """A search by an agent; `typed` is the title that comes before all others."""

    agent: Agent
    typed: str
    filters: Filters
    page: int
    asks_who: bool
    # A kind, and the objects of it that come before all others, the best first.
    answers: tuple[str, Sequence[int]] = ("", ())

    def all_words(self, query: Query) -> Results:
        return self._find(query, query.tsquery, {"wanted": query.wanted}, rank=RANK)

    def most_words(self, known: Known) -> Results:
        """Find the rows with the most words, the rare ones heavier; each result says which it lacks.

        A word that more than 1,000 rows hold leads to nothing by itself, unless all are as common.
        """
        query = known.query
        terms = [text for _, text in query.wanted_terms]
        rare = [text for text, count in zip(terms, known.counts, strict=True) if 0 < count < RANKED]
        rarity = [log(1 + RANKED / count) if count else 0.0 for count in known.counts]
        values = {"terms": terms, "rarity": rarity}
        words = query.excluding(joined(" | ", rare or terms))
        return self._find(query, words, values, rank=RANK_OF_MOST, held=HELD, missing=MISSING)

    def know(self, query: Query, starting: Query) -> Known:
        """Count readable rows with the terms; one statement."""
        pairs = [
            (text, start)
            for term, text, start in zip(query.terms, query.each, starting.each, strict=True)
            if term.is_wanted and text
        ]
        if not pairs:
            return Known(query)
        words, starts = (list(texts) for texts in zip(*pairs, strict=True))
        values = {"words": words, "starts": starts, "whole": query.tsquery, "most": RANKED}
        (row,) = _rows(KNOWN, values | {"readers": reader_tokens(self.agent)})
        return Known(query, *row)

    def _find(
        self,
        query: Query,
        words: str,
        values: dict[str, Any],
        *,
        rank: str,
        held: str = "1",
        missing: str = "'{}'::boolean[]",
    ) -> Results:
        filters, given = _filters(self.filters)
        people = [code for code, kind in KINDS.items() if kind.is_people and self.asks_who]
        values = {
            **values,
            **given,
            "query": words,
            "any": query.any,
            "readers": reader_tokens(self.agent),
            "kinds": list(KINDS),
            "ranked": RANKED,
            "many": MANY,
            "places": PLACES_OF_PEOPLE if self.asks_who else PLACES,
            "weights": json.dumps({code: kind.weight for code, kind in KINDS.items()}),
            "people": people,
            "noted": json.dumps({code: kind.weight_of_noted for code, kind in KINDS.items()}),
            "answering": self.answers[0],
            "answers": list(self.answers[1]),
            "title": self.typed,
            "kind": self.filters.kind,
            "size": PAGE_SIZE,
            "offset": (self.page - 1) * PAGE_SIZE,
            "headline": HEADLINE,
            "whole": WHOLE,
        }
        statement = RESULTS.replace("RANK", rank).replace("MISSING", missing)
        rows = _rows(_with(statement, BY_WORDS, held, filters), values)
        if rows and rows[0][5]:
            rows = _rows(_with(statement, BY_DATE, held, filters), values)
        return _results(rows, [term.text for term, _ in query.wanted_terms], self.filters, self.page)


def search(typed: str, agent: Agent, filters: Filters = ALL, *, page: int = 1) -> Results:
    """A page of 20 objects that this agent may read, best first. Nothing is sent when there is nothing to look for."""
    typed = typed.replace("\x00", " ").strip()
    terms = parse_terms(typed)
    if not any(term.is_wanted for term in terms):
        return Results(is_empty=True)
    reading = understand(terms)
    wanted = [term for term in reading.terms if term.is_wanted]
    readings = [typed, *(wanted[0].meanings if len(wanted) == 1 else ())]
    asked = Search(agent, typed, filters, page, reading.asks_who, _answers(agent, readings))
    query, starting = _read(reading.terms)
    corrected: list[tuple[str, str]] = []
    started: list[str] = []

    def of_all_words(query: Query) -> Results | None:
        """Most searches end here: what is known of each word is asked when nothing holds them all."""
        if not asked.answers[1] and (reading.asks_who or not query.tsquery):
            return None
        found = asked.all_words(query)
        return replace(found, corrected=corrected, started=started) if found.counts else None

    if found := of_all_words(query):
        return found
    known = asked.know(query, starting)
    if 0 in known.counts and (better := _put_right(known, agent, corrected, started)) != query.terms:
        query, starting = _read(better)
        if found := of_all_words(query):
            return found
        known = asked.know(query, starting)
    if not query.tsquery:
        return Results(is_empty=True)
    if known.is_whole and not reading.asks_who:
        # The filters leave nothing of it.
        return Results(kind=filters.kind, corrected=corrected, started=started)
    is_whole = known.is_whole
    if not is_whole and (answers := _answers(agent, readings, is_last_resort=True))[1]:
        asked, is_whole = replace(asked, answers=answers), True
    found = asked.most_words(known)
    return replace(found, corrected=corrected, started=started, is_whole=is_whole)


def _answers(
    agent: Agent, readings: Sequence[str], *, is_last_resort: bool = False
) -> tuple[str, Sequence[int]]:
    """Ask the kinds that answer by themselves; the first that does is listened to."""
    for code, kind in KINDS.items():
        if kind.answers and (keys := kind.answers(agent, readings, is_last_resort)):
            return code, keys
    return "", ()


def _put_right(
    known: Known, agent: Agent, corrected: list[tuple[str, str]], started: list[str]
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


def suggest(typed: str, agent: Agent) -> list[Entry]:
    """At most 8 readable objects whose title or keywords hold these words, the last one still being typed.

    Their titles are marked, ready for a page.
    """
    terms = without_little_capitals(parse_terms(typed, is_typing=True), {})
    if sum(len(piece) for term in terms for piece in term.pieces) < 2:
        return []
    (query,) = _queries(terms)
    if not query.tsquery:
        return []
    words = WrittenQuery(query.tsquery)
    titles = Entry.objects.visible_to(agent).filter(page=None).alias(names=TitleWords("vector"))
    compared = Entry.objects.filter(pk__in=titles.filter(names=words).values("pk")[:COMPARED]).alias(
        is_start=StartsWith(PlainText(SearchWords("title")), plain(" ".join(query.words))),
        score=SearchRank(F("vector"), words, weights=PLACES_OF_TITLES),
    )
    best = [F("is_start").desc(), F("score").desc(), F("on").desc(nulls_last=True), F("pk").desc()]
    place = Window(RowNumber(), partition_by="kind", order_by=best)
    first = list(
        compared.alias(place=place)
        .filter(place__lte=PER_KIND)
        .order_by(*best)
        .values_list("pk", flat=True)[:MOST_SUGGESTIONS]
    )
    whole = SearchHeadline(
        SearchShown("title"),
        WrittenQuery(query.any),
        config=FRENCH,
        start_sel=START,
        stop_sel=STOP,
        highlight_all=True,
    )
    shown = Entry.objects.only("kind", "url").annotate(marked_title=whole).in_bulk(first)
    for entry in shown.values():
        entry.title = marked(entry.marked_title)
    return [shown[pk] for pk in first if pk in shown]


def _read(terms: tuple[Term, ...]) -> list[Query]:
    """The query of these terms, and that of their beginnings; one statement."""
    return _queries(terms, tuple(replace(term, is_start=True, meanings=()) for term in terms))


def _queries(*readings: tuple[Term, ...]) -> list[Query]:
    """The queries of several readings of what was typed, as PostgreSQL writes them; one statement."""
    every = list(dict.fromkeys(term for terms in readings for term in terms))
    if not any(term.is_wanted for term in every):
        return [Query((), ()) for _ in readings]
    expressions, values = zip(*(term.sql for term in every), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'({sql})::text' for sql in expressions)}",
            [value for given in values for value in given],
        )
        texts = dict(zip(every, cursor.fetchone(), strict=True))
    return [Query(terms, tuple(texts[term] for term in terms)) for terms in readings]


def _rows(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _filters(filters: Filters) -> tuple[str, dict[str, Any]]:
    """Conditions that go on after another, and their values."""
    sql = ""
    values: dict[str, Any] = {}
    if filters.direction is not None:
        sql += " AND direction_id = %(direction)s"
        values["direction"] = filters.direction
    if filters.year is not None:
        sql += ' AND "on" BETWEEN %(first_day)s AND %(last_day)s'
        values |= {"first_day": date(filters.year, 1, 1), "last_day": date(filters.year, 12, 31)}
    return sql, values


def _results(rows: list[Any], words: Sequence[str], filters: Filters, page: int) -> Results:
    kinds = {row[0]: row[1:5] for row in rows}
    counts = [KindCount(code, kinds[code][0], kinds[code][1] > RANKED) for code in KINDS if code in kinds]
    shown = [kinds[count.kind] for count in counts if filters.kind in (None, count.kind)]
    found = sum(kind[0] for kind in shown)
    return Results(
        rows=[_found(words, *row[6:]) for row in rows if row[6] is not None],
        counts=counts,
        number=min(page, max(-(-found // PAGE_SIZE), 1)),
        directions=sorted({direction for kind in shown for direction in kind[2]}),
        years=sorted({year for kind in shown for year in kind[3]}, reverse=True),
        kind=filters.kind,
    )


def _found(words: Sequence[str], kind: str, title: str, url: str, excerpt: str, *rest: Any) -> FoundObject:
    *others, lacks = rest
    missing = [word for word, is_lacking in zip(words, lacks, strict=False) if is_lacking]
    return FoundObject(kind, marked(title), url, marked(excerpt), *(*others, missing))


def marked(headline: str) -> SafeString:
    """Escaped text, each marked word in `<mark>`; a text's own private signs are dropped."""
    escaped = PAIR.sub(r"<mark>\1</mark>", str(conditional_escape(headline.replace(PARTED, ""))))
    return mark_safe(STRAY.sub("", escaped))  # noqa: S308  (escaped on the line above)


def _with(statement: str, newest: str, held: str, filters: str) -> str:
    statement = statement.replace("NEWEST_OF_EACH_KIND", newest).replace("HELD", held)
    return statement.replace("GIVEN", f"readers && %(readers)s::text[]{filters}").replace("NEWEST", NEWEST)


NEWEST = '"on" DESC NULLS LAST, id DESC'
# Matches as the index of words gives them: the first 10,001, of common words, are of any age.
BY_WORDS = """
    SELECT id, (SELECT count(*) > %(many)s FROM matching) AS is_cut FROM (
        SELECT id, row_number() OVER (PARTITION BY kind ORDER BY held DESC, NEWEST) AS place FROM matching
    ) placed WHERE place <= %(ranked)s + 1
"""
# « CASE » keeps the index of words out: common words are found soon in what is newest.
BY_DATE = """
    SELECT newest.id, FALSE AS is_cut FROM unnest(%(kinds)s::text[]) AS wanted (code) CROSS JOIN LATERAL (
        SELECT id FROM search_entry
        WHERE kind = wanted.code AND CASE WHEN vector @@ %(query)s::tsquery THEN GIVEN END
        ORDER BY NEWEST LIMIT %(ranked)s + 1
    ) newest
"""
# A long text holds more words by chance; a page is as long as any other.
RANK_OF = """(CASE WHEN page_id IS NULL THEN FUNCTION(%(places)s::real[], vector, WORDS, 1)
              ELSE FUNCTION(%(places)s::real[], vector, WORDS) / 7 END)"""
# Of all the words, `ts_rank`: by cover density, agents whose function repeats a word come before the direction that is
# named so. Of 214 searches of the demonstration town, 201 keep their first result, and 171 by `ts_rank_cd` alone.
RANK = RANK_OF.replace("FUNCTION", "ts_rank").replace("WORDS", "%(wanted)s::tsquery")
RANK_OF_MOST = f"""(
    SELECT sum(asked.rarity * {RANK_OF.replace("FUNCTION", "ts_rank_cd").replace("WORDS", "asked.term::tsquery")})
    FROM unnest(%(terms)s::text[], %(rarity)s::float[]) AS asked (term, rarity))"""  # noqa: S608
HELD = "(SELECT count(*) FROM unnest(%(terms)s::text[]) AS asked (term) WHERE vector @@ asked.term::tsquery)"
# Which words an object holds neither itself nor by a page; two conditions, for each has an index.
MISSING = """ARRAY(
    SELECT NOT EXISTS (SELECT FROM search_entry WHERE id = shown.object AND vector @@ asked.term::tsquery)
       AND NOT EXISTS (
           SELECT FROM search_entry
           WHERE main_id = shown.object AND page_id IS NOT NULL AND vector @@ asked.term::tsquery)
    FROM unnest(%(terms)s::text[]) WITH ORDINALITY AS asked (term, position) ORDER BY position)"""
# A title as it is typed; its length is looked at first, for reading words costs far more. The planner, which does not
# see a query that is selected, opens the index of words: it would read the words of every row for a common one.
RESULTS = """
    WITH matching AS MATERIALIZED (
        SELECT id, kind, "on", HELD AS held FROM search_entry
        WHERE GIVEN AND vector @@ (SELECT %(query)s::tsquery) LIMIT %(many)s + 1
    ),
    newest AS MATERIALIZED (NEWEST_OF_EACH_KIND),
    titled AS (
        SELECT id FROM search_entry
        WHERE GIVEN AND page_id IS NULL AND ts_filter(vector, '{a,b}') @@ %(query)s::tsquery
          AND (SELECT count(*) FROM newest) > %(ranked)s
        ORDER BY NEWEST LIMIT %(ranked)s
    ),
    answering AS (
        SELECT id FROM search_entry
        WHERE %(answers)s::bigint[] <> '{}' AND kind = %(answering)s AND object_id = ANY(%(answers)s::bigint[])
          AND page_id IS NULL AND GIVEN
    ),
    hits AS MATERIALIZED (
        SELECT coalesce(main_id, id) AS object, kind, page_id, "on", year, direction_id, HELD AS held,
               RANK * CASE WHEN note = '' THEN 1 ELSE (%(noted)s::jsonb ->> kind)::float END AS rank,
               CASE WHEN kind = %(answering)s AND page_id IS NULL
                    THEN array_position(%(answers)s::bigint[], object_id) END AS answer,
               CASE WHEN char_length(title) BETWEEN 1 AND char_length(%(title)s) + 10
                    THEN plain_text(search_words(title)) = plain_text(search_words(%(title)s)) ELSE FALSE END AS is_it
        FROM search_entry
        WHERE id = ANY(ARRAY(SELECT id FROM newest UNION SELECT id FROM titled UNION SELECT id FROM answering))
    ),
    objects AS MATERIALIZED (
        SELECT object, kind, "on", year, direction_id, min(answer) AS answer, bool_or(is_it) AS is_it,
               max(rank) * coalesce((%(weights)s::jsonb ->> kind)::float, 1) AS score, count(*) AS rows,
               count(page_id) AS pages
        FROM hits WHERE answer IS NOT NULL OR held >= (
            SELECT coalesce(max(held) FILTER (WHERE kind = ANY(%(people)s::text[])), max(held)) FROM hits)
        GROUP BY object, kind, "on", year, direction_id
    ),
    counts AS (
        SELECT kind, count(*) AS objects, sum(rows) AS rows,
               coalesce(array_agg(DISTINCT direction_id) FILTER (WHERE direction_id IS NOT NULL), '{}') AS directions,
               coalesce(array_agg(DISTINCT year) FILTER (WHERE year IS NOT NULL), '{}') AS years
        FROM objects GROUP BY kind
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
           (SELECT bool_or(is_cut) FROM newest),
           shown.kind, ts_headline('public.french_plain', search_shown(entry.title), %(any)s::tsquery, %(whole)s),
           entry.url,
           ts_headline('public.french_plain', search_shown(coalesce(page.text, entry.text)), %(any)s::tsquery,
                       %(headline)s),
           shown."on", shown.direction_id, page.number, shown.pages, coalesce(holding.url, ''), entry.note,
           CASE WHEN shown.answer IS NULL THEN MISSING ELSE '{}' END
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
    'answer, is_it DESC, kind = ANY(%(people)s::text[]) DESC, score DESC, "on" DESC NULLS LAST, object DESC',
)
# The queries come from rows that are made first: the planner, which does not see them, opens the index of words.
ROWS_OF = "search_entry WHERE readers && %(readers)s::text[] AND vector @@ "
KNOWN = f"""
    WITH held AS (
        SELECT position, start, (
            SELECT count(*) FROM (SELECT FROM {ROWS_OF} word::tsquery LIMIT %(most)s) few) AS rows
        FROM unnest(%(words)s::text[], %(starts)s::text[]) WITH ORDINALITY AS asked (word, start, position))
    SELECT array_agg(rows ORDER BY position),
           array_agg(rows = 0 AND start <> '' AND EXISTS (SELECT FROM {ROWS_OF} start::tsquery) ORDER BY position),
           EXISTS (SELECT FROM {ROWS_OF} %(whole)s::tsquery)
    FROM held
"""  # noqa: S608  (this module's own pieces)
