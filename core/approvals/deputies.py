"""Who acts in whose place today."""

from datetime import date

from core.people.models import Absence, Agent


def acts_for(agent: Agent, *, on: date) -> set[int]:
    """The ids of those whose steps this agent may take: their own, and those of people absent whose deputy they are.

    A deputy who is absent too passes it on to theirs; a loop of deputies ends by itself. One statement.
    """
    # Nobody stands in for somebody who has left: the step is stuck, and is handed to another person.
    away = Absence.objects.on(on).filter(agent__is_active=True).exclude(deputy=None)
    absences = list(away.values_list("agent_id", "deputy_id"))
    found = {agent.pk}
    while more := {absent for absent, deputy in absences if deputy in found and absent not in found}:
        found |= more
    return found


def deputies_of(people: set[int], *, on: date) -> list[Agent]:
    """Whom to tell besides these agents: those who act in the place of the absent ones among them."""
    absences = dict(Absence.objects.on(on).exclude(deputy=None).values_list("agent_id", "deputy_id"))
    found = set(people)
    while more := {absences[each] for each in found if each in absences} - found:
        found |= more
    return list(Agent.objects.active().filter(pk__in=found - people))
