"""What waits for a member of the group, on the admin's first page; each queue leads to its list."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, kept_rows, register
from core.people.models import Agent
from suggestions.access import is_in_group
from suggestions.appeals.queue import appeals_waiting_for
from suggestions.evaluation.queue import evaluations_waiting_for, rereadings_waiting_for
from suggestions.models import Idea
from suggestions.states import State


@kept_rows
def overdue() -> Any:
    return Idea.objects.overdue(on=timezone.localdate())


@kept_rows
def received(agent: Agent) -> Any:
    return Idea.objects.waiting().filter(state=State.RECEIVED).without_those_of(agent)


@kept_rows
def to_publish(agent: Agent) -> Any:
    return Idea.objects.waiting().to_be_published().without_those_of(agent)


to_evaluate = kept_rows(evaluations_waiting_for)
contested = kept_rows(appeals_waiting_for)
to_set_aside = kept_rows(Idea.objects.set_aside_to_confirm)
to_reread = kept_rows(rereadings_waiting_for)


@register
def ideas(agent: Agent) -> Iterator[Queue]:
    if not is_in_group(agent):
        return
    url = reverse("admin:suggestions_idea_changelist")
    yield Queue(
        overdue(),
        "idée en retard",
        "idées en retard",
        f"{url}?file=en-retard",
        is_late=True,
    )
    yield Queue(
        received(agent=agent),
        "idée reçue à prendre en charge",
        "idées reçues à prendre en charge",
        f"{url}?file=recues",
    )
    yield Queue(
        to_evaluate(agent=agent),
        "idée à évaluer",
        "idées à évaluer",
        f"{url}?file=a-evaluer",
    )
    yield Queue(
        contested(agent=agent),
        "refus contesté, sans réponse",
        "refus contestés, sans réponse",
        f"{url}?file=contestees",
    )
    yield Queue(
        to_set_aside(agent=agent),
        "mise à l’écart à confirmer",
        "mises à l’écart à confirmer",
        f"{url}?file=a-ecarter",
    )
    yield Queue(
        to_reread(agent=agent),
        "réponse à relire",
        "réponses à relire",
        f"{url}?file=a-relire",
    )
    yield Queue(
        to_publish(agent=agent),
        "réponse relue à publier",
        "réponses relues à publier",
        f"{url}?file=a-publier",
    )
