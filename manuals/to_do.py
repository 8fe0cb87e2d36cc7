from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.people.models import Agent
from manuals.models import FollowUp


@register
def follow_ups(agent: Agent) -> Iterator[Queue]:
    """What an agent is to do about the software, whatever their roles."""
    yield Queue(
        FollowUp.objects.open().filter(assigned_to=agent),
        "suite à donner à un progiciel",
        "suites à donner à des progiciels",
        f"{reverse('manuals:follow_up_list')}?person={agent.pk}",
    )
