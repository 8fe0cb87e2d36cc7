"""Circuits, and the visas that were given: rows as the actions would have left them; nobody is notified."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core.approvals.models import (
    Approval,
    ApprovalContent,
    ApprovalFile,
    ApprovalStep,
    Circuit,
    CircuitStep,
    Decision,
    StepHolder,
)
from core.approvals.registry import Content
from core.approvals.validation import StepPlan
from core.people.models import Agent
from demo.data_files import Record, copied
from demo.keys import reference_of


def load_circuit(key: str, told: Record, people: Iterable[Agent] = ()) -> Circuit:
    """Create a circuit; its steps of named people go to these."""
    circuit = Circuit.objects.create(reference=reference_of("circuit", key), **copied(told, "name purpose"))
    for position, (name, kind) in enumerate(told.steps, start=1):
        step = CircuitStep.objects.create(circuit=circuit, position=position, name=name, kind=kind)
        if kind == CircuitStep.Kind.PEOPLE:
            step.agents.set(people)
    return circuit


def load_approval(content: Content, circuit: Circuit | None, **given: Any) -> Approval:
    version = circuit.version if circuit else None
    return Approval.objects.create(title=content.title, circuit=circuit, circuit_version=version, **given)


def keep(approval: Approval, content: Content, number: int = 1) -> ApprovalContent:
    row = ApprovalContent.objects.create(
        approval=approval,
        number=number,
        **copied(content, "title text digest"),
        made_at=approval.started_at,
    )
    ApprovalFile.objects.bulk_create(
        ApprovalFile(content=row, document=file.document, title=file.title[:200], position=position)
        for position, file in enumerate(content.files, start=1)
    )
    return row


def load_step(
    approval: Approval, position: int, plan: StepPlan, began_at: datetime | None, **given: Any
) -> ApprovalStep:
    step = ApprovalStep.objects.create(
        approval=approval, position=position, name=plan.name, began_at=began_at, **given
    )
    StepHolder.objects.bulk_create(StepHolder(step=step, agent=agent) for agent in plan.agents)
    return step


def decide(
    step: ApprovalStep, content: ApprovalContent, plan: StepPlan, at: datetime, verdict: str, **given: Any
) -> None:
    """Record the decision of the first of its people."""
    Decision.objects.create(
        step=step, content=content, by=plan.agents[0], verdict=verdict, decided_at=at, **given
    )
