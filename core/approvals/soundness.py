"""Who takes each step of a circuit, and the steps that nobody can take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.approvals.models import Circuit, CircuitStep
from core.people.models import Agent, Direction
from core.people.tree import Tree, Unit


@dataclass(frozen=True)
class StepPlan:
    """A step as it starts: its people, or a role. Features without a circuit write theirs."""

    name: str
    agents: Sequence[Agent] = ()
    role: str = ""
    needs_all: bool = False


def plan_of(circuit: Circuit, *, author: Agent, direction: Direction | None) -> list[StepPlan]:
    """The people of each step, the author left out; a step that nobody can take has none. Constant statements."""
    tree = Tree()
    unit = tree.units.get(direction.pk) if direction else None
    return [_plan(step, unit, author) for step in circuit.steps.prefetch_related("agents")]


def _plan(step: CircuitStep, unit: Unit | None, author: Agent) -> StepPlan:
    if step.kind == CircuitStep.Kind.ROLE:
        return StepPlan(step.name, role=step.role)
    if step.kind == CircuitStep.Kind.PEOPLE:
        asked = [agent for agent in step.agents.all() if agent != author]
        people = [agent for agent in asked if can_hold(agent)]
        # All are needed: without one of them, nobody can take it.
        is_lost = step.needs_all and len(people) < len(asked)
        return StepPlan(step.name, [] if is_lost else people, needs_all=step.needs_all)
    head = head_above(
        unit, Direction.Kind.DGA if step.kind == CircuitStep.Kind.DEPUTY_DIRECTOR else None, author
    )
    return StepPlan(step.name, [head] if head else [])


def can_hold(agent: Agent) -> bool:
    return agent.is_active and not agent.is_elected


def head_above(unit: Unit | None, kind: str | None, author: Agent | None) -> Agent | None:
    """The nearest head, from this unit up, who is somebody else; from the unit of this kind when one is asked."""
    is_reached = kind is None
    while unit is not None:
        is_reached = is_reached or unit.kind == kind
        if is_reached and unit.head is not None and unit.head != author:
            return unit.head
        unit = unit.parent
    return None


def missing_of(plans: Iterable[StepPlan], *, author: Agent) -> list[str]:
    """The names of the steps that nobody but the author could take; one statement for all the roles."""
    plans = list(plans)
    asked = {plan.role for plan in plans if plan.role}
    others = Agent.objects.active().exclude(pk=author.pk)
    held = (
        set(others.filter(groups__name__in=asked).values_list("groups__name", flat=True)) if asked else set()
    )
    return [plan.name for plan in plans if not plan.agents and plan.role not in held]
