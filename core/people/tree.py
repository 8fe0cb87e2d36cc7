"""The town's tree of directions, read whole in a statement: it is small and every page needs a part of it.

It says who heads a direction, and who manages an agent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count

from core.french import exact_count_of
from core.people.models import Agent, Direction
from core.people.ordering import alphabetical

KIND_ORDER: dict[str, int] = {kind: rank for rank, kind in enumerate(Direction.LADDER)}


@dataclass
class Unit:
    """A direction in the tree; `count` is filled by the pages that show it: its agents and its services'."""

    pk: int
    reference: str
    name: str
    kind: str
    parent: Unit | None = None
    children: list[Unit] = field(default_factory=list)
    head: Agent | None = None
    is_interim: bool = False
    own_count: int = 0

    @property
    def count(self) -> int:
        return self.own_count + sum(child.count for child in self.children)

    @property
    def count_label(self) -> str:
        return exact_count_of(self.count, "agent") if self.count else "personne"

    @property
    def kind_label(self) -> str:
        return Direction.Kind(self.kind).label

    @property
    def direction(self) -> Unit | None:
        """The direction that it is or is part of; None for what stands above directions."""
        return next((unit for unit in self.path if unit.kind == Direction.Kind.DIRECTION), None)

    @property
    def path(self) -> list[Unit]:
        """From the general direction down to this one."""
        return [*(self.parent.path if self.parent else ()), self]

    @property
    def depth(self) -> int:
        return len(self.path) - 1

    def walk(self) -> Iterator[Unit]:
        """This unit and all below it, each before its own."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ids(self) -> list[int]:
        return [unit.pk for unit in self.walk()]


class Tree:
    def __init__(self) -> None:
        rows = list(Direction.objects.select_related("head").order_by(*alphabetical("name"), "pk"))
        self.units = {row.pk: Unit(row.pk, row.reference, row.name, row.kind) for row in rows}
        self.roots: list[Unit] = []
        for row in sorted(rows, key=lambda row: KIND_ORDER[row.kind]):
            unit = self.units[row.pk]
            # People who left head nothing, even before a manager says so.
            if row.head is not None and row.head.is_active:
                unit.head, unit.is_interim = row.head, row.is_interim
            if row.parent_id is None:
                self.roots.append(unit)
            else:
                unit.parent = self.units[row.parent_id]
                unit.parent.children.append(unit)

    def __iter__(self) -> Iterator[Unit]:
        """Every unit, each before its own, in the order of the chart."""
        for root in self.roots:
            yield from root.walk()

    def by_reference(self, reference: str) -> Unit | None:
        return next((unit for unit in self.units.values() if unit.reference == reference), None)

    def of(self, agent: Agent) -> Unit | None:
        return self.units.get(agent.direction_id) if agent.direction_id else None

    def manager_of(self, agent: Agent) -> Agent | None:
        """Return the manager named for them, or else the nearest head above who is another person."""
        if agent.manager is not None and agent.manager.is_active:
            return agent.manager
        unit = self.of(agent)
        while unit is not None:
            if unit.head is not None and unit.head.pk != agent.pk:
                return unit.head
            unit = unit.parent
        return None

    def fill_counts(self) -> None:
        """How many agents work in each unit; one statement."""
        counts = Agent.objects.active().exclude(direction=None).values_list("direction").annotate(Count("pk"))
        for direction_id, count in counts:
            self.units[direction_id].own_count = count
