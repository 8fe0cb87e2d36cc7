from collections.abc import Iterator

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.people.models import Agent
from dematerialisation import policies
from dematerialisation.models import Action, AssessmentReminder, GroupMember, Interview, MissingTip


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
def screenings_to_confirm(agent: Agent) -> Iterator[Queue]:
    if policies.can_write(agent):
        yield Queue(
            Action.objects.to_confirm(agent),
            "filtre à valider",
            "filtres à valider",
            f"{reverse('admin:dematerialisation_action_changelist')}?file=a-valider",
        )


@register
def screenings_to_redo(agent: Agent) -> Iterator[Queue]:
    if policies.can_write(agent):
        yield Queue(
            Action.objects.to_screen_again(),
            "filtre à refaire",
            "filtres à refaire",
            f"{reverse('admin:dematerialisation_action_changelist')}?file=a-refaire",
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


@register
def assessments_to_begin(agent: Agent) -> Iterator[Queue]:
    """For the head of the group; asked in the statement of the counts."""
    if policies.can_write(agent):
        is_head = Exists(GroupMember.objects.filter(agent=agent, is_head=True))
        yield Queue(
            AssessmentReminder.objects.unanswered().filter(is_head),
            "bilan à commencer",
            "bilans à commencer",
            reverse("assessment_begin"),
        )


@register
def questionnaires_to_fill(agent: Agent) -> Iterator[Queue]:
    """For the head of a direction, until they say that they have finished."""
    yield Queue(
        Interview.objects.asked_of(agent).filter(filled_on=None),
        "questionnaire à remplir",
        "questionnaires à remplir",
        reverse("survey_list"),
    )
