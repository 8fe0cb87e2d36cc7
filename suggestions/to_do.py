"""What waits for a member of the group, on the admin's first page; each queue leads to its list."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.people.models import Agent
from suggestions.access import is_in_group
from suggestions.appeals.queue import appeals_waiting_for
from suggestions.evaluation.queue import evaluations_waiting_for, rereadings_waiting_for
from suggestions.models import Idea
from suggestions.states import State


@register
def ideas(agent: Agent) -> Iterator[Queue]:
    if not is_in_group(agent):
        return
    waiting = Idea.objects.waiting()
    url = reverse("admin:suggestions_idea_changelist")
    yield Queue(
        Idea.objects.overdue(on=timezone.localdate()),
        "idée en retard",
        "idées en retard",
        f"{url}?file=en-retard",
        is_late=True,
    )
    yield Queue(
        waiting.filter(state=State.RECEIVED).without_those_of(agent),
        "idée reçue à prendre en charge",
        "idées reçues à prendre en charge",
        f"{url}?file=recues",
    )
    yield Queue(
        evaluations_waiting_for(agent),
        "idée à évaluer",
        "idées à évaluer",
        f"{url}?file=a-evaluer",
    )
    yield Queue(
        appeals_waiting_for(agent),
        "refus contesté, sans réponse",
        "refus contestés, sans réponse",
        f"{url}?file=contestees",
    )
    yield Queue(
        Idea.objects.set_aside_to_confirm(agent),
        "mise à l’écart à confirmer",
        "mises à l’écart à confirmer",
        f"{url}?file=a-ecarter",
    )
    yield Queue(
        rereadings_waiting_for(agent),
        "réponse à relire",
        "réponses à relire",
        f"{url}?file=a-relire",
    )
    yield Queue(
        waiting.to_be_published().without_those_of(agent),
        "réponse relue à publier",
        "réponses relues à publier",
        f"{url}?file=a-publier",
    )
