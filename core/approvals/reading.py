"""The approval of an object, and its path as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from core.approvals import policies
from core.approvals.models import Approval, ApprovalStep, Decision, StepHolder
from core.approvals.querysets import DecisionQuerySet
from core.people.models import Agent


@dataclass(frozen=True, slots=True)
class PathDecision:
    decision: Decision
    remark: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class PathStep:
    """`asked` are those who have not decided; who has the step's role may too."""

    step: ApprovalStep
    asked: Sequence[StepHolder]
    decisions: Sequence[PathDecision]

    @property
    def names(self) -> str:
        people = [str(each.agent) for each in self.asked]
        return ", ".join([*people, self.step.role] if self.step.role else people)


def approval_of(obj: models.Model) -> Approval | None:
    """The one that is not withdrawn, with its path; five statements."""
    return Approval.objects.of(obj).standing().with_path().first()


def approvals_of(objs: Iterable[models.Model]) -> dict[Any, Approval]:
    """The same for rows of one model, by their pk; as many statements whatever their number."""
    rows = list(objs)
    if not rows:
        return {}
    found = Approval.objects.of_rows(type(rows[0]), [row.pk for row in rows]).standing().with_path()
    return {approval.object_id: approval for approval in found}


def refusals_of(obj: models.Model) -> DecisionQuerySet:
    """Return the refusals, with their reasons, that sent it back to be corrected; none unless it came back."""
    returned = Approval.objects.of(obj).filter(state=Approval.State.RETURNED)
    refused = Decision.objects.standing().filter(
        step__approval__in=returned, verdict=Decision.Verdict.REFUSED
    )
    return refused.select_related("by")


def path_of(approval: Approval, agent: Agent) -> list[PathStep]:
    """Each step with what this agent may read of it; no statement of its own when the path is prefetched."""
    reads_all = policies.can_read_remarks(agent, approval)
    return [
        PathStep(
            step,
            step.open_holders(),
            [
                PathDecision(
                    each, each.remark if reads_all or each.by_id == agent.pk else "", bool(each.voided_at)
                )
                for each in step.decisions.all()
            ],
        )
        for step in approval.steps.all()
    ]
