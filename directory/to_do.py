from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import ToDo, count_up_to_limit, register
from core.people.models import Agent
from core.people.policies import can_keep_directory
from directory.models import Correction


@register
def corrections(agent: Agent) -> Iterator[ToDo]:
    if can_keep_directory(agent):
        yield ToDo(
            count_up_to_limit(Correction.objects.waiting()),
            "correction de l’annuaire proposée",
            "corrections de l’annuaire proposées",
            reverse("directory:correction_list"),
        )
