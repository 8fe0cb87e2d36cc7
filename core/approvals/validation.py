from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects

from core.approvals.models import Circuit, CircuitStep
from core.approvals.querysets import without_head
from core.french import listed, of, spaced
from core.people.models import Agent, Direction
from core.people.tree import KIND_ORDER, Tree, Unit

HEADS = (CircuitStep.Kind.MANAGER, CircuitStep.Kind.DEPUTY_DIRECTOR)


@dataclass(frozen=True)
class StepPlan:
    """A step as it starts: its people, or a role. Features without a circuit write theirs."""

    name: str
    agents: Sequence[Agent] = ()
    role: str = ""
    needs_all: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A step that lacks somebody; without a name, the circuit lacks steps."""

    step: str
    lack: str

    def __str__(self) -> str:
        return spaced(f"« {self.step} » : {self.lack}") if self.step else self.lack


def plan_of(
    circuit: Circuit, *, excluded: Set[int], direction: Direction | None, tree: Tree | None = None
) -> list[StepPlan]:
    """The people of each step but those excluded; a step that nobody can take has none. Constant statements.

    None with a tree and steps that were read already. A head who stands for two levels is asked once.
    """
    tree, plans = tree or Tree(), []
    heads: set[Agent] = set()
    prefetch_related_objects([circuit], "steps__agents")
    unit = tree.units.get(direction.pk) if direction else None
    for step in circuit.steps.all():
        plan = _plan(step, unit, excluded)
        if step.kind in HEADS:
            if heads.issuperset(plan.agents) and plan.agents:
                continue
            heads.update(plan.agents)
        plans.append(plan)
    return plans


def _plan(step: CircuitStep, unit: Unit | None, excluded: Set[int]) -> StepPlan:
    if step.kind == CircuitStep.Kind.ROLE:
        return StepPlan(step.name, role=step.role)
    if step.kind == CircuitStep.Kind.PEOPLE:
        asked = [agent for agent in step.agents.all() if agent.pk not in excluded]
        people = [agent for agent in asked if agent.is_at_work]
        # All are needed: without one of them, nobody can take it.
        is_lost = step.needs_all and len(people) < len(asked)
        return StepPlan(step.name, [] if is_lost else people, needs_all=step.needs_all)
    level = Direction.Kind.DGA if step.kind == CircuitStep.Kind.DEPUTY_DIRECTOR else None
    head = head_above(unit, level, excluded)
    return StepPlan(step.name, [head] if head else [])


def head_above(unit: Unit | None, kind: str | None, excluded: Set[int] = frozenset()) -> Agent | None:
    """The nearest head, from this unit up, who is not excluded; from the level of this kind when one is asked.

    A direction without a general deputy director above is the general director's.
    """
    while unit is not None:
        is_reached = kind is None or KIND_ORDER[unit.kind] <= KIND_ORDER[kind]
        if is_reached and unit.head is not None and unit.head.pk not in excluded:
            return unit.head
        unit = unit.parent
    return None


def missing_of(plans: Iterable[StepPlan], *, excluded: Set[int]) -> list[str]:
    """The names of the steps that nobody else could take; one statement for all the roles."""
    plans = list(plans)
    asked = {plan.role for plan in plans if plan.role}
    others = Agent.objects.active().exclude(pk__in=excluded)
    held = (
        set(others.filter(groups__name__in=asked).values_list("groups__name", flat=True)) if asked else set()
    )
    return [plan.name for plan in plans if not plan.agents and plan.role not in held]


def check_steps(
    circuit: Circuit | None, steps: Sequence[StepPlan], *, excluded: Set[int], owner: str | None = None
) -> None:
    """Raises ValidationError, which says whose the circuit is: its `owner`'s, or else the group's."""
    keepers = f"à qui le tient ({owner})" if owner else "au groupe Dématérialisation"
    name = spaced(f"Le circuit « {circuit} »") if circuit else "Ce circuit"
    if circuit is not None and circuit.is_retired:
        raise ValidationError(spaced(f"{name} n’est plus en service : parlez-en {keepers}."))
    if not steps:
        raise ValidationError(spaced(f"{name} n’a aucune étape : parlez-en {keepers}."))
    if missing := missing_of(steps, excluded=excluded):
        where = listed([spaced(f"« {each} »") for each in missing])
        raise ValidationError(
            spaced(f"{name} est rompu : personne ne peut viser {where}. Parlez-en {keepers}.")
        )


MOST_NAMED = 4


def faults_of(circuits: Sequence[Circuit]) -> dict[int, list[Fault]]:
    """Return what the steps of each circuit lack, by its pk; three statements more than the prefetched steps."""
    lacking = set(CircuitStep.objects.filter(circuit__in=circuits).lacking().values_list("pk", flat=True))
    bare = {
        CircuitStep.Kind.MANAGER: _bare(Direction.LADDER),
        CircuitStep.Kind.DEPUTY_DIRECTOR: _bare(Direction.LADDER[:2]),
    }
    found = {}
    for circuit in circuits:
        steps = circuit.steps.all()
        found[circuit.pk] = [Fault(step.name, _lack(step, bare)) for step in steps if step.pk in lacking] or (
            [] if steps else [Fault("", "aucune étape")]
        )
    return found


def _bare(levels: Sequence[str]) -> str:
    """Name the directions that nobody heads from these levels."""
    names = list(without_head(levels).by_name().values_list("name", flat=True))
    more = f" et {len(names) - MOST_NAMED} de plus" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def _lack(step: CircuitStep, bare: dict[CircuitStep.Kind, str]) -> str:
    kind = CircuitStep.Kind(step.kind)
    if kind == CircuitStep.Kind.ROLE:
        return spaced(f"personne n’a le rôle « {step.role} »")
    if kind == CircuitStep.Kind.PEOPLE:
        return _lost(step)
    return f"aucun responsable au-dessus {of(bare[kind])}"


def _lost(step: CircuitStep) -> str:
    people = step.agents.all()
    lost = [
        f"{agent} ({'élu' if agent.is_elected else 'compte fermé'})"
        for agent in people
        if not agent.is_at_work
    ]
    if not people:
        return "personne n’est nommé"
    remain = len(lost) < len(people) and not step.needs_all
    return f"{listed(lost)}{', les autres peuvent encore viser' if remain else ''}"
