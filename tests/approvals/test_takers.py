"""Who takes a step, by SQL and by Python: the same people, whatever the step, the absences and the accounts."""

from collections.abc import Callable
from itertools import product

import pytest
from django.utils import timezone

from core.approvals import actions
from core.approvals.models import Approval, ApprovalStep
from core.approvals.registry import Approvable
from core.approvals.soundness import StepPlan
from core.approvals.takers import takers_of
from core.people.models import Agent
from core.people.roles import Role
from manuals.models import Need
from tests.approvals.conftest import absent, current, say, waits_for
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


class Cast:
    """Two who are asked, their colleagues of the role, the deputies, who wrote it and whom it is about."""

    def __init__(self) -> None:
        self.first, self.second, self.deputy, self.further, self.other = AgentFactory.create_batch(5)
        self.author, self.about, self.one, self.two = (
            AgentFactory.create(roles=[Role.ROOM_MANAGER]) for _ in range(4)
        )

    def close(self, *people: Agent) -> None:
        Agent.objects.filter(pk__in=[agent.pk for agent in people]).update(is_active=False)


KINDS: dict[str, Callable[[Cast], StepPlan]] = {
    "person": lambda cast: StepPlan("x", [cast.first]),
    "any": lambda cast: StepPlan("x", [cast.first, cast.second]),
    "all": lambda cast: StepPlan("x", [cast.first, cast.second], needs_all=True),
    "role": lambda cast: StepPlan("x", role=Role.ROOM_MANAGER),
}
CHANGES: dict[str, list[Callable[[Cast, Approval], None]]] = {
    "nothing": [],
    "absent": [lambda cast, _: absent(cast.first, cast.deputy)],
    "deputy absent too": [
        lambda cast, _: absent(cast.first, cast.deputy),
        lambda cast, _: absent(cast.deputy, cast.further),
    ],
    "loop": [
        lambda cast, _: absent(cast.first, cast.deputy),
        lambda cast, _: absent(cast.deputy, cast.first),
    ],
    "absent from the role": [lambda cast, _: absent(cast.one, cast.deputy)],
    "deputy is the author": [lambda cast, _: absent(cast.first, cast.author)],
    "closed": [lambda cast, _: cast.close(cast.first, cast.one)],
    "all closed": [lambda cast, _: cast.close(cast.first, cast.second, cast.one, cast.two)],
    "closed with a deputy": [
        lambda cast, _: absent(cast.first, cast.deputy),
        lambda cast, _: cast.close(cast.first),
    ],
    "deputy closed": [
        lambda cast, _: absent(cast.first, cast.deputy),
        lambda cast, _: absent(cast.deputy, cast.further),
        lambda cast, _: cast.close(cast.deputy),
    ],
    "handed": [lambda cast, approval: hand(approval, cast.other)],
    "handed, then closed": [
        lambda cast, approval: hand(approval, cast.other),
        lambda cast, _: cast.close(cast.other, cast.two),
    ],
    "about a holder now": [lambda cast, approval: approval.excluded.add(cast.first)],
    "about an absent holder": [
        lambda cast, _: absent(cast.first, cast.deputy),
        lambda cast, approval: approval.excluded.add(cast.first),
    ],
    "one of all decided": [lambda cast, approval: say_first(approval, cast.first)],
}


def say_first(approval: Approval, agent: Agent) -> None:
    if current(approval).needs_all:
        say(approval, agent)


def hand(approval: Approval, to: Agent) -> None:
    step = current(approval)
    by = min(takers_of(step, on=timezone.localdate()), key=lambda agent: agent.pk)
    actions.hand_over(step, by=by, to=to, reason="C’est son dossier.")


@pytest.mark.parametrize(("kind_name", "change"), [*product(KINDS, CHANGES)])
def test_sql_and_python_name_the_same_people(
    need: Need, kind: Approvable, kind_name: str, change: str
) -> None:
    cast = Cast()
    object.__setattr__(kind, "excluded", lambda need: {cast.about.pk})
    approval = actions.start(need, by=cast.author, steps=[KINDS[kind_name](cast)])
    for happens in CHANGES[change]:
        happens(cast, approval)
    step = current(approval)
    takers = takers_of(step, on=timezone.localdate())
    assert set(takers) == {agent for agent in Agent.objects.all() if waits_for(agent)}
    able = set(Agent.objects.filter(is_active=True)) - set(approval.excluded.all())
    lacks = step.needs_all and any(seat.agent not in able for seat in step.open_holders())
    assert ApprovalStep.objects.stuck().exists() is (not takers or lacks)
    assert not {cast.author, cast.about} & set(takers)
