from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from core.history.context import action_context
from core.people.models import Agent
from core.ui.locks import lock_row, wait_for
from core.ui.positions import move_by_one
from dematerialisation import policies
from dematerialisation.models import Action, Priority

NOT_THE_GROUP = "Seul un membre du groupe projet tient les priorités."


def next_rank() -> int:
    """The last; two of one rank keep the order in which they were written."""
    return (Priority.objects.aggregate(last=Max("rank"))["last"] or 0) + 1


@transaction.atomic
def move(priority: Priority, *, by: Agent, is_up: bool) -> None:
    """Exchange it with the one before, or after; nothing changes at the ends."""
    _check_group(by)
    wait_for("dematerialisation.priorities")
    with action_context("a changé le rang", by=by):
        move_by_one(Priority.objects.all(), priority, is_up=is_up, field="rank")


@transaction.atomic
def create_action(priority: Priority, *, by: Agent, title: str, what_was_decided: str) -> Action:
    """A planned action that answers it; the same form sent twice creates one."""
    _check_group(by)
    priority = lock_row(Priority, priority.pk)
    if earlier := priority.actions.filter(title=title).first():
        return earlier
    with action_context(f"a créé l’action depuis la priorité «\u00a0{priority}\u00a0»", by=by):
        action = Action.objects.create(title=title, what_was_decided=what_was_decided)
        priority.actions.add(action)
    return action


def _check_group(by: Agent) -> None:
    if not policies.can_write(by):
        raise PermissionDenied(NOT_THE_GROUP)
