"""What the database itself refuses of an action, a step and a gain."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.dematerialisation.factories import ActionFactory, GainFactory, screened

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def update(row: Any, **columns: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


OF_AN_ACTION = [
    ("planned", {"done_on": TODAY}, "action_state_has_its_dates"),
    ("planned", {"blocked_reason": "Rien"}, "action_state_has_its_reason"),
    ("planned", {"what_was_decided": ""}, "action_says_something"),
    ("planned", {"title": ""}, "action_says_something"),
    ("planned", {"outcome": "ailleurs"}, "action_screened_by_two"),
    ("planned", {"outcome": "eligible"}, "action_screened_by_two"),
    ("in_progress", {"outcome": ""}, "action_screened_by_two"),
    ("in_progress", {"started_on": None}, "action_state_has_its_dates"),
    ("in_progress", {"leader_id": None}, "action_under_way_has_a_leader_and_a_date"),
    ("in_progress", {"due_on": None}, "action_under_way_has_a_leader_and_a_date"),
    ("in_progress", {"state": "dropped", "dropped_on": TODAY}, "action_state_has_its_reason"),
    ("blocked", {"blocked_on": None}, "action_state_has_its_dates"),
    ("blocked", {"blocked_reason": ""}, "action_state_has_its_reason"),
    ("dropped", {"dropped_on": None}, "action_state_has_its_dates"),
    ("", {"done_on": None}, "action_state_has_its_dates"),
    ("", {"what_it_changed": ""}, "action_says_something"),
]


def test_raw_sql_on_an_action_is_refused(case):
    for trait, columns, constraint in OF_AN_ACTION:
        with case(trait, columns, constraint):
            action = ActionFactory.create(**{trait: True} if trait else {})
            with pytest.raises(IntegrityError, match=constraint):
                update(action, **columns)


OF_A_GAIN = [
    ({"guess_method": ""}, "gain_guess_is_whole"),
    ({"guessed": None}, "gain_guess_is_whole"),
    ({"measured_on": None}, "gain_measure_is_whole"),
    (
        dict.fromkeys(("guessed", "guessed_on", "measured", "measured_on"))
        | {"guess_method": "", "measure_method": ""},
        "gain_is_guessed_or_measured",
    ),
    ({"measured_on": date(2020, 1, 1)}, "gain_measured_after_its_guess"),
    ({"measured": -1}, "gain_within_reason"),
    ({"guessed": 1_000_000_001}, "gain_within_reason"),
]


def test_raw_sql_on_a_gain_is_refused(case):
    for columns, constraint in OF_A_GAIN:
        with case(columns, constraint):
            gain = GainFactory.create(was_measured=True)
            with pytest.raises(IntegrityError, match=constraint):
                update(gain, **columns)


def test_one_gain_for_each_unit():
    action = ActionFactory.create()
    GainFactory.create(action=action)
    with pytest.raises(IntegrityError, match="gain_once_per_unit"):
        GainFactory.create(action=action)


@pytest.mark.parametrize(
    ("code", "columns", "constraint"),
    [
        ("speed", {"mark": 5}, "screening_answer_marks_values_only"),
        ("speed", {"is_touched": True, "precaution": "Rien"}, "screening_answer_marks_values_only"),
        ("dehumanised", {"is_touched": True}, "screening_answer_pitfall_has_a_precaution"),
        ("dehumanised", {"precaution": "Rien"}, "screening_answer_pitfall_has_a_precaution"),
    ],
)
def test_raw_sql_on_a_screening_answer_is_refused(code, columns, constraint):
    answer = screened(ActionFactory.create(planned=True)).screening.get(criterion__code=code)
    with pytest.raises(IntegrityError, match=constraint):
        update(answer, **columns)
