from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import ToDo, count_up_to_limit, register
from core.people.models import Agent
from suggestions.access import is_in_group
from suggestions.evaluation.queue import evaluations_waiting_for
from suggestions.models import Idea


@register
def ideas(agent: Agent) -> Iterator[ToDo]:
    if not is_in_group(agent):
        return
    url = reverse("admin:suggestions_idea_changelist")
    yield ToDo(
        count_up_to_limit(Idea.objects.overdue(on=timezone.localdate())),
        "idée en retard",
        "idées en retard",
        f"{url}?file=en-retard",
        is_late=True,
    )
    yield ToDo(
        count_up_to_limit(evaluations_waiting_for(agent)),
        "idée à évaluer",
        "idées à évaluer",
        f"{url}?file=a-evaluer",
    )
