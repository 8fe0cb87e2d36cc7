"""What the links of the legal watch saved, as the measured gain of the group's action that tells of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dematerialisation import policies
from dematerialisation.group_actions import actions
from dematerialisation.models import Action, Gain
from tests.dematerialisation.factories import ActionFactory
from tests.legalwatch.factories import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(db: None) -> Action:
    return ActionFactory.create(is_of_watch=True)


def test_copies_not_sent_are_the_gain(action, moderator):
    tell(3)
    tell(2, with_file=False)
    assert actions.report_watch_savings(action, by=moderator).startswith("3 copies évitées")
    tell(2)
    # Again, a year later: the same gain, counted again.
    actions.report_watch_savings(action, by=moderator)
    gain = Gain.objects.get()
    assert (gain.action, gain.unit, gain.measured) == (action, "copies", 5)


def test_nothing_saved_is_no_gain(action, moderator):
    tell(2, with_file=False)
    with pytest.raises(ValidationError, match="rien à reporter"):
        actions.report_watch_savings(action, by=moderator)
    assert not Gain.objects.exists()


def test_only_the_group_and_only_the_action_of_the_watch(action, moderator, outsider):
    tell(3)
    other = ActionFactory.create(what_it_changed='<p>Voir <a href="/veille/">la veille</a>.</p>')
    assert policies.can_report_watch_savings(moderator, action)
    for by, one in ((outsider, action), (moderator, other)):
        assert not policies.can_report_watch_savings(by, one)
        with pytest.raises(PermissionDenied):
            actions.report_watch_savings(one, by=by)
    assert not Gain.objects.exists()


def test_one_action_only_is_that_of_the_watch(action):
    with pytest.raises(IntegrityError, match="action_of_watch_is_alone"), transaction.atomic():
        ActionFactory.create(is_of_watch=True)
