"""A row of the list of ideas, as its reader may know it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.text import Truncator

from core.people.models import Agent
from core.ui.addresses import address_of
from core.ui.french import short_date
from core.ui.statements import Statement
from suggestions.access import is_in_group
from suggestions.ideas.authors import author_words
from suggestions.ideas.waiting import Waiting, waited_for, waiting_facts
from suggestions.models import Idea, Support

EXCERPT = 240


class IdeaRow(NamedTuple):
    """All that its HTML shows, in plain values: equal rows are shown alike, and kept (`{% kept %}`).

    `by` is who proposed it, as this reader may know; `supporters` counts each agent once.
    """

    url: str
    title: str
    excerpt: str
    tone: str
    state: str
    label: str
    received_on: str
    by: str
    direction: str
    supporters: int
    waiting: str
    is_overdue: bool


def rows_for(agent: Agent, ideas: Sequence[Idea]) -> list[IdeaRow]:
    """Two statements for the whole page."""
    counts, facts = supporters_of(ideas), waiting_facts(ideas)
    for_group = is_in_group(agent)
    return [
        _row(
            agent,
            idea,
            counts.get(idea.pk, 0),
            waited_for(facts[idea.pk], for_group=for_group) if idea.pk in facts else None,
        )
        for idea in ideas
    ]


def _row(agent: Agent, idea: Idea, supporters: int, waiting: Waiting | None) -> IdeaRow:
    return IdeaRow(
        url=address_of("suggestions:idea_detail", idea.reference),
        title=idea.title,
        excerpt=_excerpt(idea.problem or idea.proposal),
        tone=idea.state_tone,
        state=idea.get_state_display(),
        label=idea.label,
        received_on=short_date(idea.received_at),
        by=author_words(agent, idea),
        direction=str(idea.direction or ""),
        supporters=supporters,
        waiting=str(waiting or ""),
        is_overdue=waiting is not None and waiting.is_overdue,
    )


@lru_cache(maxsize=512)
def _excerpt(text: str) -> str:
    """What the author writes first; the style sheet shows two lines of it."""
    return Truncator(text).chars(EXCERPT)


def supporters_of(ideas: Sequence[Idea]) -> dict[int, int]:
    """By the id of a head, how many agents support it or what was merged into it."""
    return dict(SUPPORTERS.rows(ideas=tuple(idea.pk for idea in ideas)))


def _supporters(ideas: tuple[int, ...]) -> QuerySet[Any, Any]:
    read_here = Idea.objects.filter(Q(pk__in=ideas) | Q(head__in=ideas))
    supports = Support.objects.filter(idea__in=read_here).annotate(read_on=Coalesce("idea__head", "idea"))
    counted = supports.order_by().values("read_on").annotate(agents=Count("agent", distinct=True))
    return counted.values_list("read_on", "agents")


SUPPORTERS = Statement(_supporters)
