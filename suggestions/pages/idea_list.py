"""A row of the list of ideas, as its reader may know it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils.text import Truncator

from core.people.models import Agent
from core.ui.french import short_date
from suggestions.ideas.locking import author_words
from suggestions.ideas.waiting import Waiting, waited_for, waiting_facts
from suggestions.models import Idea, Support
from suggestions.policies import is_in_group

# The style sheet shows two lines of it.
EXCERPT = 240


class IdeaRow(NamedTuple):
    """`by` is who proposed it, as this reader may know; `supporters` counts each agent once."""

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
        url=idea.get_absolute_url(),
        title=idea.title,
        excerpt=Truncator(idea.problem or idea.proposal).chars(EXCERPT),
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


def supporters_of(ideas: Sequence[Idea]) -> dict[int, int]:
    """By the id of a head, how many agents support it or what was merged into it."""
    heads = [idea.pk for idea in ideas]
    read_here = Idea.objects.filter(Q(pk__in=heads) | Q(head__in=heads))
    supports = Support.objects.filter(idea__in=read_here).annotate(read_on=Coalesce("idea__head", "idea"))
    counted = supports.order_by().values("read_on").annotate(agents=Count("agent", distinct=True))
    return dict(counted.values_list("read_on", "agents"))
