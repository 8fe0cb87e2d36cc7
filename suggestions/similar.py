"""Ideas like the one being typed, answered and refused ones included. Nothing typed is kept, or written in any log."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, Exists, Func, IntegerField, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest, Sqrt
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.french import plain
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.search.query_parser import LITTLE, PIECE
from core.search.sql import FRENCH
from core.web.rich_text import text_of
from suggestions.models import Correction, Idea
from suggestions.querysets import IdeaLetters, IdeaQuerySet, IdeaWords
from suggestions.states import Identity

LONGEST = 6000
SHOWN = 5
# A bound for a very old box: the newest ideas that share a word.
COMPARED = 5000
# The words of any French sentence, which tell no idea from another.
FILLERS = LITTLE | frozenset((Path(__file__).parent / "data" / "filler_words.txt").read_text().split())
# Words of a title count twice those of a text: it is what the author holds the idea to be.
WEIGHTS = [0.1, 0.5, 0.5, 1.0]
# Below, titles share letters by chance.
BY_CHANCE = 0.5
# Below, nothing is proposed: of a set of 260 ideas, 34 paraphrases in 40 are found, and 55 new ideas in 200 meet
# another (tests/suggestions/similar/test_paraphrases.py).
ALIKE = 0.38
ANSWER_LENGTH = 180


def telling(text: str) -> list[str]:
    """The words of a text that may tell one idea from another."""
    return [
        piece for piece in PIECE.findall(text.replace("\x00", " ")[:LONGEST]) if piece.lower() not in FILLERS
    ]


def similar_to(
    agent: Agent, typed: Mapping[str, str], *, limit: int = SHOWN, excluding: Idea | None = None
) -> list[Any]:
    """At most `limit` ideas like the one whose fields are `typed` (those of `Idea.WORDS`), the most similar first.

    Those that this agent may read, whatever their state; a merged idea leads to where it is read. `excluding` is the
    idea that is being compared, once sent. Two statements: what is like it, then what is shown of it; `said` is how the
    published answer begins.
    """
    words = telling(" ".join(typed.get(name, "") for name in Idea.WORDS))
    if not agent.is_active or not words:
        return []
    title = plain(" ".join(telling(typed.get("title", ""))))
    any_word = SearchQuery(
        " or ".join(f'"{word}"' for word in dict.fromkeys(words)), config=FRENCH, search_type="websearch"
    )
    readable = Idea.objects.visible_to(agent).order_by()
    alike = readable.alias(stems=IdeaWords(), letters=IdeaLetters()).filter(
        Q(stems=any_word) | Q(letters__trigram_word_similar=title) if title else Q(stems=any_word)
    )
    if excluding:
        alike = alike.exclude(Q(pk=excluding.pk) | Q(head=excluding.pk))
    # `ts_rank` divides by the number of words: a long text would be like nothing.
    size = Func(any_word, function="numnode", output_field=IntegerField())
    by_words = SearchRank(IdeaWords(), any_word, weights=WEIGHTS) * Sqrt(size)
    by_letters = Greatest(TrigramWordSimilarity(title, IdeaLetters()) - BY_CHANCE, 0.0)
    best = (
        Idea.objects.filter(pk__in=alike.order_by("-pk").values("pk")[:COMPARED])
        .annotate(read_on=Coalesce("head", "pk"))
        .values_list("read_on")
        .annotate(likeness=Max(by_words + by_letters))
        .filter(likeness__gte=ALIKE)
        .order_by("-likeness", "-read_on")
    )
    likeness = list(best.values_list("read_on", flat=True)[: 4 * limit])
    shown: dict[int, Any] = _shown(agent).in_bulk(likeness)
    found = [shown[pk] for pk in likeness if pk in shown][:limit]
    for idea in found:
        idea.said = Truncator(text_of(idea.said or "")).chars(ANSWER_LENGTH)
    return found


def similar_for_acknowledgement(idea: Idea, *, limit: int = 3) -> list[Idea]:
    """Similar ideas that the author may read; empty for an anonymous idea.

    The words that are compared are those of the idea, whatever was proposed while typing.
    """
    if idea.author is None or idea.identity == Identity.ANONYMOUS:
        return []
    return similar_to(idea.author, idea.words, limit=limit, excluding=idea)


def _shown(agent: Agent) -> IdeaQuerySet:
    """An answer as it reads since its last correction, once it is published."""
    corrected = Correction.objects.filter(answer__idea=OuterRef("pk")).order_by("-written_at", "-pk")
    said = Coalesce(Subquery(corrected.values("text")[:1]), "answer__text")
    return Idea.objects.visible_to(agent).annotate(
        said=Case(When(answer__published_at__isnull=False, then=said)),
        # An author or a follower of what was merged into it, too.
        is_mine=Exists(Idea.objects.mine(agent).filter(pk=OuterRef("pk"))),
        is_followed=Exists(Idea.objects.followed_by(agent).filter(pk=OuterRef("pk"))),
    )


@never_cache
@require_POST
def similar(request: AgentRequest) -> HttpResponse:
    """The ideas like the one being typed, as a fragment. By POST only: nothing typed reaches an access log."""
    # The anonymous form never asks; whatever asks in its name learns nothing, and nothing is looked up for it.
    if request.POST.get("identity") == Identity.ANONYMOUS:
        return render(request, "suggestions/similar/similar.html", {"ideas": []})
    ideas = similar_to(request.user, {name: request.POST.get(name, "") for name in Idea.WORDS})
    return render(request, "suggestions/similar/similar.html", {"ideas": ideas, "is_typing": True})
