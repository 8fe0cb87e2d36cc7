"""What waits for an agent, in one line of the home page."""

from django.urls import reverse

from core.admin.to_do import ToDo, to_do_for
from core.people.models import Agent
from dematerialisation.home.cards import Mine
from suggestions.access import is_in_group


def waiting_for(agent: Agent, mine: Mine) -> list[ToDo]:
    """What waits in the admin, as its home page counts it, and what a deputy evaluates, who has no admin."""
    lines = to_do_for(agent)
    if mine.to_evaluate and not is_in_group(agent):
        count = mine.to_evaluate[0].total
        lines.append(ToDo(count, "idée à évaluer", "idées à évaluer", reverse("suggestions:to_evaluate")))
    return lines
