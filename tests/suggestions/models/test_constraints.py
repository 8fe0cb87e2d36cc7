"""What the database refuses, whatever wrote it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from suggestions.models import Answer, Idea, SetAside
from suggestions.states import State
from tests.factories import member
from tests.suggestions.factories import IdeaFactory, answered, idea_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()

BAD = [
    ("received", {"problem": "é" * 5001}, "idea_texts_are_not_too_long"),
    ("received", {"state": "under_study"}, "idea_state_has_its_dates"),
    ("received", {"taken_at": NOW}, "idea_"),
    ("received", {"number": 3, "year": 2026}, "idea_taken_has_member_and_number"),
    ("under_study", {"number": None}, "idea_taken_has_member_and_number"),
    ("under_study", {"year": None}, "idea_taken_has_member_and_number"),
    ("under_study", {"number": 0}, "idea_taken_has_member_and_number"),
    ("under_study", {"member_in_charge": None}, "idea_taken_has_member_and_number"),
    ("under_study", {"member_in_charge": F("author")}, "idea_never_followed_by_its_author"),
    ("under_study", {"state": "received"}, "idea_state_has_its_dates"),
    ("under_study", {"state": "retained"}, "idea_state_has_its_dates"),
    ("under_study", {"state": "declined"}, "idea_state_has_its_dates"),
    ("under_study", {"withdrawn_at": NOW}, "idea_state_has_its_dates"),
    ("retained", {"decided_at": None}, "idea_state_has_its_dates"),
    ("retained", {"started_at": NOW}, "idea_state_has_its_dates"),
    ("declined", {"started_at": NOW}, "idea_state_has_its_dates"),
    ("in_progress", {"started_at": None}, "idea_state_has_its_dates"),
    ("in_progress", {"state": "done"}, "idea_state_has_its_dates"),
    ("done", {"done_at": None}, "idea_state_has_its_dates"),
    ("done", {"set_aside_reason": "Hors sujet."}, "idea_set_aside_has_a_reason"),
    ("set_aside", {"set_aside_reason": ""}, "idea_set_aside_has_a_reason"),
    ("set_aside", {"set_aside_reason": "\u00ad"}, "idea_set_aside_has_a_reason"),
    ("set_aside", {"set_aside_at": None}, "idea_state_has_its_dates"),
    ("set_aside", {"withdrawn_at": NOW}, "idea_state_has_its_dates"),
    ("withdrawn", {"withdrawn_at": None}, "idea_state_has_its_dates"),
]


def test_the_database_refuses(case):
    for state, change, constraint in BAD:
        with case(state, change, constraint):
            idea = idea_in(state)
            with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
                Idea.objects.filter(pk=idea.pk).update(**change)


@pytest.mark.parametrize("state", list(State))
def test_the_database_accepts_each_state(state):
    assert idea_in(state).state == state


@pytest.mark.parametrize("state", ["withdrawn", "set_aside"])
def test_an_idea_leaves_before_or_after_its_study(state):
    idea = idea_in(State.UNDER_STUDY)
    change: dict[str, Any] = {"state": state, f"{state}_at": timezone.now()}
    if state == "set_aside":
        change["set_aside_reason"] = "Hors sujet."
        SetAside.objects.create(idea=idea, reason="Hors sujet.", proposed_by=member(), confirmed_by=member())
    assert Idea.objects.filter(pk=idea.pk).update(**change) == 1


def test_a_number_is_given_once():
    one, other = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    with pytest.raises(IntegrityError, match="idea_number_once"), transaction.atomic():
        Idea.objects.filter(pk=other.pk).update(year=one.year, number=one.number)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"published_at": NOW + timedelta(days=1)}, "answer_published_by_someone"),
        ({"published_by": F("prepared_by")}, "answer_published_by_someone"),
        (
            {"published_by": F("prepared_by"), "published_at": NOW - timedelta(days=9)},
            "answer_published_by_someone",
        ),
    ],
)
def test_the_database_refuses_an_answer(change, constraint):
    answer = answered(idea_in(State.UNDER_STUDY))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(**change)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE suggestions_ideaevent SET title = 'autre'",
        "DELETE FROM suggestions_ideaevent",
        "TRUNCATE suggestions_ideaevent",
        "UPDATE suggestions_answerevent SET text = 'autre'",
    ],
)
def test_history_is_append_only(statement):
    answered(idea_in(State.UNDER_STUDY))
    with (
        pytest.raises(Exception, match=r"history|Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert IdeaFactory.create()
