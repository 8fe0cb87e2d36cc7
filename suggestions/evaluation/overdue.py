"""Missed promises: notify the group, then its head a week later."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core.ui.locks import locked
from suggestions.evaluation import notifications
from suggestions.evaluation.notifications import notify_late_to_head
from suggestions.models import Idea, LateNotice

# The head is notified when a promise is later than this.
HEAD_AFTER = timedelta(days=7)


def notify_late(*, on: date | None = None) -> int:
    """Notify the group of each promise missed before `on` (today), and its head a week later; returns how many.

    Each notification is sent once, even when the task is killed and run again.
    """
    on = on or timezone.localdate()
    late = Idea.objects.overdue(on=on).filter(merged_into=None).order_by("pk")
    return sum(_notify_one(pk, on) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _notify_one(pk: int, on: date) -> int:
    # Read again under the lock: it may have been answered, or notified by another worker.
    idea = locked(Idea.objects.overdue(on=on).filter(pk=pk, merged_into=None)).first()
    if idea is None:
        return 0
    promise = LateNotice.Promise.DECISION if idea.first_answered_at else LateNotice.Promise.ANSWER
    notice, is_new = LateNotice.objects.get_or_create(idea=idea, promise=promise)
    told = 0
    if is_new:
        notifications.notify_late(idea, promise)
        told += 1
    if notice.head_told_at is None and on > idea.promised_on + HEAD_AFTER:
        notice.head_told_at = timezone.now()
        notice.save(update_fields=["head_told_at"])
        notify_late_to_head(idea, promise)
        told += 1
    return told
