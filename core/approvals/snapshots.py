"""Copy the versions of the text and the steps of the circuit into an approval, which keeps them."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from core.approvals.models import Approval, ApprovalContent, ApprovalFile, ApprovalStep, StepHolder
from core.approvals.registry import Content
from core.approvals.validation import StepPlan


def keep_versions(contents: Iterable[tuple[Approval, Content, int]]) -> None:
    """Each as the version of that number of its approval."""
    kept = [
        (
            ApprovalContent(
                approval=approval,
                number=number,
                title=content.title,
                text=content.text,
                digest=content.digest,
            ),
            content.files,
        )
        for approval, content, number in contents
    ]
    ApprovalContent.objects.bulk_create(row for row, _ in kept)
    ApprovalFile.objects.bulk_create(
        ApprovalFile(content=row, document=file.document, title=file.title[:200], position=position)
        for row, files in kept
        for position, file in enumerate(files, start=1)
    )


def make_steps(approvals: Sequence[Approval], plans: Sequence[Sequence[StepPlan]]) -> list[ApprovalStep]:
    """The steps of each approval with their holders, the first of them asked; gives the first of each."""
    now, rows = timezone.now(), []
    for approval, steps in zip(approvals, plans, strict=True):
        for position, plan in enumerate(steps, start=1):
            step = ApprovalStep(
                approval=approval, position=position, name=plan.name, role=plan.role, needs_all=plan.needs_all
            )
            if position == 1:
                step.state, step.began_at = step.State.CURRENT, now
            rows.append((step, plan))
    ApprovalStep.objects.bulk_create(step for step, _ in rows)
    StepHolder.objects.bulk_create(
        StepHolder(step=step, agent=agent) for step, plan in rows for agent in plan.agents
    )
    return [step for step, _ in rows if step.state == step.State.CURRENT]
