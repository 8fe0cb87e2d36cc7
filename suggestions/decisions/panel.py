"""The decision and the answer on an idea's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from core.people.models import Agent
from core.search.links import links_around
from suggestions.decisions.policies import unpublished_because
from suggestions.ideas.by_mail import mail_badge, of_mail
from suggestions.models import Answer, Correction, Decision, Idea
from suggestions.policies import may_moderate
from suggestions.states import Verdict


def answer_panel(agent: Agent, idea: Idea, *, as_author: bool = False) -> dict[str, Any]:
    """`answer` for every reader once it is published; `decided`, for the group, from the decision on.

    `as_author` is for readers with a follow-up code, of the group or not.
    """
    answer, decision = idea.draft, idea.group_decision
    is_published = answer is not None and answer.published_at is not None
    is_group = not as_author and may_moderate(agent, idea)
    if not is_published and not (is_group and decision):
        return {"answer": None, "decided": None}
    if not hasattr(idea, "corrections_made"):
        idea = with_answer_facts(Idea.objects.all()).get(pk=idea.pk)
    # The group has the same links further down the page, with the buttons to change them.
    shown = _shown(idea, None if is_group else agent) if is_published else None
    return {"answer": shown, "decided": _decided(idea, agent) if is_group and decision else None}


def with_answer_facts(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """With what the panel reads: of the group's page, within the statement that reads the idea."""
    grounds = Decision.criteria.through.objects.filter(decision__idea=OuterRef("pk"))
    corrections = Correction.objects.filter(answer__idea=OuterRef("pk")).order_by("written_at", "pk")
    people = ("answer__prepared_by", "answer__reread_by", "decision__decided_by", "decision__meeting")
    return ideas.select_related("answer", "decision", *people).annotate(
        answer_mail=of_mail("answer__mail"),
        criteria_named=ArraySubquery(grounds.order_by("criterion__position").values("criterion__name")),
        corrections_made=ArraySubquery(
            corrections.values(said=JSONObject(text="text", at="written_at", reason="reason"))
        ),
    )


def _shown(facts: Any, agent: Agent | None) -> dict[str, Any]:
    """Return the published answer: `text` is current; `earlier` holds the texts before, oldest first.

    `criteria` are names of the grid.
    """
    answer: Answer = facts.answer
    corrections = [said | {"at": datetime.fromisoformat(said["at"])} for said in facts.corrections_made]
    words = [{"text": answer.text, "at": answer.published_at}, *corrections]
    return {
        "verdict": answer.get_verdict_display(),
        "text": words[-1]["text"],
        "published_at": answer.published_at,
        "criteria": facts.criteria_named if answer.verdict == Verdict.DECLINED else [],
        "earlier": words[:-1],
        "corrections": corrections,
        # « Déjà en place »: show where at once.
        "links": links_around(facts, agent)[1] if agent and answer.verdict == Verdict.IN_PLACE else [],
    }


def _decided(facts: Any, agent: Agent) -> dict[str, Any]:
    decision: Decision = facts.decision
    answer: Answer | None = facts.draft
    written_by = answer.prepared_by_id if answer else None
    return {
        "decision": decision,
        "criteria": facts.criteria_named,
        "draft": answer if answer and answer.published_at is None else None,
        "mailed": mail_badge(agent, facts, facts.answer_mail, written_by=written_by),
        "is_stale": answer is not None and answer.verdict != decision.verdict,
        "unpublished_because": unpublished_because(agent, facts),
    }
