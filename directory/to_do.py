from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.people.models import Agent, ChangeRequest, Skill
from core.people.policies import can_keep_directory, can_read_changes
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
def changes(agent: Agent) -> Iterator[Queue]:
    if can_read_changes(agent):
        yield Queue(
            ChangeRequest.objects.waiting().confirmable_by(agent),
            "changement de l’annuaire à confirmer",
            "changements de l’annuaire à confirmer",
            reverse("admin:people_changerequest_changelist"),
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
