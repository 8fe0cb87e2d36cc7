"""Two people at once, with real threads and real commits: never two visas."""

from functools import partial
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


@pytest.mark.parametrize("needs_all", [False, True])
def test_two_of_one_step(need, writer, pair, together, needs_all):
    approval = two_steps(need, writer, pair, needs_all=needs_all)
    step, shown = current(approval), digest(approval)
    decide = partial(actions.decide, step, verdict=APPROVED, shown=shown)
    refusals = refused(together(*(partial(decide, by=agent) for agent in pair)))
    assert ["a déjà visé ce texte" in str(each) for each in refusals] == [True] * (not needs_all)
    assert Decision.objects.count() == 1 + needs_all
    assert current(approval).position == 2


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
