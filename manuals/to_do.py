from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from core.admin.to_do import Queue, kept_rows, register
from core.people.models import Agent
from core.ui.addresses import fixed_address
from manuals.models import FollowUp


@kept_rows
def late(agent: Agent) -> Any:
    return FollowUp.objects.filter(assigned_to=agent).late(on=timezone.localdate())


@kept_rows
def still_open(agent: Agent) -> Any:
    return FollowUp.objects.filter(assigned_to=agent).open()


@register
def follow_ups(agent: Agent) -> Iterator[Queue]:
    """What an agent is to do about the software, whatever their roles."""
    url = f"{fixed_address('manuals:follow_up_list')}?person={agent.pk}"
    yield Queue(
        late(agent=agent),
        "suite à donner en retard",
        "suites à donner en retard",
        f"{url}&state=late",
        is_late=True,
    )
    yield Queue(
        still_open(agent=agent),
        "suite à donner à un progiciel",
        "suites à donner à des progiciels",
        url,
    )
