"""The named people and the directions of a loaded town, whatever a visitor changed."""

from core.people.models import Agent, Direction
from demo import texts


def people() -> dict[str, Agent]:
    named = [agent.identifiant for agent in texts.people.agents]
    return {agent.identifiant: agent for agent in Agent.objects.filter(identifiant__in=named)}


def units() -> dict[str, Direction]:
    """By code; one that a visitor renamed is replaced by what stands above it."""
    by_name = {unit.name: unit for unit in Direction.objects.order_by("-pk")}
    found: dict[str, Direction] = {}
    for unit in texts.people.directions:
        row = by_name.get(unit.name) or (found.get(unit.parent) if unit.parent else None)
        if row is None:
            row = Direction.objects.get(parent=None)
        found[unit.code] = row
    return found
