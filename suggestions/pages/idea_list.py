"""A row of the list of ideas, as its reader may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.text import Truncator

from core.people.models import Agent
from core.ui.statements import Statement
from suggestions.access import is_in_group
from suggestions.ideas.authors import author_words
from suggestions.ideas.waiting import Waiting, waited_for
from suggestions.models import Idea, Support

EXCERPT = 240


@dataclass(frozen=True)
class IdeaRow:
    """`by` is who proposed it, `supporters` counts each agent once; `idea` comes from `with_waiting_facts`."""

    idea: Idea
    by: str
    supporters: int
    waiting: Waiting | None

    @property
    def excerpt(self) -> str:
        """What the author writes first; the style sheet shows two lines of it."""
        return Truncator(self.idea.problem or self.idea.proposal).chars(EXCERPT)


def rows_for(agent: Agent, ideas: Sequence[Idea]) -> list[IdeaRow]:
    """One statement for the whole page."""
    counts = supporters_of(ideas)
    for_group = is_in_group(agent)
    return [
        IdeaRow(
            idea,
            author_words(agent, idea),
            counts.get(idea.pk, 0),
            waited_for(idea, for_group=for_group),
        )
        for idea in ideas
    ]


def supporters_of(ideas: Sequence[Idea]) -> dict[int, int]:
    """By the id of a head, how many agents support it or what was merged into it."""
    return dict(SUPPORTERS.rows(ideas=tuple(idea.pk for idea in ideas)))


def _supporters(ideas: tuple[int, ...]) -> QuerySet[Any, Any]:
    read_here = Idea.objects.filter(Q(pk__in=ideas) | Q(head__in=ideas))
    supports = Support.objects.filter(idea__in=read_here).annotate(read_on=Coalesce("idea__head", "idea"))
    counted = supports.order_by().values("read_on").annotate(agents=Count("agent", distinct=True))
    return counted.values_list("read_on", "agents")


SUPPORTERS = Statement(_supporters)
