from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from core.approvals import notifications
from core.approvals.models import ApprovalStep
from core.approvals.querysets import StepQuerySet
from core.french import after_working_days, is_working_day
from core.people.models import Agent
from core.people.tree import Tree
from core.web.locks import locked

logger = logging.getLogger(__name__)


def remind_all(*, on: date) -> None:
    """On working days only, each step in its own transaction. Run twice, it notifies nobody more.

    A step that fails does not hold up the others; RuntimeError is raised at the end.
    """
    if not is_working_day(on):
        return
    tree = Tree()
    waiting = ApprovalStep.objects.current().filter(escalated_on=None)
    failed = _each(waiting, lambda step: _remind(step, tree, on))
    # An account may have been closed since its step was asked.
    if failed := failed + _each(ApprovalStep.objects.stuck(), _say_stuck):
        raise RuntimeError(f"the reminders of {failed} visas could not leave")


def _each(steps: StepQuerySet, act: Callable[[ApprovalStep], None]) -> int:
    """Act on each of these steps, locked, in its own transaction; return how many failed."""
    failed = 0
    for pk in list(steps.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                rows = locked(steps.filter(pk=pk), skip_locked=True)
                if step := rows.select_related("approval__author").first():
                    act(step)
        except Exception:
            logger.exception("Step %s: its reminder could not leave", pk)
            failed += 1
    return failed


def _say_stuck(step: ApprovalStep) -> None:
    approval = step.approval
    if subject := approval.subject:
        approval.registered.stuck(subject, step)


def _remind(step: ApprovalStep, tree: Tree, on: date) -> None:
    assert step.began_at is not None
    approval, began = step.approval, timezone.localdate(step.began_at)
    if approval.due_on:
        # A day was given: the reminder comes as long before it, and nobody above is told before it has passed.
        is_late = on > approval.due_on
        is_near = after_working_days(on, approval.remind_after) >= approval.due_on
    else:
        is_late = on >= after_working_days(began, approval.escalate_after)
        is_near = on >= after_working_days(began, approval.remind_after)
    if is_late:
        holders = [holder.agent for holder in step.open_holders()]
        notifications.notify_escalated(step, _above(step, holders, tree), holders=holders)
        step.escalated_on = on
    elif step.reminded_on is None and is_near and on > began:
        notifications.notify_reminded(step)
        step.reminded_on = on
    step.save(update_fields=["reminded_on", "escalated_on"])


def _above(step: ApprovalStep, holders: Iterable[Agent], tree: Tree) -> list[Agent]:
    """The holders' managers, or those whom the kind names, but whom the text is about.

    Nobody above: the author, who may ask somebody else.
    """
    approval = step.approval
    escalate_to = approval.registered.escalate_to
    found: list[Agent] = []
    for holder in holders:
        if escalate_to is not None:
            found += escalate_to(approval.subject, holder)
        elif manager := tree.manager_of(holder):
            found.append(manager)
    about = set(approval.excluded.values_list("pk", flat=True))
    return [each for each in found if each.pk not in about] or [approval.author]


@app.periodic(cron="17 6 * * *")
@app.task(name="approvals.remind", queue="people", queueing_lock="approvals.remind")
def remind(timestamp: int) -> None:
    """Each working morning, before the digests: visas that wait too long."""
    remind_all(on=timezone.localdate())
