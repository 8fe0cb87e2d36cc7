from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.approvals.models import ApprovalStep
from core.people.models import Agent


@register
def visas(agent: Agent) -> Iterator[Queue]:
    """Of everybody, on the home page: what waits for this agent's visa."""
    waiting = ApprovalStep.objects.waiting_for(agent, on=timezone.localdate())
    yield Queue(waiting, "texte à viser", "textes à viser", reverse("approvals:approval_list"))
