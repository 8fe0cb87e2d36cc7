from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.people.models import Agent, Skill
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


@register
def words(agent: Agent) -> Iterator[Queue]:
    if can_keep_directory(agent):
        yield Queue(
            Skill.objects.filter(is_accepted=False),
            "mot proposé pour les compétences",
            "mots proposés pour les compétences",
            reverse("directory:skill_list"),
        )
