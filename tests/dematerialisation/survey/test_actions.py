"""What is done with a survey and its interviews, by whom, and what the database refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.notifications.models import Notification
from core.people.models import Agent, Direction
from dematerialisation.models import Answer, Interview, Question, Questionnaire, Survey
from dematerialisation.survey import actions
from dematerialisation.survey.answering import Typed, save_answers
from tests.dematerialisation.factories import (
    InterviewFactory,
    QuestionnaireFactory,
    SurveyFactory,
    question_of,
)
from tests.factories import AgentFactory, DirectionFactory, member

pytestmark = pytest.mark.django_db

# What each person may do of an interview that its direction was sent.
DOING: dict[str, Callable[[Interview, Agent], Any]] = {
    "open": lambda row, by: actions.open_survey(
        by=by,
        title="Autre",
        questionnaire=QuestionnaireFactory.create(),
        ends_on=timezone.localdate(),
    ),
    "close": lambda row, by: actions.close_survey(row.survey, by=by),
    "prepare": lambda row, by: prepare(row, by=by),
    "send": lambda row, by: actions.send_to_direction(row, by=by),
    "finish": lambda row, by: actions.finish(row, by=by),
    "reopen": lambda row, by: actions.reopen(row, by=by),
    "copy": lambda row, by: actions.copy_questionnaire(row.survey.questionnaire, by=by),
    "move_up": lambda row, by: actions.move_up(row.survey.questionnaire, by=by, question="x"),
    "answer": lambda row, by: save_answers(row, [], by=by),
}


def prepare(interview: Interview, *, by: Agent, **given: Any) -> Interview:
    nothing: dict[str, Any] = {"held_at": None, "place": "", "leads": [], "person_met": None, "notes": ""}
    return actions.prepare(interview, by=by, **nothing | given)


@pytest.mark.parametrize("doing", DOING)
@pytest.mark.parametrize("who", ["agent", "head", "former head", "closed member"])
def test_the_group_alone_leads_the_survey(who: str, doing: str) -> None:
    row = InterviewFactory.create(sent=True)
    people = {
        "agent": AgentFactory.create,
        "head": lambda: row.direction.head,
        "former head": lambda: AgentFactory.create(direction=row.direction),
        "closed member": lambda: member(is_active=False),
    }
    agent = people[who]()
    if (who, doing) == ("head", "answer"):
        assert DOING[doing](row, agent) == []
        return
    with pytest.raises(PermissionDenied):
        DOING[doing](row, agent)


def test_a_survey_begins_with_an_interview_for_each_direction() -> None:
    first, second = DirectionFactory.create(), DirectionFactory.create()
    DirectionFactory.create(kind="service", parent=first)
    DirectionFactory.create(kind="dga")
    survey = DOING["open"](None, member())  # type: ignore[arg-type]
    asked = set(Direction.objects.filter(kind="direction"))
    assert {first, second} <= asked
    assert {row.direction for row in survey.interviews.all()} == asked
    assert {row.state for row in survey.interviews.all()} == {"to_plan"}
    with pytest.raises(ValidationError, match="déjà en cours"):
        DOING["open"](None, member())  # type: ignore[arg-type]


def test_a_questionnaire_without_a_question_and_a_past_end_are_refused() -> None:
    empty = Questionnaire.objects.create(title="Vide")
    for given, said in (
        ({"questionnaire": empty}, "aucune question"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "passé"),
    ):
        asked: dict[str, Any] = {
            "title": "Enquête",
            "questionnaire": QuestionnaireFactory.create(),
            "ends_on": timezone.localdate(),
        }
        with pytest.raises(ValidationError, match=said):
            actions.open_survey(by=member(), **asked | given)
    assert not Survey.objects.exists()


def test_two_open_surveys_are_refused_by_the_database() -> None:
    SurveyFactory.create()
    with pytest.raises(IntegrityError, match="survey_one_open"), transaction.atomic():
        SurveyFactory.create()


def test_a_version_in_use_never_changes() -> None:
    survey = SurveyFactory.create()
    question = Question.objects.filter(section__questionnaire=survey.questionnaire).first()
    assert question
    section = question.section
    for change in (
        lambda: Question.objects.filter(pk=question.pk).update(text="Autre ?"),
        lambda: Question.objects.filter(pk=question.pk).delete(),
        lambda: Question.objects.create(section=section, text="De plus ?"),
        lambda: survey.questionnaire.sections.update(title="Autre"),
        lambda: survey.questionnaire.sections.create(title="De plus"),
        lambda: Questionnaire.objects.filter(pk=survey.questionnaire_id).update(introduction="Autre"),
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            change()


def test_a_new_version_is_a_copy_that_may_change() -> None:
    survey = SurveyFactory.create()
    actions.copy_questionnaire(survey.questionnaire, by=member())
    copy = Questionnaire.objects.get(title=survey.questionnaire.title, version=2)
    words = [
        list(Question.objects.filter(section__questionnaire=each).values_list("text", "kind", "choices"))
        for each in (survey.questionnaire, copy)
    ]
    assert words[0] == words[1]
    first, second = Question.objects.filter(section__questionnaire=copy)[:2]
    actions.move_up(copy, by=member(), question=second.reference)
    assert list(Question.objects.filter(section__questionnaire=copy)[:2]) == [second, first]
    with pytest.raises(ValidationError, match="nouvelle version"):
        actions.move_up(survey.questionnaire, by=member(), question="x")


def test_an_interview_goes_from_its_preparation_to_its_end() -> None:
    row, lead = InterviewFactory.create(), member()
    at = timezone.now() + timedelta(days=2)
    row = prepare(row, by=lead, held_at=at, place="Salle Vauban", leads=[lead], notes="Parler bas.")
    assert (row.state, row.held_at, list(row.leads.all())) == ("planned", at, [lead])
    actions.finish(row, by=lead)
    row.refresh_from_db()
    assert (row.state, row.done_on) == ("done", timezone.localdate())
    with pytest.raises(ValidationError, match="déjà dit fait"):
        actions.finish(row, by=lead)
    actions.reopen(row, by=lead)
    row.refresh_from_db()
    assert (row.state, row.done_on) == ("planned", None)
    with pytest.raises(ValidationError, match="se remplit encore"):
        actions.reopen(row, by=lead)


def test_reopened_an_interview_that_was_sent_is_its_heads_again() -> None:
    row = InterviewFactory.create(sent=True)
    actions.finish(row, by=member())
    actions.reopen(row, by=member())
    row.refresh_from_db()
    assert row.state == "sent"
    assert Interview.objects.visible_to(row.direction.head).get() == row  # type: ignore[arg-type]


def test_one_that_was_never_sent_is_not_its_heads() -> None:
    row = InterviewFactory.create(done=True, direction__head=AgentFactory.create())
    assert not Interview.objects.visible_to(row.direction.head).exists()  # type: ignore[arg-type]


def test_sent_to_the_direction_its_head_is_told_once() -> None:
    row = InterviewFactory.create(direction__head=AgentFactory.create())
    actions.send_to_direction(row, by=member())
    told = Notification.objects.get()
    assert told.recipient == row.direction.head
    with pytest.raises(ValidationError, match="déjà envoyé"):
        actions.send_to_direction(row, by=member())


@pytest.mark.parametrize("head", [None, {"is_active": False}])
def test_a_direction_without_a_head_is_not_written_to(head: dict[str, Any] | None) -> None:
    row = InterviewFactory.create(direction__head=head and AgentFactory.create(**head))
    with pytest.raises(ValidationError, match="pas de responsable"):
        actions.send_to_direction(row, by=member())
    assert not Notification.objects.exists()


def test_nothing_changes_once_the_survey_is_closed() -> None:
    row = InterviewFactory.create()
    actions.close_survey(row.survey, by=member())
    for doing in ("close", "prepare", "send", "finish", "reopen", "answer"):
        with pytest.raises(ValidationError, match="close"):
            DOING[doing](row, member())


def test_an_answer_is_of_its_questionnaire_and_of_one_kind() -> None:
    row, other = InterviewFactory.create(), QuestionnaireFactory.create()
    elsewhere = Question.objects.filter(section__questionnaire=other).first()
    given = {"interview": row, "answered_by": member()}
    with pytest.raises(IntegrityError, match="does not ask"), transaction.atomic():
        Answer.objects.create(question=elsewhere, text="Oui.", **given)
    with pytest.raises(IntegrityError, match="of_one_kind"), transaction.atomic():
        Answer.objects.create(question=question_of(row, "text"), text="Oui.", number=3, **given)


@pytest.mark.django_db(transaction=True)
def test_two_interviewers_racing_for_one_answer_lose_none(together: Callable[..., list[Any]]) -> None:
    row = InterviewFactory.create()
    question, people = question_of(row, "text"), [member(), member()]

    def answer(by: Agent) -> Callable[[], Any]:
        return lambda: save_answers(row, [Typed(question, f"Dit par {by.identifiant}.", 0)], by=by)

    saved = together(*(answer(by) for by in people))
    assert sorted(each[0].is_stale for each in saved) == [False, True]
    kept = Answer.objects.get()
    assert kept.version == 1
    assert all(each[0].answer == kept for each in saved)


@pytest.mark.django_db(transaction=True)
def test_a_question_added_as_the_survey_opens_is_in_it_or_refused(together: Callable[..., list[Any]]) -> None:
    questionnaire, by = QuestionnaireFactory.create(), member()
    section = questionnaire.sections.get()

    def open_it() -> Any:
        return actions.open_survey(
            by=by, title="Enquête", questionnaire=questionnaire, ends_on=timezone.localdate()
        )

    opened, added = together(open_it, lambda: Question.objects.create(section=section, text="De plus ?"))
    assert isinstance(opened, Survey)
    assert isinstance(added, Question | IntegrityError)
    if isinstance(added, Question):
        assert added.pk in section.questions.values_list("pk", flat=True)
