from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.people.models import Agent
from dematerialisation import policies
from dematerialisation.models import Action, MissingTip


@register
def late_actions(agent: Agent) -> Iterator[Queue]:
    if policies.can_write(agent):
        yield Queue(
            Action.objects.late(on=timezone.localdate()),
            "action en retard",
            "actions en retard",
            f"{reverse('admin:dematerialisation_action_changelist')}?file=en-retard",
            is_late=True,
        )


@register
def missing_tips(agent: Agent) -> Iterator[Queue]:
    if policies.can_write(agent):
        yield Queue(
            MissingTip.objects.still_missing(on=timezone.localdate()),
            "mois sans conseil pour la revue",
            "mois sans conseil pour la revue",
            reverse("review"),
            is_late=True,
        )
