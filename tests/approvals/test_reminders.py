"""Visas that wait: working days, whom they are said to, once each; and nothing is approved by silence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.approvals import actions, notifications
from core.approvals.models import Approval, ApprovalStep, Decision
from core.approvals.tasks import remind_all
from core.approvals.validation import StepPlan
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.people.roles import Role
from manuals.models import Need
from tests.approvals.conftest import absent, current, say
from tests.factories import AgentFactory
from tests.manuals.factories import NeedFactory

pytestmark = pytest.mark.django_db
# Asked on the Thursday before All Saints' Day, a Sunday in 2026; Armistice Day is the Wednesday after the next one.
ASKED_ON = date(2026, 10, 29)
REMINDED_ON, ESCALATED_ON = date(2026, 11, 3), date(2026, 11, 6)
REMINDED, ESCALATED = "approvals.reminded", "approvals.escalated"


def asked_of(need: Need, writer: Agent, agents: list[Agent], **fields: Any) -> Approval:
    approval = actions.start(need, by=writer, steps=[StepPlan("Avis", agents, **fields)])
    began = datetime(2026, 10, 29, 16, 45, tzinfo=UTC)
    ApprovalStep.objects.filter(approval=approval).update(began_at=began)
    return approval


def on_each_day(first: date, last: date) -> None:
    for days in range((last - first).days + 1):
        remind_all(on=first + timedelta(days=days))


def heard(told: Any, kind: str) -> set[str]:
    who: set[str] = told().get(kind, set())
    return who


@pytest.fixture
def asked(need: Need, writer: Agent, parks: Direction, manager: Agent) -> Agent:
    """A gardener, whose manager is Marthe."""
    return AgentFactory.create(direction=parks)


def test_the_holder_is_reminded_then_the_manager_is_told(asked, need, writer, manager, told):
    approval = asked_of(need, writer, [asked])
    on_each_day(ASKED_ON, REMINDED_ON - timedelta(days=1))
    assert not heard(told, REMINDED)
    remind_all(on=REMINDED_ON)
    assert heard(told, REMINDED) == {asked.identifiant}
    on_each_day(REMINDED_ON, ESCALATED_ON - timedelta(days=1))
    assert not heard(told, ESCALATED)
    remind_all(on=ESCALATED_ON)
    assert heard(told, ESCALATED) == {manager.identifiant}
    step = current(approval)
    assert (step.reminded_on, step.escalated_on) == (REMINDED_ON, ESCALATED_ON)


def test_nobody_is_told_of_what_is_about_them(asked, need, writer, manager, told):
    approval = asked_of(need, writer, [asked])
    approval.excluded.add(manager)
    on_each_day(ASKED_ON, ESCALATED_ON)
    assert heard(told, ESCALATED) == {writer.identifiant}


def test_each_is_told_once_and_nothing_is_approved_by_silence(asked, need, writer, ended):
    approval = asked_of(need, writer, [asked])
    on_each_day(ASKED_ON, date(2027, 1, 15))
    for kind in (REMINDED, ESCALATED):
        assert Notification.objects.filter(kind=kind).count() == 1
    approval.refresh_from_db()
    assert (approval.state, current(approval).state) == ("running", "current")
    assert not Decision.objects.exists()
    assert not ended


def test_nobody_is_told_on_a_day_of_rest(asked, need, writer, told):
    asked_of(need, writer, [asked])
    for day in (date(2026, 11, 7), date(2026, 11, 8), date(2026, 11, 11), date(2026, 12, 25)):
        remind_all(on=day)
    assert not heard(told, REMINDED) | heard(told, ESCALATED)


def test_a_morning_that_was_missed_is_made_up(asked, need, writer, told):
    asked_of(need, writer, [asked])
    remind_all(on=REMINDED_ON + timedelta(days=1))
    assert heard(told, REMINDED) == {asked.identifiant}


def test_only_those_who_have_not_decided(asked, need, writer, manager, told):
    quick, outside = AgentFactory.create(), AgentFactory.create(direction=None)
    approval = asked_of(need, writer, [asked, quick, outside], needs_all=True)
    for agent in (quick, outside):
        say(approval, agent)
    remind_all(on=REMINDED_ON)
    assert heard(told, REMINDED) == {asked.identifiant}
    remind_all(on=ESCALATED_ON)
    assert heard(told, ESCALATED) == {manager.identifiant}


@pytest.mark.parametrize("end", ["withdrawn", "refused", "left"])
def test_what_waits_for_nobody_is_not_reminded(asked, need, writer, told, end):
    approval = asked_of(need, writer, [asked])
    if end == "withdrawn":
        actions.withdraw(approval, by=writer)
    elif end == "refused":
        say(approval, asked, Decision.Verdict.REFUSED, "Trop cher.")
    else:
        Agent.objects.filter(pk=asked.pk).update(is_active=False)
    on_each_day(ASKED_ON, date(2026, 12, 4))
    assert asked.identifiant not in heard(told, REMINDED)
    assert end == "left" or not heard(told, ESCALATED)


def test_the_deputy_of_who_is_absent_is_reminded_too(asked, need, writer, outsider, told):
    asked_of(need, writer, [asked])
    absent(asked, outsider)
    remind_all(on=REMINDED_ON)
    assert heard(told, REMINDED) == {asked.identifiant, outsider.identifiant}


def test_the_secretaries_are_told_of_an_elected_member(need, writer, kind, council_secretary, told):
    """Whom the kind names, instead of a manager."""
    elected = AgentFactory.create(is_elected=True, direction=None)
    object.__setattr__(
        kind, "escalate_to", lambda need, holder: Agent.objects.with_role(Role.COUNCIL_SECRETARY)
    )
    asked_of(need, writer, [elected])
    remind_all(on=REMINDED_ON)
    assert heard(told, REMINDED) == {elected.identifiant}
    remind_all(on=ESCALATED_ON)
    assert heard(told, ESCALATED) == {council_secretary.identifiant}


def test_without_anybody_above_the_author_is_told(need, writer, told):
    asked_of(need, writer, [AgentFactory.create(direction=None)])
    remind_all(on=ESCALATED_ON)
    assert heard(told, ESCALATED) == {writer.identifiant}


def test_a_confidential_text_is_named_by_its_kind(asked, need, writer, kind):
    object.__setattr__(kind, "is_confidential", True)
    asked_of(need, writer, [asked])
    on_each_day(ASKED_ON, ESCALATED_ON)
    mails = OutgoingMail.objects.filter(kind__startswith="approvals.")
    assert mails.count() == 3
    for mail in mails:
        assert need.name not in mail.subject + mail.body
        assert "besoin" in mail.subject


def test_one_that_fails_does_not_hold_up_the_others(asked, need, writer, monkeypatch, told):
    asked_of(need, writer, [asked])
    other = asked_of(NeedFactory.create(), writer, [asked])
    notify = notifications.notify_reminded

    def notify_others(step: ApprovalStep) -> None:
        if step.approval.subject == need:
            raise LookupError
        notify(step)

    monkeypatch.setattr(notifications, "notify_reminded", notify_others)
    with pytest.raises(RuntimeError, match="1 visas"):
        remind_all(on=REMINDED_ON)
    assert current(other).reminded_on == REMINDED_ON
    assert heard(told, REMINDED) == {asked.identifiant}


def test_a_day_that_was_given_is_waited_for(asked, need, writer, manager, told):
    """Sent two weeks before its day: reminded three working days before it, escalated once it has passed."""
    due_on = date(2026, 11, 13)
    approval = asked_of(need, writer, [asked])
    Approval.objects.filter(pk=approval.pk).update(due_on=due_on)
    on_each_day(ASKED_ON, date(2026, 11, 8))
    assert not heard(told, REMINDED)
    on_each_day(date(2026, 11, 9), due_on)
    assert heard(told, REMINDED) == {asked.identifiant}
    assert not heard(told, ESCALATED)
    on_each_day(due_on + timedelta(days=1), due_on + timedelta(days=3))
    assert heard(told, ESCALATED) == {manager.identifiant}
