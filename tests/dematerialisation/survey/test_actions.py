"""What is done with a survey and its interviews, by whom, and what the database refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.admin.to_do import to_do_for
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.web.locks import lock_row
from dematerialisation.models import Answer, Interview, Question, Questionnaire, Survey
from dematerialisation.survey import actions
from dematerialisation.survey.forms import Typed, save_answers
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
    "open": lambda row, by: opened(by),
    "correct": lambda row, by: correct(row.survey, by=by),
    "ask missing": lambda row, by: actions.ask_missing_directions(row.survey, by=by),
    "remove": lambda row, by: actions.remove_survey(row.survey, by=by),
    "close": lambda row, by: actions.close_survey(row.survey, by=by),
    "prepare": lambda row, by: prepare(row, by=by),
    "send": lambda row, by: actions.send_to_direction(row, by=by),
    "finish": lambda row, by: actions.finish(row, by=by),
    "reopen": lambda row, by: actions.reopen(row, by=by),
    "copy": lambda row, by: actions.copy_questionnaire(row.survey.questionnaire, by=by),
    "move": lambda row, by: actions.move(row.survey.questionnaire, by=by, is_up=True, question="x"),
    "filled": lambda row, by: actions.say_filled(row, by=by),
    "answer": lambda row, by: save_answers(row, [], by=by),
}


def opened(by: Agent | None = None, **fields: Any) -> Survey:
    questionnaire, today = QuestionnaireFactory.create(**fields), timezone.localdate()
    return actions.open_survey(by=by or member(), title="Autre", questionnaire=questionnaire, ends_on=today)


def correct(survey: Survey, *, by: Agent, **given: Any) -> None:
    kept: dict[str, Any] = {"title": survey.title, "ends_on": survey.ends_on, "introduction": ""}
    actions.correct_survey(survey, by=by, **kept | given)


def prepare(interview: Interview, *, by: Agent, **given: Any) -> Interview:
    nothing: dict[str, Any] = {"held_at": None, "place": "", "leads": [], "person_met": None, "notes": ""}
    return actions.prepare(interview, by=by, **nothing | given)


@pytest.fixture
def sent() -> tuple[Interview, Agent]:
    """An interview that was sent to its direction, and the head of that one."""
    head = AgentFactory.create()
    return InterviewFactory.create(sent=True, direction__head=head), head


def test_the_group_alone_leads_the_survey(case):
    row = InterviewFactory.create(sent=True)
    people = {
        "agent": AgentFactory.create(),
        "head": row.direction.head,
        "former head": AgentFactory.create(direction=row.direction),
        "closed member": member(is_active=False),
    }
    for doing, call in DOING.items():
        for who, agent in people.items():
            with case(doing, who):
                asked = Interview.objects.get(pk=row.pk)
                if (who, doing) in (("head", "answer"), ("head", "filled")):
                    assert not call(asked, agent)
                else:
                    with pytest.raises(PermissionDenied):
                        call(asked, agent)


def test_a_survey_begins_with_an_interview_for_each_direction():
    first, second = DirectionFactory.create(), DirectionFactory.create()
    DirectionFactory.create(kind="service", parent=first)
    DirectionFactory.create(kind="dga")
    survey = opened(introduction="Pourquoi ces questions.")
    # To be corrected later, which the questionnaire's own is not.
    assert survey.introduction == "Pourquoi ces questions."
    asked = set(Direction.objects.filter(kind="direction"))
    assert {first, second} <= asked
    assert {row.direction for row in survey.interviews.all()} == asked
    assert {row.state for row in survey.interviews.all()} == {"to_plan"}
    with pytest.raises(ValidationError, match="déjà en cours"):
        opened()


def test_a_questionnaire_without_a_question_and_a_past_end_are_refused():
    asked: dict[str, Any] = {"title": "Enquête", "questionnaire": QuestionnaireFactory.create()}
    asked["ends_on"] = timezone.localdate()
    for given, said in (
        ({"questionnaire": Questionnaire.objects.create(title="Vide")}, "aucune question"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "passé"),
    ):
        with pytest.raises(ValidationError, match=said):
            actions.open_survey(by=member(), **asked | given)
    assert not Survey.objects.exists()


def test_two_open_surveys_are_refused_by_the_database():
    SurveyFactory.create()
    with pytest.raises(IntegrityError, match="survey_one_open"), transaction.atomic():
        SurveyFactory.create()


def test_a_version_in_use_never_changes():
    survey = SurveyFactory.create()
    question = Question.objects.filter(section__questionnaire=survey.questionnaire).first()
    assert question
    section = question.section
    for change in (
        lambda: Question.objects.filter(pk=question.pk).update(text="Autre ?"),
        lambda: Question.objects.filter(pk=question.pk).delete(),
        lambda: Question.objects.create(section=section, text="De plus ?"),
        lambda: survey.questionnaire.sections.update(title="Autre"),
        lambda: Questionnaire.objects.filter(pk=survey.questionnaire_id).update(introduction="Autre"),
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            change()


def test_a_new_version_is_a_copy_that_may_change():
    survey, by = SurveyFactory.create(), member()
    for said in ("prête à changer", "attend déjà"):
        assert said in actions.copy_questionnaire(survey.questionnaire, by=by)
    copy = survey.questionnaire.newest
    assert "attend déjà" in actions.copy_questionnaire(copy, by=by)
    assert Questionnaire.objects.get(title=copy.title, version=2) == copy
    questions = Question.objects.values_list("text", "kind", "choices")
    asked, copied = (
        list(questions.filter(section__questionnaire=each)) for each in (survey.questionnaire, copy)
    )
    assert asked == copied
    with pytest.raises(ValidationError, match="nouvelle version"):
        actions.move(survey.questionnaire, by=by, is_up=True, question="x")


def test_parts_move_and_questions_stay_in_theirs():
    questionnaire, by = QuestionnaireFactory.create(), member()
    first = questionnaire.sections.get()
    # Added together: they share a rank.
    second, third = (questionnaire.sections.create(title=title) for title in ("Deux", "Trois"))
    actions.move(questionnaire, by=by, is_up=True, part=third.pk)
    assert list(questionnaire.sections.all()) == [first, third, second]
    actions.move(questionnaire, by=by, is_up=False, part=first.pk)
    assert list(questionnaire.sections.all()) == [third, first, second]
    one, other = first.questions.all()[:2]
    actions.move(questionnaire, by=by, is_up=True, question=other.reference)
    assert list(first.questions.all()[:2]) == [other, one]
    alone = Question.objects.create(section=second, text="Seule ?")
    actions.move(questionnaire, by=by, is_up=True, question=alone.reference)
    assert list(second.questions.all()) == [alone]
    elsewhere = QuestionnaireFactory.create().sections.get()
    for given in ({}, {"part": elsewhere.pk}, {"question": "x"}):
        with pytest.raises(ValidationError, match="n’est plus dans"):
            actions.move(questionnaire, by=by, is_up=True, **given)


@pytest.mark.django_db(transaction=True)
def test_a_new_version_asked_three_times_at_once_is_one(together):
    survey, by = SurveyFactory.create(), member()
    together(*[lambda: actions.copy_questionnaire(survey.questionnaire, by=by)] * 3)
    assert Questionnaire.objects.filter(title=survey.questionnaire.title).count() == 2


def test_a_survey_in_progress_is_corrected():
    survey, by = SurveyFactory.create(), member()
    day = timezone.localdate() + timedelta(days=90)
    correct(survey, by=by, title="Autre titre", ends_on=day, introduction="Bonjour.")
    survey.refresh_from_db()
    assert (survey.title, survey.ends_on, survey.introduction) == ("Autre titre", day, "Bonjour.")
    past = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError, match="passé"):
        correct(survey, by=by, ends_on=past)
    # Of a late one the title may be corrected all the same.
    Survey.objects.update(ends_on=past, opened_on=past)
    survey.refresh_from_db()
    correct(survey, by=by, title="En retard")
    assert Survey.objects.get().title == "En retard"


def test_a_survey_that_nobody_answered_is_removed():
    row, by = InterviewFactory.create(direction__head=AgentFactory.create()), member()
    actions.send_to_direction(row, by=by)
    row = prepare(row, by=by, leads=[by])
    actions.remove_survey(row.survey, by=by)
    assert not Survey.objects.exists()
    assert Notification.objects.get().read_at
    # A page that was open meanwhile.
    for doing in ("remove", "close", "correct", "ask missing", "prepare", "finish"):
        with pytest.raises(ValidationError, match="supprimée"):
            DOING[doing](row, by)
    with pytest.raises(PermissionDenied):
        DOING["answer"](row, by)


def test_a_survey_with_an_answer_is_never_removed():
    row, by = InterviewFactory.create(), member()
    save_answers(row, [Typed(question_of(row, "text"), "Dit.", 0)], by=by)
    actions.close_survey(row.survey, by=by)
    with pytest.raises(ValidationError, match="a déjà répondu"):
        actions.remove_survey(row.survey, by=by)
    assert Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["close", "remove"])
def test_an_answer_racing_the_end_is_kept_or_refused(together, ending):
    row, by = InterviewFactory.create(), member()
    typed = [Typed(question_of(row, "text"), "Dit.", 0)]
    ended, saved = together(lambda: DOING[ending](row, by), lambda: save_answers(row, typed, by=by))
    assert ended is None or isinstance(ended, ValidationError)
    if isinstance(saved, list):
        assert Answer.objects.get().text == "Dit."
    else:
        assert isinstance(saved, ValidationError | PermissionDenied)
        assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_does_not_wait_for_another_interview(together):
    row, by = InterviewFactory.create(), member()
    typed = [Typed(question_of(row, "text"), "Dit.", 0)]
    with transaction.atomic():
        lock_row(Survey, row.survey_id)
        (saved,) = together(lambda: save_answers(row, typed, by=by))
    assert isinstance(saved, list)


def test_a_direction_that_came_later_gets_its_interview_once():
    DirectionFactory.create()
    by = member()
    survey = opened(by)
    before, new = survey.interviews.count(), DirectionFactory.create()
    assert list(actions.missing_directions(survey)) == [new]
    assert [actions.ask_missing_directions(survey, by=by) for _ in range(2)] == [1, 0]
    counted: Any = Survey.objects.with_progress().get()
    assert (counted.directions, counted.done) == (before + 1, 0)
    assert survey.interviews.get(direction=new).state == "to_plan"


def test_a_head_who_has_finished_tells_those_who_lead_the_talk(sent):
    (row, head), lead = sent, member()
    member()
    prepare(row, by=lead, leads=[lead])
    assert [each.label for each in to_do_for(head)] == ["1 questionnaire à remplir"]
    for _ in range(2):
        actions.say_filled(row, by=head)
    assert Notification.objects.get().recipient == lead
    row.refresh_from_db()
    assert (row.state, row.filled_on) == ("sent", timezone.localdate())
    assert to_do_for(head) == []
    # Their answers stay theirs to change.
    save_answers(row, [Typed(question_of(row, "text"), "Dit.", 0)], by=head)
    actions.finish(row, by=lead)
    Interview.objects.update(filled_on=None)
    with pytest.raises(ValidationError, match="dit fait"):
        actions.say_filled(row, by=head)


def test_while_nobody_leads_the_talk_the_group_is_told(sent):
    (row, head), group = sent, {member(), member()}
    actions.say_filled(row, by=head)
    assert {each.recipient for each in Notification.objects.all()} == group


def test_only_one_that_was_sent_is_filled(sent):
    row, head = sent
    Interview.objects.update(state="to_plan", was_sent=False)
    with pytest.raises(PermissionDenied):
        actions.say_filled(row, by=head)
    with pytest.raises(IntegrityError, match="interview_filled_was_sent"), transaction.atomic():
        Interview.objects.update(filled_on=timezone.localdate())


def test_an_interview_goes_from_its_preparation_to_its_end():
    row, lead = InterviewFactory.create(), member()
    at = timezone.now() + timedelta(days=2)
    row = prepare(row, by=lead, held_at=at, place="Salle Vauban", leads=[lead], notes="Parler bas.")
    assert (row.state, row.held_at, list(row.leads.all())) == ("planned", at, [lead])
    actions.finish(row, by=lead)
    row.refresh_from_db()
    assert (row.state, row.done_on) == ("done", timezone.localdate())
    with pytest.raises(ValidationError, match="déjà dit fait"):
        actions.finish(row, by=lead)
    # One that was sent is then its head's again.
    for was_sent, state in ((False, "planned"), (True, "sent")):
        Interview.objects.update(state="done", done_on=timezone.localdate(), was_sent=was_sent)
        actions.reopen(row, by=lead)
        row.refresh_from_db()
        assert (row.state, row.done_on) == (state, None)
    with pytest.raises(ValidationError, match="se remplit encore"):
        actions.reopen(row, by=lead)


def test_sent_to_the_direction_its_head_is_told_once():
    row = InterviewFactory.create(direction__head=AgentFactory.create())
    actions.send_to_direction(row, by=member())
    told = Notification.objects.get()
    assert told.recipient == row.direction.head
    with pytest.raises(ValidationError, match="déjà envoyé"):
        actions.send_to_direction(row, by=member())


@pytest.mark.parametrize("head", [None, {"is_active": False}])
def test_a_direction_without_a_head_is_not_written_to(head):
    row = InterviewFactory.create(direction__head=head and AgentFactory.create(**head))
    with pytest.raises(ValidationError, match="pas de responsable"):
        actions.send_to_direction(row, by=member())
    assert not Notification.objects.exists()


def test_nothing_changes_once_the_survey_is_closed():
    row = InterviewFactory.create()
    actions.close_survey(row.survey, by=member())
    for doing in ("correct", "ask missing", "close", "prepare", "send", "finish", "reopen", "answer"):
        with pytest.raises(ValidationError, match="close"):
            DOING[doing](row, member())


@pytest.mark.django_db(transaction=True)
def test_two_interviewers_racing_for_one_answer_lose_none(together):
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
def test_a_question_added_as_the_survey_opens_is_in_it_or_refused(together):
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
