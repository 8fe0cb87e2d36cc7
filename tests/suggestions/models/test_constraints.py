"""What the database refuses, whatever wrote it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from suggestions.models import Answer, Idea
from suggestions.states import State
from tests.suggestions.factories import answered, idea_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()

BAD = [
    ("received", {"problem": "é" * 5001}, "idea_texts_are_not_too_long"),
    ("received", {"state": "under_study"}, "idea_state_has_its_dates"),
    ("received", {"number": 3, "year": 2026}, "idea_taken_has_member_and_number"),
    ("under_study", {"number": None}, "idea_taken_has_member_and_number"),
    ("under_study", {"number": 0}, "idea_taken_has_member_and_number"),
    ("under_study", {"member_in_charge": None}, "idea_taken_has_member_and_number"),
    ("under_study", {"member_in_charge": F("author")}, "idea_never_followed_by_its_author"),
    ("under_study", {"withdrawn_at": NOW}, "idea_state_has_its_dates"),
    ("retained", {"decided_at": None}, "idea_state_has_its_dates"),
    ("retained", {"started_at": NOW}, "idea_state_has_its_dates"),
    ("done", {"set_aside_reason": "Hors sujet."}, "idea_set_aside_has_a_reason"),
    ("set_aside", {"set_aside_reason": "\u00ad"}, "idea_set_aside_has_a_reason"),
    ("set_aside", {"set_aside_at": None}, "idea_state_has_its_dates"),
    ("withdrawn", {"withdrawn_at": None}, "idea_state_has_its_dates"),
]


def test_the_database_refuses(case):
    for state, change, constraint in BAD:
        with case(state, change, constraint):
            idea = idea_in(state)
            with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
                Idea.objects.filter(pk=idea.pk).update(**change)


def test_a_number_is_given_once():
    one, other = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    with pytest.raises(IntegrityError, match="idea_number_once"), transaction.atomic():
        Idea.objects.filter(pk=other.pk).update(year=one.year, number=one.number)


@pytest.mark.parametrize(
    "change",
    [
        {"published_at": NOW + timedelta(days=1)},
        {"published_by": F("prepared_by")},
        {"published_by": F("prepared_by"), "published_at": NOW - timedelta(days=9)},
    ],
)
def test_the_database_refuses_an_answer_published_by_nobody_or_before_it_is_prepared(change):
    answered(idea_in(State.UNDER_STUDY))
    with pytest.raises(IntegrityError, match="answer_published_by_someone"), transaction.atomic():
        Answer.objects.update(**change)
