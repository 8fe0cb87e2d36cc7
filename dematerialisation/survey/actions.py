from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import outdate
from core.people.models import Agent, Direction
from core.web.locks import lock_row, locked, wait_for
from core.web.ordering import move_by_one
from dematerialisation import notifications, policies
from dematerialisation.models import Answer, Interview, Question, Questionnaire, QuestionSection, Survey

NOT_THE_GROUP = "Seul le groupe Dématérialisation mène l’enquête."
NOT_YOURS = "Ce questionnaire n’est pas le vôtre."
CLOSED = spaced("Cette enquête est close : ses réponses ne changent plus.")
IN_USE = spaced("Une enquête pose déjà ce questionnaire : faites-en une nouvelle version.")
ENDED = spaced("Cet entretien est dit fait : ses réponses ne changent plus.")
DONE = "Cet entretien est déjà dit fait. Rouvrez-le pour le changer."


@transaction.atomic
def open_survey(*, by: Agent, title: str, questionnaire: Questionnaire, ends_on: date) -> Survey:
    """With an interview to plan for each direction of the town."""
    check_group(by)
    wait_for("dematerialisation.survey")
    # Locked: the trigger that freezes its questions waits for this survey.
    questionnaire = lock_row(Questionnaire, questionnaire.pk)
    if Survey.objects.filter(closed_on=None).exists():
        raise ValidationError(
            spaced("Une enquête est déjà en cours : clôturez-la avant d’en commencer une autre.")
        )
    if not Question.objects.filter(section__questionnaire=questionnaire).exists():
        raise ValidationError({"questionnaire": "Ce questionnaire ne pose encore aucune question."})
    _check_to_come(ends_on)
    with action_context("a commencé l’enquête", by=by):
        survey = Survey.objects.create(
            title=title,
            questionnaire=questionnaire,
            introduction=questionnaire.introduction,
            ends_on=ends_on,
        )
        _ask_missing(survey)
    return survey


@transaction.atomic
def correct_survey(survey: Survey, *, by: Agent, title: str, ends_on: date, introduction: str) -> None:
    survey = _open_survey(survey.pk, by=by)
    if ends_on != survey.ends_on:
        _check_to_come(ends_on)
    with action_context("a corrigé l’enquête", by=by):
        survey.title, survey.ends_on, survey.introduction = title, ends_on, introduction
        survey.save(update_fields=["title", "ends_on", "introduction"])


def missing_directions(survey: Survey) -> QuerySet[Direction]:
    """Return directions that came to the town since it began."""
    return Direction.objects.concerned().exclude(interviews__survey=survey)


@transaction.atomic
def ask_missing_directions(survey: Survey, *, by: Agent) -> int:
    """An interview for each direction that has none; how many got theirs."""
    survey = _open_survey(survey.pk, by=by)
    with action_context("a ajouté une direction à l’enquête", by=by):
        return _ask_missing(survey)


def _ask_missing(survey: Survey) -> int:
    rows = [Interview(survey=survey, direction=direction) for direction in missing_directions(survey)]
    return len(Interview.objects.bulk_create(rows))


@transaction.atomic
def close_survey(survey: Survey, *, by: Agent) -> None:
    """Its results are every agent's from now on."""
    survey = _open_survey(survey.pk, by=by)
    _wait_for_answers(survey)
    with action_context("a clos l’enquête", by=by):
        survey.closed_on = timezone.localdate()
        survey.save(update_fields=["closed_on"])


@transaction.atomic
def remove_survey(survey: Survey, *, by: Agent) -> None:
    """One begun by mistake: what a direction has said is never deleted."""
    survey = _locked_survey(survey.pk, by=by)
    interviews = _wait_for_answers(survey)
    if Answer.objects.filter(interview__survey=survey).exists():
        raise ValidationError(
            spaced("Une direction a déjà répondu : clôturez l’enquête, ses réponses restent.")
        )
    with action_context("a supprimé l’enquête", by=by):
        for interview in interviews:
            outdate([notifications.SURVEY_SENT], about=interview)
            interview.delete()
        survey.delete()


def _wait_for_answers(survey: Survey) -> list[Interview]:
    """Lock the interviews: an answer is saved before the survey ends, or refused after it."""
    return list(locked(survey.interviews.order_by("pk")))


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
    """Its head fills it before the talk, and is notified."""
    interview = _locked(interview, by=by)
    if interview.state == Interview.State.DONE:
        raise ValidationError(DONE)
    if interview.state == Interview.State.SENT:
        raise ValidationError("Cet entretien est déjà envoyé à la direction.")
    head = interview.direction.head
    if head is None or not head.is_at_work:
        raise ValidationError(
            spaced(
                "L’annuaire ne connaît pas de responsable à cette direction : remplissez avec elle, ou "
                "demandez à qui tient l’annuaire de le noter."
            )
        )
    with action_context("a envoyé le questionnaire à la direction", by=by):
        interview.state, interview.was_sent = Interview.State.SENT, True
        interview.save(update_fields=["state", "was_sent"])
        notifications.notify_survey_sent(interview, head, by=by)
    return f"{head} peut répondre, et un avis vient de lui être envoyé."


@transaction.atomic
def say_filled(interview: Interview, *, by: Agent) -> None:
    """By the head who was asked; their answers stay theirs to change until the talk is done."""
    found = lock_to_fill(interview, by=by)
    if not policies.may_say_filled(by, found):
        raise PermissionDenied(NOT_YOURS)
    if found.filled_on:
        return
    with action_context("a dit avoir rempli le questionnaire", by=by):
        found.filled_on = timezone.localdate()
        found.save(update_fields=["filled_on"])
        notifications.notify_survey_filled(found, by=by)


def lock_to_fill(interview: Interview, *, by: Agent) -> Interview:
    """The interview alone: those who answer for other directions do not wait. Raises when it takes no answer of theirs.

    Closing or removing the survey locks all its interviews first.
    """
    found = locked(Interview.objects.visible_to(by)).filter(pk=interview.pk).first()
    if found is None:
        raise PermissionDenied(NOT_YOURS)
    if not found.takes_answers:
        raise ValidationError(ENDED if found.survey.is_open else CLOSED)
    return found


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
        raise ValidationError(spaced("Cet entretien n’est pas dit fait : il se remplit encore."))
    with action_context("a rouvert l’entretien", by=by):
        not_sent = Interview.State.PLANNED if interview.held_at else Interview.State.TO_PLAN
        interview.state = Interview.State.SENT if interview.was_sent else not_sent
        interview.done_on = None
        interview.save(update_fields=["state", "done_on"])


def check_group(by: Agent) -> None:
    if not policies.can_write(by):
        raise PermissionDenied(NOT_THE_GROUP)


def _check_to_come(ends_on: date) -> None:
    if ends_on < timezone.localdate():
        raise ValidationError({"ends_on": spaced("Ce jour est passé : choisissez-en un à venir.")})


def _locked_survey(pk: int, *, by: Agent) -> Survey:
    check_group(by)
    survey = locked(Survey.objects).filter(pk=pk).first()
    if survey is None:
        raise ValidationError("Cette enquête vient d’être supprimée.")
    return survey


def _open_survey(pk: int, *, by: Agent) -> Survey:
    survey = _locked_survey(pk, by=by)
    if not survey.is_open:
        raise ValidationError(CLOSED)
    return survey


def _locked(interview: Interview, *, by: Agent) -> Interview:
    """The survey first, which closes as a whole; then the interview."""
    _open_survey(interview.survey_id, by=by)
    return lock_row(Interview, interview.pk)


@transaction.atomic
def copy_questionnaire(questionnaire: Questionnaire, *, by: Agent) -> str:
    """The same words as the next version, to change before a survey asks it; one at a time."""
    check_group(by)
    wait_for("dematerialisation.questionnaire")
    newest = questionnaire.newest
    if not newest.surveys.exists():
        return spaced(f"La version {newest.version} attend déjà d’être posée : changez-la ici.")
    with action_context("a fait une nouvelle version du questionnaire", by=by):
        copy = Questionnaire.objects.create(
            title=questionnaire.title, introduction=questionnaire.introduction, version=newest.version + 1
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
    return f"La version {copy.version} est prête à changer."


@transaction.atomic
def move(
    questionnaire: Questionnaire, *, by: Agent, is_up: bool, question: str = "", part: int | None = None
) -> None:
    """A question among those of its part, or a part; a version in use refuses it."""
    check_group(by)
    lock_row(Questionnaire, questionnaire.pk)
    if questionnaire.surveys.exists():
        raise ValidationError(IN_USE)
    parts = questionnaire.sections.all()
    rows: QuerySet[Any] = parts
    row: Any = parts.filter(pk=part or 0).first()
    if question:
        row = Question.objects.filter(section__in=parts, reference=question).first()
        rows = Question.objects.filter(section=row and row.section_id)
    if row is None:
        raise ValidationError("Ce que vous déplacez n’est plus dans ce questionnaire.")
    with action_context("a changé l’ordre du questionnaire", by=by):
        move_by_one(rows, row, is_up=is_up)
