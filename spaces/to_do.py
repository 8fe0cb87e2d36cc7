from collections.abc import Iterator
from typing import Any

from core.admin.to_do import Queue, kept_rows, register
from core.people.models import Agent, Direction
from core.ui.addresses import fixed_address
from spaces.access import can_create, leads_to_name
from spaces.models import ProjectRequest


@register
def requests(agent: Agent) -> Iterator[Queue]:
    """For the group."""
    if can_create(agent):
        url = fixed_address("spaces:request_list")
        yield Queue(ProjectRequest.objects.waiting(), "demande de projet", "demandes de projet", url)


@kept_rows
def headed(agent: Agent) -> Any:
    return Direction.objects.filter(head=agent)


without_lead = kept_rows(leads_to_name)


@register
def projects_without_lead(agent: Agent) -> Iterator[Queue]:
    """For the head of the direction that carries them."""
    if agent.is_at_work:
        url = fixed_address("spaces:my_spaces")
        # The group names those of the projects that no head has.
        within = None if can_create(agent) else headed(agent=agent)
        yield Queue(
            without_lead(agent=agent), "projet sans pilote", "projets sans pilote", url, within=within
        )
