"""The visas on the demonstration's drafts: once one of them was led on, all keep their dates."""

from datetime import date
from typing import Any

from django.db.models import F

from core.approvals.models import Approval, ApprovalContent, ApprovalStep, Decision


def move_draft_approvals(anchor: date, today: date) -> None:
    approvals = Approval.objects.filter(kind="deliberations.draft")
    decisions = Decision.objects.filter(step__approval__in=approvals)
    if (
        approvals.filter(started_at__date__gt=anchor).exists()
        or decisions.filter(decided_at__date__gt=anchor).exists()
    ):
        return
    gap = today - anchor
    rows: list[tuple[Any, tuple[str, ...]]] = [
        (approvals, ("due_on", "started_at", "ended_at")),
        (ApprovalContent.objects.filter(approval__in=approvals), ("made_at",)),
        (ApprovalStep.objects.filter(approval__in=approvals), ("began_at",)),
        (decisions, ("decided_at", "paper_on", "voided_at")),
    ]
    for queryset, names in rows:
        queryset.update(**{name: F(name) + gap for name in names})
