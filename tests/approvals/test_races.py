"""Two people at once, with real threads and real commits: never two visas."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.approvals import actions
from core.approvals.models import Approval, Decision
from core.approvals.validation import StepPlan
from core.people.models import Agent
from manuals.models import Need
from tests.approvals.conftest import current, digest
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db(transaction=True)
APPROVED = Decision.Verdict.APPROVED


def refused(results: list[Any]) -> list[Exception]:
    return [each for each in results if isinstance(each, ValidationError | PermissionDenied)]


def two_steps(need: Need, writer: Agent, first: list[Agent], *, needs_all: bool = False) -> Approval:
    steps = [StepPlan("Ensemble", first, needs_all=needs_all), StepPlan("Après", [AgentFactory.create()])]
    return actions.start(need, by=writer, steps=steps)


def test_two_of_one_of_them(need, writer, pair, together):
    approval = two_steps(need, writer, pair)
    step, shown = current(approval), digest(approval)
    results = together(
        lambda: actions.decide(step, by=pair[0], verdict=APPROVED, shown=shown),
        lambda: actions.decide(step, by=pair[1], verdict=APPROVED, shown=shown),
    )
    (refusal,) = refused(results)
    assert "a déjà visé ce texte" in str(refusal)
    assert Decision.objects.count() == 1
    assert current(approval).position == 2


def test_the_last_two_of_all_of_them(need, writer, pair, together):
    approval = two_steps(need, writer, pair, needs_all=True)
    step, shown = current(approval), digest(approval)
    results = together(
        lambda: actions.decide(step, by=pair[0], verdict=APPROVED, shown=shown),
        lambda: actions.decide(step, by=pair[1], verdict=APPROVED, shown=shown),
    )
    assert not refused(results)
    assert current(approval).position == 2


def test_the_same_step_opened_twice(need, writer, pair, together):
    approval = two_steps(need, writer, pair[:1])
    step, shown = current(approval), digest(approval)

    def decide() -> Approval:
        return actions.decide(step, by=pair[0], verdict=APPROVED, shown=shown)

    assert len(refused(together(decide, decide))) == 1
    assert Decision.objects.count() == 1


def test_a_visa_and_a_changed_text(need, writer, pair, together, ended):
    approval = actions.start(need, by=writer, steps=[StepPlan("Seule", pair[:1])])
    step, shown = current(approval), digest(approval)

    def change() -> bool:
        Need.objects.filter(pk=need.pk).update(name="autre chose")
        return actions.content_changed(Need.objects.get(pk=need.pk), by=writer)

    together(lambda: actions.decide(step, by=pair[0], verdict=APPROVED, shown=shown), change)
    approval.refresh_from_db()
    # Whichever came first, the new words have no visa.
    assert approval.state == "running"
    assert not Decision.objects.standing().filter(content=approval.contents.last()).exists()


def test_a_visa_and_a_hand_over(need, writer, pair, together):
    approval = two_steps(need, writer, pair[:1])
    step, shown, other = current(approval), digest(approval), AgentFactory.create()
    results = together(
        lambda: actions.decide(step, by=pair[0], verdict=APPROVED, shown=shown),
        lambda: actions.hand_over(step, by=pair[0], to=other, reason="x"),
    )
    assert len(refused(results)) == 1


def test_two_start_the_same(need, writer, pair, together, kind):
    def start() -> Approval:
        with transaction.atomic():
            kind.lock(need.pk)
            return actions.start(need, by=writer, steps=[StepPlan("Seule", pair)])

    assert len(refused(together(start, start))) == 1
    assert Approval.objects.count() == 1
