"""The agents of the invented town that the measured rows belong to."""

from core.people.models import Agent, Direction

AGENTS = 200
DIRECTIONS = 22


def make_agents(count: int = AGENTS) -> list[Agent]:
    """Agents without a role or a usable password, in a tree of directions; those who are there already, as they are."""
    if known := list(Agent.objects.order_by("pk")):
        return known
    general = Direction.objects.create(name="Direction générale", kind=Direction.Kind.GENERAL)
    directions = Direction.objects.bulk_create(
        Direction(name=f"Direction {number:02}", kind=Direction.Kind.DIRECTION, parent=general)
        for number in range(DIRECTIONS)
    )
    return Agent.objects.bulk_create(
        Agent(
            identifiant=f"agent{number}",
            email=f"agent{number}@ville.example",
            first_name="Camille",
            last_name=f"Martin{number}",
            direction=directions[number % DIRECTIONS],
            category="B",
            password="!",
        )
        for number in range(count)
    )
