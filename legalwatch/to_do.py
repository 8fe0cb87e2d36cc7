from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.people.models import Agent
from legalwatch.access import can_write
from legalwatch.models import LinkReport


@register
def dead_links(agent: Agent) -> Iterator[Queue]:
    """For the watchers."""
    if can_write(agent):
        yield Queue(
            LinkReport.objects.open(),
            "lien signalé de la veille juridique",
            "liens signalés de la veille juridique",
            f"{reverse('legalwatch:entry_list')}?show=reported",
        )
