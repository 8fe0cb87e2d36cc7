from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.people.models import Agent
from manuals.models import FollowUp


@register
def follow_ups(agent: Agent) -> Iterator[Queue]:
    """What an agent is to do about the software, whatever their roles."""
    mine = FollowUp.objects.filter(assigned_to=agent)
    url = f"{reverse('manuals:follow_up_list')}?person={agent.pk}"
    yield Queue(
        mine.late(on=timezone.localdate()),
        "suite à donner en retard",
        "suites à donner en retard",
        f"{url}&state=late",
        is_late=True,
    )
    yield Queue(
        mine.open(),
        "suite à donner à un progiciel",
        "suites à donner à des progiciels",
        url,
    )
