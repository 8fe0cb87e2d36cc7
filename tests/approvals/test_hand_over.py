"""Who decides in whose place: « pas pour moi », deputies, steps that nobody can take, people it is about."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.approvals import actions
from core.approvals.models import ApprovalStep, Decision
from core.approvals.validation import StepPlan
from core.notifications.models import Notification
from core.people.roles import Role
from tests.approvals.conftest import absent, current, say, waits_for
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
APPROVED, REFUSED = Decision.Verdict.APPROVED, Decision.Verdict.REFUSED


def test_not_for_me(approval, manager, outsider, writer):
    with pytest.raises(PermissionDenied):
        actions.hand_over(current(approval), by=outsider, to=manager, reason="x")
    with pytest.raises(ValidationError, match="choisissez quelqu’un d’autre"):
        actions.hand_over(current(approval), by=manager, to=writer, reason="x")
    actions.hand_over(current(approval), by=manager, to=outsider, reason="C’est son dossier.")
    assert waits_for(outsider)
    assert not waits_for(manager)
    say(approval, outsider)


def test_not_for_me_of_a_role_leaves_its_colleagues(need, writer, room_manager):
    colleague = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    other = AgentFactory.create()
    approval = actions.start(need, by=writer, steps=[StepPlan("Salles", role=Role.ROOM_MANAGER)])
    actions.hand_over(current(approval), by=room_manager, to=other, reason="Son étage.")
    assert not waits_for(room_manager)
    assert waits_for(colleague)
    assert waits_for(other)
    unread = Notification.objects.filter(kind="approvals.asked", read_at=None)
    assert {told.recipient for told in unread} == {colleague, other}
    say(approval, other)


def test_people_whom_it_is_about_never_decide(
    need, circuit, writer, parks, manager, deputy_director, room_manager, kind, outsider
):
    object.__setattr__(kind, "excluded", lambda need: {manager.pk, room_manager.pk})
    other = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    approval = actions.start(need, by=writer, circuit=circuit, direction=parks)
    assert not waits_for(manager)
    assert waits_for(deputy_director)
    with pytest.raises(ValidationError, match="choisissez quelqu’un d’autre"):
        actions.hand_over(current(approval), by=deputy_director, to=manager, reason="x")
    for agent in (deputy_director, AgentFactory.create()):
        if waits_for(agent):
            say(approval, agent)
    # One head for two levels is asked once: the next step is the pair's.
    assert current(approval).name == "L’un des deux"
    say(approval, current(approval).open_holders()[0].agent)
    assert not waits_for(room_manager)
    assert waits_for(other)


def test_a_new_holder_has_as_many_days(approval, manager, outsider):
    long_ago = timezone.now() - timedelta(days=20)
    ApprovalStep.objects.filter(pk=current(approval).pk).update(
        began_at=long_ago, reminded_on=long_ago.date(), escalated_on=long_ago.date()
    )
    actions.hand_over(current(approval), by=manager, to=outsider, reason="x")
    step = current(approval)
    assert (step.reminded_on, step.escalated_on, step.began_at > long_ago) == (None, None, True)


def test_who_manages_the_object_hands_it_over_in_the_group_too(approval, moderator, outsider):
    with pytest.raises(PermissionDenied):
        actions.hand_over(current(approval), by=moderator, to=outsider, reason="x")
    manager_too = AgentFactory.create(roles=[Role.PROJECT_GROUP, Role.COUNCIL_SECRETARY])
    actions.hand_over(current(approval), by=manager_too, to=outsider, reason="x")
    assert waits_for(outsider)


def test_a_deputy_acts_in_place_of_who_is_absent(approval, manager, outsider):
    assert not waits_for(outsider)
    absent(manager, outsider)
    assert waits_for(outsider)
    assert waits_for(manager)
    say(approval, outsider)
    assert Decision.objects.get().in_place_of == manager


def test_the_deputy_of_a_role_is_not_told_of_what_they_cannot_open(need, writer, room_manager, outsider):
    absent(room_manager, outsider)
    actions.start(need, by=writer, steps=[StepPlan("Salles", role=Role.ROOM_MANAGER)])
    assert not waits_for(outsider)
    assert not Notification.objects.filter(recipient=outsider, kind="approvals.asked").exists()
