"""The life of an approval: each step, refusals, changed texts, hand-overs, deputies."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.approvals import actions
from core.approvals.models import Approval, ApprovalStep, Circuit, Decision, StepHolder
from core.approvals.timeline import approval_of
from core.approvals.validation import StepPlan
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Direction
from tests.approvals.conftest import current, digest, rename, say, waits_for
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
APPROVED, REFUSED = Decision.Verdict.APPROVED, Decision.Verdict.REFUSED


def test_a_whole_circuit(approval, need, manager, deputy_director, pair, room_manager, ended):
    for agent in (manager, deputy_director, pair[1], room_manager):
        assert waits_for(agent)
        assert Notification.objects.filter(recipient=agent, kind="approvals.asked", read_at=None).exists()
        say(approval, agent)
        assert not waits_for(agent)
    approval.refresh_from_db()
    assert approval.state == "approved"
    assert ended == [("approved", need)]
    assert not Notification.objects.filter(kind="approvals.asked", read_at=None).exists()


def test_only_who_is_asked_decides(approval, writer, deputy_director):
    for agent in (writer, deputy_director, AgentFactory.create()):
        with pytest.raises(PermissionDenied):
            say(approval, agent)
    assert not Decision.objects.exists()


def test_a_manager_does_not_approve_their_own_text(
    need, circuit, manager, deputy_director, parks, room_manager
):
    approval = actions.start(need, by=manager, circuit=circuit, direction=parks)
    assert not waits_for(manager)
    assert waits_for(deputy_director)
    assert [str(holder) for holder in current(approval).open_holders()] == [str(deputy_director)]


def test_a_refusal_needs_its_reason(approval, manager):
    for remark in ("", "  ", "\u200b"):
        with pytest.raises(ValidationError, match="Dites pourquoi"):
            say(approval, manager, REFUSED, remark)
    assert waits_for(manager)


def test_sent_again_unchanged_only_the_refusing_step_is_asked(
    approval, writer, manager, deputy_director, ended, need
):
    say(approval, manager)
    say(approval, deputy_director, REFUSED, "Le montant manque.")
    approval.refresh_from_db()
    assert approval.state == "returned"
    assert ended == [("returned", need)]
    assert not waits_for(deputy_director)
    actions.resend(approval, by=writer)
    assert waits_for(deputy_director)
    assert not waits_for(manager)
    say(approval, deputy_director)
    assert current(approval).name == "L’un des deux"


def test_sent_again_changed_all_are_asked(approval, need, writer, manager, deputy_director):
    say(approval, manager)
    say(approval, deputy_director, REFUSED, "Le montant manque.")
    rename(need, "louer une salle pour 10 euros")
    need.refresh_from_db()
    assert not actions.content_changed(need, by=writer)
    approval.refresh_from_db()
    actions.resend(approval, by=writer)
    assert waits_for(manager)
    assert Decision.objects.filter(voided_at=None).count() == 0
    assert Decision.objects.count() == 2
    assert Notification.objects.filter(kind="approvals.reopened", recipient=deputy_director).exists()


def test_a_changed_text_asks_again(approval, need, writer, manager):
    say(approval, manager)
    rename(need, "autre chose")
    need.refresh_from_db()
    assert actions.content_changed(need, by=writer)
    assert current(approval).position == 1
    assert waits_for(manager)
    assert not actions.content_changed(need, by=writer), "the same words a second time change nothing"


def test_an_approved_text_that_changes_is_reopened_and_by_no_late_visa(
    approval, need, writer, manager, deputy_director, pair, room_manager, ended
):
    step, shown = current(approval), digest(approval)
    for agent in (manager, deputy_director, pair[0], room_manager):
        say(approval, agent)
    rename(need, "autre chose")
    with pytest.raises(ValidationError, match="a déjà visé"):
        actions.decide(step, by=manager, verdict=APPROVED, shown=shown)
    approval.refresh_from_db()
    assert (approval.state, approval.contents.count(), len(ended)) == ("approved", 1, 1)
    need.refresh_from_db()
    assert actions.content_changed(need, by=writer)
    approval.refresh_from_db()
    assert (approval.state, approval.ended_at) == ("running", None)


def test_all_of_several(need, writer, pair, ended):
    approval = actions.start(need, by=writer, steps=[StepPlan("Rapporteurs", pair, needs_all=True)])
    say(approval, pair[0], remark="Bien.")
    with pytest.raises(ValidationError, match="déjà visé"):
        say(approval, pair[0])
    assert not ended
    say(approval, pair[1])
    assert ended == [("approved", need)]


@pytest.mark.parametrize("broken", ["manager", "role", "retired", "empty"])
def test_a_broken_circuit_does_not_start(broken, need, circuit, writer, parks, room_manager):
    if broken == "manager":
        Direction.objects.update(head=None)
    elif broken == "role":
        room_manager.groups.clear()
    elif broken == "retired":
        Circuit.objects.update(is_retired=True)
    else:
        circuit.steps.all().delete()
    with pytest.raises(ValidationError, match="Notes des jardins"):
        actions.start(need, by=writer, circuit=circuit, direction=parks)
    assert not Approval.objects.exists()


def test_one_circuit_at_a_time(approval, need, writer, circuit):
    with pytest.raises(ValidationError, match="déjà en circuit"):
        actions.start(need, by=writer, circuit=circuit)
    actions.withdraw(approval, by=writer)
    assert approval_of(need) is None
    step = approval.steps.get(position=1)
    with pytest.raises(ValidationError, match="n’est plus à viser"):
        actions.decide(step, by=writer, verdict=APPROVED, shown="")


def test_a_visa_on_paper(need, writer, pair, council_secretary):
    approval = actions.start(need, by=writer, steps=[StepPlan("Rapporteurs", pair, needs_all=True)])
    today, day = timezone.localdate(), timedelta(days=1)
    with pytest.raises(PermissionDenied):
        actions.record_paper(current(approval), pair[0], by=writer, on=today)
    for on, said in ((today + day, "pas encore venu"), (today - day, "une feuille d’avant porte un autre")):
        with pytest.raises(ValidationError, match=said):
            actions.record_paper(current(approval), pair[0], by=council_secretary, on=on)
    actions.record_paper(current(approval), pair[0], by=council_secretary, on=today)
    decision = Decision.objects.get()
    assert (decision.by, decision.recorded_by, decision.paper_on) == (pair[0], council_secretary, today)
    with pytest.raises(ValidationError, match="n’est pas"):
        actions.record_paper(current(approval), pair[0], by=council_secretary, on=today)
    rename(need, "autre chose")
    with pytest.raises(ValidationError, match="Le texte a changé"):
        actions.record_paper(current(approval), pair[1], by=council_secretary, on=today)


def test_a_kind_that_has_no_unfavourable_opinion_takes_none(approval, manager, signed_in):
    with pytest.raises(ValidationError, match="ne se transmet pas"):
        say(approval, manager, Decision.Verdict.OPPOSED, "Trop cher")
    assert 'value="opposed"' not in signed_in(manager).get(approval.get_absolute_url()).text


def test_erased_without_a_trace_of_the_words(approval, need, manager, outsider):
    actions.hand_over(current(approval), by=manager, to=outsider, reason="Secret de famille")
    say(approval, outsider, REFUSED, "Secret dévoilé")
    about = {"content_type__model": "approvalstep"}
    told = Notification.objects.filter(**about), OutgoingMail.objects.filter(**about)
    assert all(rows.exists() for rows in told)
    actions.erase(need)
    assert not any(rows.exists() for rows in (*told, Approval.objects.all()))
    for model in (Approval, Decision, ApprovalStep, StepHolder):
        related = [relation.related_model for relation in model._meta.related_objects]
        [event] = [each for each in related if hasattr(each, "pgh_tracked_model")]
        rows = str(list(event.objects.values()))
        assert "Secret" not in rows
        assert "louer" not in rows


def test_a_text_deleted_meanwhile_is_said(approval, need, manager):
    step, shown = current(approval), digest(approval)
    need.delete()
    with pytest.raises(ValidationError, match="n’existe plus"):
        actions.decide(step, by=manager, verdict=APPROVED, shown=shown)
