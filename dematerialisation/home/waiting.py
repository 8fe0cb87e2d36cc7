"""What waits for an agent, in one line of the home page."""

from django.urls import reverse

from core.admin.to_do import ToDo, to_do_for
from core.people.models import Agent
from dematerialisation.home.cards import Mine


def waiting_for(agent: Agent, mine: Mine) -> list[ToDo]:
    """What every app's `to_do` counts, in the admin or not, and what a deputy evaluates.

    One idea to evaluate is a click away; several, on the page that lists them.
    """
    lines = to_do_for(agent)
    if not mine.to_evaluate:
        return lines
    first = mine.to_evaluate[0]
    url = first.url if first.total == 1 else reverse("suggestions:to_evaluate")
    mine_to_evaluate = ToDo(first.total, "idée à évaluer", "idées à évaluer", url)
    lines = [mine_to_evaluate if line.singular == mine_to_evaluate.singular else line for line in lines]
    return lines if mine_to_evaluate in lines else [*lines, mine_to_evaluate]
