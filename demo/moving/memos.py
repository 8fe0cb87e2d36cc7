"""The demonstration's notes to human resources: one that a visitor or a colleague led on keeps its dates."""

from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from core.approvals.models import Approval, ApprovalContent, ApprovalStep, Decision
from demo.keys import key_of
from demo.texts.memos import MEMOS
from memos.models import Memo, MemoQuestion

STEPS = ("created_at", "sent_at", "received_at", "taken_at", "answered_at", "filed_at", "withdrawn_at")


def move_memos(anchor: date, today: date) -> None:
    keys = [key_of("memo", memo.key) for memo in MEMOS]
    ids = [
        memo.pk
        for memo in Memo.objects.filter(submission_key__in=keys)
        if all(timezone.localdate(step) <= anchor for name in STEPS if (step := getattr(memo, name)))
    ]
    led_on = Decision.objects.filter(decided_at__date__gt=anchor, step__approval__kind="memos.memo")
    moved = set(ids) - set(led_on.values_list("step__approval__object_id", flat=True))
    gap = today - anchor
    approvals = Approval.objects.filter(kind="memos.memo", object_id__in=moved)
    rows: list[tuple[Any, tuple[str, ...]]] = [
        (Memo.objects.filter(pk__in=moved), (*STEPS, "due_on")),
        (MemoQuestion.objects.filter(memo__in=moved), ("asked_at", "replied_at")),
        (approvals, ("started_at", "ended_at")),
        (ApprovalContent.objects.filter(approval__in=approvals), ("made_at",)),
        (ApprovalStep.objects.filter(approval__in=approvals), ("began_at",)),
        (Decision.objects.filter(step__approval__in=approvals), ("decided_at",)),
    ]
    for queryset, names in rows:
        queryset.update(**{name: F(name) + gap for name in names})
