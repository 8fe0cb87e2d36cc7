"""A meeting's agenda as a page shows it: each item with its idea, decision and marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from core.people.models import Agent
from core.ui.french import count_of
from suggestions.evaluation.panel import mark_said
from suggestions.evaluation.tallies import agreement
from suggestions.models import AgendaItem, Decision, Flag, Idea, Meeting


@dataclass(frozen=True)
class Point:
    """`marks` and `vetoes` are empty for who may not read them; an author sees no decision before the answer."""

    item: AgendaItem
    number: int
    marks: str
    vetoes: list[tuple[str, str]]
    criteria: list[str]
    decision: Decision | None
    is_own: bool

    @property
    def idea(self) -> Any:
        return self.item.idea

    @property
    def state(self) -> str:
        """« Retenue », « Reportée », « À examiner »."""
        if self.decision:
            return self.decision.get_verdict_display()
        return self.item.get_outcome_display()


def points_of(meeting: Meeting, agent: Agent) -> list[Point]:
    """In the order of the agenda: one statement, whatever its length.

    Prefetched, the vetoes would come by evaluation, to be gathered and sorted again, and the page would ask five
    statements more than its twelve.
    """
    vetoes = Flag.objects.filter(evaluation__idea=OuterRef("idea"), level=Flag.Level.VETO)
    grounds = Decision.criteria.through.objects.filter(decision__idea=OuterRef("idea"))
    authors = Idea.objects.filter(Q(pk=OuterRef("idea")) | Q(head=OuterRef("idea"))).exclude(author=None)
    items = (
        meeting.items.select_related(
            "idea__direction", "idea__tally", "idea__answer", "idea__decision__decided_by"
        )
        .annotate(
            said_vetoes=ArraySubquery(
                vetoes.order_by("criterion__position", "pk").values(
                    said=JSONObject(name="criterion__name", why="reason")
                )
            ),
            authors=ArraySubquery(authors.values("author")),
            grounds=ArraySubquery(grounds.order_by("criterion__position").values("criterion__name")),
        )
        .order_by("position", "pk")
    )
    return [_point(item, number, agent) for number, item in enumerate(items, start=1)]


def _point(item: Any, number: int, agent: Agent) -> Point:
    idea = item.idea
    is_own = agent.pk in item.authors
    may_read_decision = not is_own or idea.published_answer is not None
    # Before, each member reads the others' only after their own: the idea's page knows.
    may_read = not is_own and (idea.evaluation_closed_at is not None or idea.decided_at is not None)
    return Point(
        item=item,
        number=number,
        marks=_marks(getattr(idea, "tally", None), with_marks=may_read),
        vetoes=[(said["name"], said["why"]) for said in item.said_vetoes] if may_read else [],
        criteria=item.grounds if may_read_decision else [],
        decision=idea.group_decision if may_read_decision else None,
        is_own=is_own,
    )


def _marks(tally: Any, *, with_marks: bool) -> str:
    """« 6 évaluations sur 8 · médiane 3 sur 4 · partagés · 1 veto »."""
    if tally is None:
        return ""
    said = [f"{count_of(tally.evaluations, 'évaluation')} sur\u00a0{tally.expected}"]
    if with_marks:
        if tally.score is not None:
            said.append(f"médiane {mark_said(tally.score)} sur\u00a04")
        if tally.disagreement is not None:
            said.append(agreement(tally.disagreement))
        if tally.vetoes:
            said.append(count_of(tally.vetoes, "veto"))
    return " · ".join(said)
