"""Two people at one action at the same moment, with real threads and real commits."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.notifications.models import Notification
from dematerialisation.group_actions import actions
from dematerialisation.models import Action, ActionStep, Gain
from tests.dematerialisation.factories import ActionFactory
from tests.factories import member

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


def test_finished_and_dropped_at_once(together):
    one, two, action = member(), member(), ActionFactory.create(in_progress=True)
    results = together(
        lambda: actions.finish(action, by=one, done_on=TODAY, what_it_changed="<p>Ouf</p>"),
        lambda: actions.drop(action, by=two, reason="La loi a changé."),
    )
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [ValidationError]
    assert Action.objects.get().state in ("done", "dropped")


def test_one_gain_measured_twice_at_once(together):
    people, action = [member(), member()], ActionFactory.create()
    calls = [
        lambda by=by, amount=amount: actions.measure_gain(
            action, by=by, unit="sheets", amount=amount, method="compté", on=TODAY
        )
        for amount, by in enumerate(people)
    ]
    assert not [result for result in together(*calls) if isinstance(result, Exception)]
    assert Gain.objects.count() == 1


def test_steps_added_at_once_keep_each_its_place(together):
    by, action = member(), ActionFactory.create(planned=True)
    calls = [
        lambda title=title: actions.add_step(action, by=by, title=title) for title in ("Un", "Deux", "Trois")
    ]
    assert not [result for result in together(*calls) if isinstance(result, Exception)]
    assert sorted(ActionStep.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_two_workers_tell_lateness_once(together):
    member()
    ActionFactory.create_batch(3, in_progress=True, due_on=TODAY - timedelta(days=1))
    assert sum(together(actions.notify_late_actions, actions.notify_late_actions)) == 3
    told = Notification.objects.filter(kind="dematerialisation.late")
    assert told.count() == 6
