"""Ideas like the one being typed, answered and refused ones included.

Two statements. The first reads what was typed as stems, and asks the statistics how common each is. The second looks
where a rare stem of them is (or two that are less rare), and where the title's letters look alike; ranks what this
agent may read by the stems that both share, the rarer the more; and leads from a merged idea to where it is read.
Nothing typed is kept, or written in any log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from django.db import connection
from django.urls import reverse
from django.utils.text import Truncator

from core.people.models import Agent
from core.ui.prose import text_of
from suggestions.models import Idea
from suggestions.similar.statements import IN_TITLE, READING, ranking
from suggestions.similar.words import telling
from suggestions.states import Identity, State

# What is compared, in the order of the form.
TYPED = ("title", "problem", "proposal", "benefit")
SHOWN = 5
# Rows that stems may lead to: beyond, they are too common to be looked up alone, and are by two.
LOOKED_UP = 600
PAIRED = 5
# Words that go together are together more often than by chance.
TOGETHER = 3
ANSWER_LENGTH = 180


@dataclass(frozen=True)
class Similar:
    """An idea to read before sending one's own; never its author. `answer` is how the published one begins."""

    reference: str
    label: str
    title: str
    state: State
    answer: str
    is_mine: bool
    is_followed: bool
    likeness: float

    @property
    def is_public(self) -> bool:
        return self.state in State.public()

    @property
    def url(self) -> str:
        return reverse("suggestions:idea_detail", args=[self.reference])


@dataclass(frozen=True)
class Stem:
    """A stem of what was typed. `share` of the ideas that hold it, None when it is not among the common ones."""

    lexeme: str
    is_in_title: bool
    share: float | None

    @property
    def quoted(self) -> str:
        """As a piece of a tsquery's text."""
        return "'" + self.lexeme.replace("\\", "\\\\").replace("'", "''") + "'"

    @property
    def weight(self) -> float:
        return IN_TITLE if self.is_in_title else 1.0


@dataclass(frozen=True)
class Piece:
    """What the index is asked for at once, as a tsquery's text; `lexeme` when that is one stem alone."""

    query: str
    weight: float
    lexeme: str | None = None


def similar_to(
    agent: Agent, typed: Mapping[str, str], *, limit: int = SHOWN, excluding: Idea | None = None
) -> list[Similar]:
    """At most `limit` ideas like the one whose fields are `typed` (those of TYPED), the most similar first.

    Those that this agent may read, whatever their state. `excluding` is the idea that is being compared, once sent.
    """
    title = telling(typed.get("title", ""))
    text = telling(" ".join(typed.get(name, "") for name in TYPED[1:]))
    if not agent.is_active or not (title or text):
        return []
    with connection.cursor() as cursor:
        cursor.execute(READING, {"title": title, "text": text})
        rows = cursor.fetchall()
        count = rows[0][-1] if rows else 0
        stems = [Stem(*row[:-1]) for row in rows]
        if not count or not stems:
            return []
        statement, values = ranking(agent)
        pieces = pieces_of(stems, count)
        cursor.execute(
            statement,
            values
            | {
                "lexemes": [stem.lexeme for stem in stems],
                "weights": [stem.weight for stem in stems],
                "shares": [stem.share for stem in stems],
                "pieces": [piece.query for piece in pieces],
                "piece_lexemes": [piece.lexeme for piece in pieces],
                "piece_weights": [piece.weight for piece in pieces],
                "most_of_piece": LOOKED_UP,
                "title": title,
                "count": count,
                "excluded": excluding.pk if excluding else None,
                "limit": limit,
            },
        )
        return [_similar(*row) for row in cursor.fetchall()]


def similar_for_acknowledgement(idea: Idea, *, limit: int = 3) -> list[Similar]:
    """Similar ideas that the author may read; empty for an anonymous idea.

    The words that are compared are those of the idea, whatever was proposed while typing.
    """
    if idea.author is None or idea.identity == Identity.ANONYMOUS:
        return []
    words = {name: getattr(idea, name) for name in TYPED}
    return similar_to(idea.author, words, limit=limit, excluding=idea)


def pieces_of(stems: list[Stem], count: int) -> list[Piece]:
    """What few of `count` rows match: the rare stems, each enough alone, then the others by two."""
    # What the statistics do not list is rarer than all that they list.
    expected = {stem: count * (stem.share or 0) for stem in stems}
    pieces, looked_up, common = [], 0.0, []
    for stem in sorted(stems, key=lambda stem: (expected[stem], -stem.weight)):
        if looked_up + expected[stem] <= LOOKED_UP:
            pieces.append(Piece(stem.quoted, stem.weight, stem.lexeme))
            looked_up += expected[stem]
        else:
            common.append(stem)
    pairs = sorted(combinations(common[:PAIRED], 2), key=lambda pair: expected[pair[0]] * expected[pair[1]])
    for one, other in pairs:
        both = min(expected[one] * expected[other] / count * TOGETHER, expected[one])
        if looked_up + both > 2 * LOOKED_UP:
            break
        pieces.append(Piece(f"{one.quoted} & {other.quoted}", one.weight + other.weight))
        looked_up += both
    return pieces


def _similar(
    reference: str,
    year: int | None,
    number: int | None,
    title: str,
    state: str,
    answer: str | None,
    is_mine: bool,
    is_followed: bool,
    likeness: float,
) -> Similar:
    label = f"S-{year}-{number:04}" if number else ""
    words = Truncator(text_of(answer or "")).chars(ANSWER_LENGTH)
    return Similar(reference, label, title, State(state), words, is_mine, is_followed, likeness)
