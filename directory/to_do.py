from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.people.models import Agent
from core.people.policies import can_keep_directory
from directory.models import Correction


@register
def corrections(agent: Agent) -> Iterator[Queue]:
    if can_keep_directory(agent):
        yield Queue(
            Correction.objects.waiting(),
            "correction de l’annuaire proposée",
            "corrections de l’annuaire proposées",
            reverse("directory:correction_list"),
        )
