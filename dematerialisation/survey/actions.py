"""What the group does with a survey: open it, prepare each talk, send it to the direction, say it done, close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent, Direction
from core.ui.locks import lock_row, wait_for
from dematerialisation import notifications
from dematerialisation.models import Interview, Question, Questionnaire, QuestionSection, Survey
from dematerialisation.survey import policies

NOT_THE_GROUP = "Seul le groupe Dématérialisation mène l’enquête."
CLOSED = "Cette enquête est close\u00a0: ses réponses ne changent plus."
IN_USE = "Une enquête pose déjà ce questionnaire\u00a0: faites-en une nouvelle version."
DONE = "Cet entretien est déjà dit fait. Rouvrez-le pour le changer."


@transaction.atomic
def open_survey(*, by: Agent, title: str, questionnaire: Questionnaire, ends_on: date) -> Survey:
    """With an interview to plan for each direction of the town."""
    if not policies.can_open(by):
        raise PermissionDenied(NOT_THE_GROUP)
    wait_for("dematerialisation.survey")
    # Locked: the trigger that freezes its questions waits for this survey.
    questionnaire = lock_row(Questionnaire, questionnaire.pk)
    if Survey.objects.filter(closed_on=None).exists():
        raise ValidationError(
            "Une enquête est déjà en cours\u00a0: closez-la avant d’en commencer une autre."
        )
    if not Question.objects.filter(section__questionnaire=questionnaire).exists():
        raise ValidationError({"questionnaire": "Ce questionnaire ne pose encore aucune question."})
    if ends_on < timezone.localdate():
        raise ValidationError({"ends_on": "Ce jour est passé\u00a0: choisissez-en un à venir."})
    with action_context("a commencé l’enquête", by=by):
        survey = Survey.objects.create(title=title, questionnaire=questionnaire, ends_on=ends_on)
        for direction in Direction.objects.concerned():
            Interview.objects.create(survey=survey, direction=direction)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: Agent) -> None:
    """Its results are every agent's from now on."""
    if not policies.can_open(by):
        raise PermissionDenied(NOT_THE_GROUP)
    survey = lock_row(Survey, survey.pk)
    if not survey.is_open:
        raise ValidationError("Cette enquête est déjà close.")
    with action_context("a clos l’enquête", by=by):
        survey.closed_on = timezone.localdate()
        survey.save(update_fields=["closed_on"])


@transaction.atomic
def prepare(
    interview: Interview,
    *,
    by: Agent,
    held_at: datetime | None,
    place: str,
    leads: Sequence[Agent],
    person_met: Agent | None,
    notes: str,
) -> Interview:
    """Also after the talk, for what was noted in it."""
    interview = _locked(interview, by=by)
    with action_context("a préparé l’entretien", by=by):
        interview.held_at, interview.place = held_at, place
        interview.person_met, interview.notes = person_met, notes
        if interview.state in (Interview.State.TO_PLAN, Interview.State.PLANNED):
            interview.state = Interview.State.PLANNED if held_at else Interview.State.TO_PLAN
        interview.save()
        interview.leads.set(leads)
    return interview


@transaction.atomic
def send_to_direction(interview: Interview, *, by: Agent) -> str:
    """Its head fills it before the talk, and is told so."""
    interview = _locked(interview, by=by)
    if interview.state == Interview.State.DONE:
        raise ValidationError(DONE)
    if interview.state == Interview.State.SENT:
        raise ValidationError("Cet entretien est déjà envoyé à la direction.")
    head = interview.direction.head
    if head is None or not head.is_at_work:
        raise ValidationError(
            "L’annuaire ne connaît pas de responsable à cette direction\u00a0: remplissez avec elle, ou "
            "demandez à qui tient l’annuaire de le noter."
        )
    with action_context("a envoyé le questionnaire à la direction", by=by):
        interview.state, interview.was_sent = Interview.State.SENT, True
        interview.save(update_fields=["state", "was_sent"])
        notifications.notify_survey_sent(interview, head, by=by)
    return f"{head} peut répondre, et un avis vient de lui être envoyé."


@transaction.atomic
def finish(interview: Interview, *, by: Agent) -> None:
    interview = _locked(interview, by=by)
    if interview.state == Interview.State.DONE:
        raise ValidationError(DONE)
    with action_context("a dit l’entretien fait", by=by):
        interview.state, interview.done_on = Interview.State.DONE, timezone.localdate()
        interview.save(update_fields=["state", "done_on"])


@transaction.atomic
def reopen(interview: Interview, *, by: Agent) -> None:
    interview = _locked(interview, by=by)
    if interview.state != Interview.State.DONE:
        raise ValidationError("Cet entretien n’est pas dit fait\u00a0: il se remplit encore.")
    with action_context("a rouvert l’entretien", by=by):
        not_sent = Interview.State.PLANNED if interview.held_at else Interview.State.TO_PLAN
        interview.state = Interview.State.SENT if interview.was_sent else not_sent
        interview.done_on = None
        interview.save(update_fields=["state", "done_on"])


def _locked(interview: Interview, *, by: Agent) -> Interview:
    """The survey first, which closes as a whole; then the interview."""
    if not policies.can_lead(by, interview):
        raise PermissionDenied(NOT_THE_GROUP)
    if not lock_row(Survey, interview.survey_id).is_open:
        raise ValidationError(CLOSED)
    return lock_row(Interview, interview.pk)


@transaction.atomic
def copy_questionnaire(questionnaire: Questionnaire, *, by: Agent) -> str:
    """The same words as the next version, to change before a survey asks it."""
    if not policies.can_copy(by, questionnaire):
        raise PermissionDenied(NOT_THE_GROUP)
    wait_for("dematerialisation.questionnaire")
    same = Questionnaire.objects.filter(title=questionnaire.title)
    last = same.aggregate(last=Max("version"))["last"]
    with action_context("a fait une nouvelle version du questionnaire", by=by):
        copy = Questionnaire.objects.create(
            title=questionnaire.title, introduction=questionnaire.introduction, version=last + 1
        )
        for section in questionnaire.sections.all():
            kept = QuestionSection.objects.create(
                questionnaire=copy, title=section.title, position=section.position
            )
            for question in section.questions.all():
                words = {
                    name: getattr(question, name) for name in ("kind", "text", "help", "choices", "position")
                }
                Question.objects.create(section=kept, **words)
    return f"La version {copy.version} est prête à changer\u00a0: ouvrez-la dans la liste."


@transaction.atomic
def move_up(questionnaire: Questionnaire, *, by: Agent, question: str) -> None:
    """Before the one above it in its part; a version in use refuses it."""
    if not policies.can_copy(by, questionnaire):
        raise PermissionDenied(NOT_THE_GROUP)
    lock_row(Questionnaire, questionnaire.pk)
    if questionnaire.surveys.exists():
        raise ValidationError(IN_USE)
    asked = Question.objects.filter(section__questionnaire=questionnaire, reference=question).first()
    if asked is None:
        raise ValidationError("Cette question n’est plus dans ce questionnaire.")
    order = list(Question.objects.filter(section=asked.section_id))
    place = order.index(asked)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    with action_context("a changé l’ordre des questions", by=by):
        for rank, row in enumerate(order, start=1):
            if row.position != rank:
                row.position = rank
                row.save(update_fields=["position"])
