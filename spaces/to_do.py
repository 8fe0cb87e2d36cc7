from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.people.models import Agent
from spaces.access import can_create, leads_to_name
from spaces.models import ProjectRequest


@register
def requests(agent: Agent) -> Iterator[Queue]:
    """For the group."""
    if can_create(agent):
        url = reverse("spaces:request_list")
        yield Queue(ProjectRequest.objects.waiting(), "demande de projet", "demandes de projet", url)


@register
def projects_without_lead(agent: Agent) -> Iterator[Queue]:
    """For the head of the direction that carries them."""
    if agent.is_at_work:
        url = reverse("spaces:my_spaces")
        yield Queue(leads_to_name(agent), "projet sans pilote", "projets sans pilote", url)
