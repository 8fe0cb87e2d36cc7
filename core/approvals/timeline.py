"""The approval of an object, and its path as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db import models

from core.approvals import policies
from core.approvals.models import Approval, ApprovalStep, Decision, StepHolder
from core.approvals.querysets import DecisionQuerySet
from core.approvals.validation import StepPlan
from core.people.models import Agent


@dataclass(frozen=True, slots=True)
class PathDecision:
    decision: Decision
    remark: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class PathStep:
    """`asked` are those who can still decide, none when nobody can; who has the step's role may too."""

    step: ApprovalStep
    asked: Sequence[StepHolder]
    decisions: Sequence[PathDecision]

    @property
    def names(self) -> str:
        people = [str(each.agent) for each in self.asked]
        return ", ".join([*people, self.step.role] if self.step.role else people)


def approval_of(obj: models.Model) -> Approval | None:
    """The one that is not withdrawn, with its path; six statements."""
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


def visas_given(obj: models.Model) -> DecisionQuerySet:
    """Return the visas that stand, which a change of its words or of its circuit asks again."""
    given = Decision.objects.standing().exclude(verdict=Decision.Verdict.REFUSED)
    return given.filter(step__approval__in=Approval.objects.of(obj).standing()).select_related("by", "step")


def path_of(approval: Approval, agent: Agent) -> list[PathStep]:
    """Each step with what this agent may read of it; no statement of its own when the path is prefetched."""
    reads_all = policies.can_read_remarks(agent, approval)
    about = {each.pk for each in approval.excluded.all()}
    return [
        PathStep(
            step,
            _able(step, about),
            [
                PathDecision(
                    each, each.remark if reads_all or each.by_id == agent.pk else "", bool(each.voided_at)
                )
                for each in step.decisions.all()
            ],
        )
        for step in approval.steps.all()
    ]


def _able(step: ApprovalStep, about: Set[int]) -> list[StepHolder]:
    """Return who is asked, but closed accounts and those whom the text is about; nobody where all are needed."""
    seats = step.open_holders()
    able = [each for each in seats if each.agent.is_active and each.agent_id not in about]
    return [] if step.needs_all and len(able) < len(seats) else able


def plans_of(approval: Approval, *, excluded: Set[int]) -> list[StepPlan]:
    """Return the steps through which a corrected text goes again, but for those excluded; its path is prefetched."""
    plans = []
    for step in approval.steps.all():
        # Those who decided on the earlier text included.
        seats = [each for each in step.holders.all() if each.left_at is None]
        asked = [each.agent for each in seats if each.agent_id not in excluded]
        plans.append(StepPlan(step.name, asked, role=step.role))
    return plans
