"""Rights to decide, hand over, manage and read. A kind adds its own in its registration."""

from __future__ import annotations

from django.utils import timezone

from core.approvals.models import Approval, ApprovalStep, Circuit
from core.approvals.registry import circuit_keepers, kinds_of_group
from core.people.models import Agent
from core.people.roles import GROUP


def can_keep_steps(agent: Agent) -> bool:
    """Find somebody for a step that nobody can take."""
    return agent.has_role(*GROUP)


def can_write_circuits(agent: Agent) -> bool:
    """Read them all, and make one; which ones they change is `can_write_circuit`."""
    return agent.has_role(*circuit_keepers())


def can_write_circuit(agent: Agent, circuit: Circuit) -> bool:
    return Circuit.objects.writable_by(agent).filter(pk=circuit.pk).exists()


def can_decide(agent: Agent, step: ApprovalStep) -> bool:
    """In their own place or that of somebody absent; nobody approves their own text."""
    asked = ApprovalStep.objects.filter(pk=step.pk)
    return asked.waiting_for(agent, on=timezone.localdate()).exists()


def is_asked(agent: Agent, approval: Approval) -> bool:
    """Now or before: others are refused before anything is read of what they sent."""
    return Approval.objects.filter(pk=approval.pk).asked_of(agent, on=timezone.localdate()).exists()


def can_hand_over(agent: Agent, step: ApprovalStep) -> bool:
    """Let those who are asked say « pas pour moi », where their kind allows it."""
    return step.approval.registered.can_hand_over and can_decide(agent, step)


def can_unblock(agent: Agent, step: ApprovalStep) -> bool:
    """Let managers hand over where the object's kind allows it; let the group unblock a step that nobody can take.

    The group names who reads the text: never that of a confidential one.
    """
    approval = step.approval
    if not approval.registered.can_hand_over:
        return False
    if can_manage(agent, approval):
        return True
    is_groups = can_keep_steps(agent) and approval.kind in kinds_of_group()
    return is_groups and ApprovalStep.objects.stuck().filter(pk=step.pk).exists()


def can_manage(agent: Agent, approval: Approval) -> bool:
    return agent.is_active and approval.registered.can_manage(agent, approval.subject)


def can_open(agent: Agent, approval: Approval) -> bool:
    """The page of the visas: its author, those who hold or held a step, and those whom its kind names.

    Where remarks are private the author has no other right than their role's, for as long as they have it.
    """
    kind = approval.registered
    is_author = approval.author_id == agent.pk and not kind.has_private_remarks
    return agent.is_active and (
        is_author or kind.can_read(agent, approval.subject) or is_asked(agent, approval)
    )


def can_read_remarks(agent: Agent, approval: Approval) -> bool:
    """Decide on others' remarks: everyone writes and reads their own."""
    return not approval.registered.has_private_remarks or approval.registered.can_read(
        agent, approval.subject
    )
