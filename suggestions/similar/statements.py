"""The two statements behind « idées proches », and what decides whether two ideas are alike."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, OuterRef, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from core.people.models import Agent
from suggestions.models import Correction, Idea
from suggestions.models.full_text import IdeaWords
from suggestions.querysets import IdeaQuerySet

# Words of a title count twice: it is what the author holds the idea to be.
IN_TITLE = 2.0
# Titles that share less of their letters are not looked up by them.
LETTERS_LOOKED_UP = 0.4
# Of what holds a rare stem, so many are compared: those that hold the most of them.
COMPARED = 120
# How much of the letters of two titles is by chance, and what the rest weighs beside the stems.
LETTERS_BY_CHANCE, LETTERS_WEIGHT = 0.25, 0.5
# One stem in common is as likely to be chance; each other halves the doubt.
ONE_BY_CHANCE = 0.5
# Below, nothing is proposed: chosen so that fewer than one in three new ideas of a set without twins meets anything
# (benchmarks/suggestions_similar.py).
ALIKE = 0.12
# In a box of few ideas each word is rare: they are weighed as if there were so many.
AT_LEAST = 200.0

# Each stem: in the title or not, and the share of the ideas that hold it where the statistics list it; the count of
# ideas. `most_common_elem_freqs` ends with two numbers more than there are elements.
READING = """
    WITH typed AS (
        SELECT lexeme, bool_or(is_in_title) AS is_in_title FROM (
            SELECT lexeme, true AS is_in_title
            FROM unnest(to_tsvector('public.french_plain', search_words(%(title)s)))
            UNION ALL
            SELECT lexeme, false FROM unnest(to_tsvector('public.french_plain', search_words(%(text)s)))
        ) words GROUP BY lexeme
    ),
    common AS (
        SELECT listed.lexeme, listed.share
        FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS listed (lexeme, share)
        WHERE schemaname = current_schema() AND tablename = 'suggestions_idea' AND attname = 'words'
    )
    SELECT lexeme, is_in_title, share, (
        SELECT CASE WHEN reltuples > 0 THEN reltuples ELSE (SELECT count(*) FROM suggestions_idea) END
        FROM pg_class WHERE oid = 'suggestions_idea'::regclass)
    FROM typed LEFT JOIN common USING (lexeme)
"""

# Cosine of the two ideas' stems, each weighing ln(1 + ideas / ideas that hold it), twice in a title. Of the idea that
# is found, only the stems that are shared are weighed one by one: the others count as those that were typed do.
RANKING = """
    WITH threshold AS MATERIALIZED (
        SELECT set_config('pg_trgm.similarity_threshold', %(letters)s, true) AS value
    ),
    typed AS MATERIALIZED (
        SELECT * FROM unnest(%(lexemes)s::text[], %(weights)s::float8[], %(shares)s::float8[])
            AS typed (lexeme, weight, share)
    ),
    held AS MATERIALIZED (
        SELECT piece.*, idea.id
        FROM unnest(%(pieces)s::text[], %(piece_lexemes)s::text[], %(piece_weights)s::float8[])
            AS piece (query, lexeme, weight)
        CROSS JOIN LATERAL (
            SELECT id FROM suggestions_idea WHERE words @@ piece.query::tsquery LIMIT %(most_of_piece)s
        ) idea
    ),
    counted AS MATERIALIZED (
        SELECT query, lexeme, count(*) AS ideas FROM held GROUP BY query, lexeme
    ),
    by_stems AS MATERIALIZED (
        SELECT held.id FROM held JOIN counted ON counted.query = held.query
        GROUP BY held.id ORDER BY sum(held.weight * ln(1 + %(count)s / counted.ideas)) DESC, held.id DESC LIMIT %(most)s
    ),
    by_letters AS MATERIALIZED (
        SELECT near.id, near.letters FROM threshold CROSS JOIN LATERAL (
            SELECT id, similarity(idea.letters, plain_text(%(title)s)) AS letters
            FROM suggestions_idea idea
            WHERE idea.letters %% plain_text(%(title)s) AND threshold.value IS NOT NULL
            ORDER BY 2 DESC LIMIT 50
        ) near
    ),
    readable AS MATERIALIZED (
        SELECT seen.id, seen.head_id, seen.words, coalesce(found.letters - %(chance)s, 0) AS letters
        FROM (SELECT id, letters FROM by_stems FULL JOIN by_letters USING (id)) found
        CROSS JOIN LATERAL (READABLE LIMIT 1) seen (id, head_id, words)
        WHERE seen.id IS DISTINCT FROM %(excluded)s AND seen.head_id IS DISTINCT FROM %(excluded)s
    ),
    shared AS MATERIALIZED (
        SELECT readable.id, typed.lexeme, CASE WHEN 'A' = ANY(word.weights) THEN %(in_title)s ELSE 1.0 END AS weight
        FROM readable CROSS JOIN LATERAL unnest(readable.words) word JOIN typed ON typed.lexeme = word.lexeme
    ),
    weighed AS MATERIALIZED (
        SELECT typed.lexeme, typed.weight, ln(1 + size.ideas / greatest(
            coalesce(typed.share * %(count)s, counted.ideas), 1)) AS rarity
        FROM (SELECT greatest(%(count)s, %(at_least)s) AS ideas) size CROSS JOIN typed
        LEFT JOIN counted ON counted.lexeme = typed.lexeme
    ),
    whole AS MATERIALIZED (
        SELECT sqrt(sum((weight * rarity) ^ 2)) AS length, sqrt(sum((weight * rarity) ^ 2) / sum(weight ^ 2)) AS usual
        FROM weighed
    ),
    scored AS (
        SELECT readable.head_id, max(
            coalesce(common.product * (1 - %(chance_of_one)s ^ common.stems), 0) / (whole.length * whole.usual * sqrt(
                length(readable.words) + %(title_more)s * length(ts_filter(readable.words, '{a}'))))
            + %(letters_weight)s * readable.letters) AS likeness
        FROM readable CROSS JOIN whole LEFT JOIN (
            SELECT shared.id, count(*) AS stems,
                   sum(weighed.weight * weighed.rarity * shared.weight * weighed.rarity) AS product
            FROM shared JOIN weighed ON weighed.lexeme = shared.lexeme GROUP BY shared.id
        ) common ON common.id = readable.id
        GROUP BY readable.head_id
    ),
    best AS MATERIALIZED (
        SELECT head_id, likeness FROM scored WHERE likeness >= %(alike)s
        ORDER BY likeness DESC, head_id DESC LIMIT 4 * %(limit)s
    )
    SELECT head.*, best.likeness FROM best CROSS JOIN LATERAL (SHOWN LIMIT 1) head
    ORDER BY best.likeness DESC, best.head_id DESC LIMIT %(limit)s
"""


def ranking(agent: Agent) -> tuple[str, dict[str, Any]]:
    """The second statement, and those of its values that are not the caller's: what this agent may read."""
    ideas = Idea.objects.visible_to(agent).order_by()
    readable, readable_values = _named(_readable(ideas), "readable")
    shown, shown_values = _named(_shown(ideas, agent), "shown")
    values = {
        "letters": str(LETTERS_LOOKED_UP),
        "chance": LETTERS_BY_CHANCE,
        "letters_weight": LETTERS_WEIGHT,
        "in_title": IN_TITLE,
        "chance_of_one": ONE_BY_CHANCE,
        # A stem of the title is one of the idea's already.
        "title_more": IN_TITLE**2 - 1,
        "alike": ALIKE,
        "at_least": AT_LEAST,
        "most": COMPARED,
    }
    statement = RANKING.replace("READABLE", readable).replace("SHOWN", shown)
    return statement, values | readable_values | shown_values


def _readable(ideas: IdeaQuerySet) -> Any:
    return (
        ideas.filter(pk=RawSQL("found.id", []))
        .annotate(read_with=Coalesce("head_id", "pk"), stems=IdeaWords())
        .values_list("pk", "read_with", "stems")
    )


def _shown(ideas: IdeaQuerySet, agent: Agent) -> Any:
    """An answer as it reads since its last correction, once it is published."""
    corrected = Correction.objects.filter(answer__idea=OuterRef("pk")).order_by("-written_at", "-pk")
    said = Coalesce(Subquery(corrected.values("text")[:1]), "answer__text")
    return (
        ideas.filter(pk=RawSQL("best.head_id", []))
        .annotate(
            said=Case(When(answer__published_at__isnull=False, then=said)),
            # An author or a follower of what was merged into it, too.
            is_mine=Exists(Idea.objects.mine(agent).filter(pk=OuterRef("pk"))),
            is_followed=Exists(Idea.objects.followed_by(agent).filter(pk=OuterRef("pk"))),
        )
        .values_list("reference", "year", "number", "title", "state", "said", "is_mine", "is_followed")
    )


def _named(rows: Any, prefix: str) -> tuple[str, dict[str, Any]]:
    """The statement of a queryset, its values by name."""
    sql, given = rows.query.sql_with_params()
    first, *others = sql.split("%s")
    named = "".join(f"%({prefix}_{place})s{piece}" for place, piece in enumerate(others))
    return first + named, {f"{prefix}_{place}": value for place, value in enumerate(given)}
