"""Who takes a step, whatever its kind, the absences and the accounts."""

from collections.abc import Callable
from itertools import product

import pytest
from django.utils import timezone

from core.approvals import actions, policies
from core.approvals.assignees import takers_of
from core.approvals.models import Approval, ApprovalStep
from core.approvals.validation import StepPlan
from core.people.models import Agent
from core.people.roles import Role
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


# Those who take a step of each kind after each change.
TAKERS: dict[str, dict[str, str]] = {
    "nothing": {"person": "first", "any": "first second", "all": "first second", "role": "one two"},
    "absent": {"person": "first deputy", "any": "first second deputy", "all": "first second deputy"},
    "deputy absent too": {
        "person": "first deputy further",
        "any": "first second deputy further",
        "all": "first second deputy further",
    },
    "loop": {"person": "first deputy", "any": "first second deputy", "all": "first second deputy"},
    "absent from the role": {},
    "deputy is the author": {},
    "closed": {"person": "", "any": "second", "all": "second", "role": "two"},
    "all closed": {"person": "", "any": "", "all": "", "role": ""},
    "closed with a deputy": {"person": "", "any": "second", "all": "second"},
    # Nobody stands in for a closed account.
    "deputy closed": {},
    "handed": {"person": "other", "any": "second other", "all": "second other", "role": "two other"},
    "handed, then closed": {"person": "", "any": "second", "all": "second", "role": ""},
    "about a holder now": {"person": "", "any": "second", "all": "second"},
    "about an absent holder": {"person": "", "any": "second", "all": "second"},
    "one of all decided": {"all": "second"},
}
# All are needed, and one of them cannot give a visa any more.
LACKING = {
    "closed",
    "closed with a deputy",
    "handed, then closed",
    "about a holder now",
    "about an absent holder",
}


def say_first(approval: Approval, agent: Agent) -> None:
    if current(approval).needs_all:
        say(approval, agent)


def hand(approval: Approval, to: Agent) -> None:
    step = current(approval)
    by = min(takers_of(step, on=timezone.localdate()), key=lambda agent: agent.pk)
    actions.hand_over(step, by=by, to=to, reason="C’est son dossier.")


@pytest.mark.parametrize(("kind_name", "change"), [*product(KINDS, CHANGES)])
def test_takers(need, kind, kind_name, change):
    cast = Cast()
    object.__setattr__(kind, "excluded", lambda need: {cast.about.pk})
    approval = actions.start(need, by=cast.author, steps=[KINDS[kind_name](cast)])
    for happens in CHANGES[change]:
        happens(cast, approval)
    expected = (TAKERS["nothing"] | TAKERS[change])[kind_name].split()
    takers = {getattr(cast, name) for name in expected}
    assert set(takers_of(current(approval), on=timezone.localdate())) == takers
    assert {agent for agent in Agent.objects.all() if waits_for(agent)} == takers
    assert ApprovalStep.objects.stuck().exists() is (not takers or (kind_name == "all" and change in LACKING))


def test_withdrawn_a_text_opens_to_those_asked_by_name_alone(need):
    cast = Cast()
    seats = StepPlan("x", [cast.first], role=Role.ROOM_MANAGER)
    approval = actions.start(need, by=cast.author, steps=[seats])
    actions.withdraw(approval, by=cast.author)
    absent(cast.first, cast.deputy)
    assert [policies.is_asked(each, approval) for each in (cast.first, cast.deputy, cast.one)] == [
        True,
        False,
        False,
    ]
