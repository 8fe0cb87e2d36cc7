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
        role = [Role.ROOM_MANAGER]
        self.author, self.about, self.one, self.two = AgentFactory.create_batch(4, roles=role)


KINDS: dict[str, Callable[[Cast], StepPlan]] = {
    "person": lambda cast: StepPlan("x", [cast.first]),
    "any": lambda cast: StepPlan("x", [cast.first, cast.second]),
    "all": lambda cast: StepPlan("x", [cast.first, cast.second], needs_all=True),
    "role": lambda cast: StepPlan("x", role=Role.ROOM_MANAGER),
}
# What happens to whom of the cast, one after the other.
CHANGES = {
    "nothing": [],
    "absent": ["absent first deputy"],
    "deputy absent too": ["absent first deputy", "absent deputy further"],
    "loop": ["absent first deputy", "absent deputy first"],
    "absent from the role": ["absent one deputy"],
    "deputy is the author": ["absent first author"],
    "closed": ["close first one"],
    "all closed": ["close first second one two"],
    "closed with a deputy": ["absent first deputy", "close first"],
    "deputy closed": ["absent first deputy", "absent deputy further", "close deputy"],
    "handed": ["hand other"],
    "handed, then closed": ["hand other", "close other two"],
    "about a holder now": ["about first"],
    "about an absent holder": ["absent first deputy", "about first"],
    "one of all decided": ["decide first"],
}
# Those who take a step of each kind after each change.
TAKERS: dict[str, dict[str, str]] = {
    "nothing": {"person": "first", "any": "first second", "all": "first second", "role": "one two"},
    "absent": {"person": "first deputy", "any": "first second deputy", "all": "first second deputy"},
    "deputy absent too": {"person": "first deputy further"}
    | dict.fromkeys(("any", "all"), "first second deputy further"),
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


def happens(change: str, cast: Cast, approval: Approval) -> None:
    verb, *names = change.split()
    people = [getattr(cast, name) for name in names]
    if verb == "absent":
        absent(*people)
    elif verb == "close":
        Agent.objects.filter(pk__in=[agent.pk for agent in people]).update(is_active=False)
    elif verb == "about":
        approval.excluded.add(*people)
    elif verb == "hand":
        hand(approval, *people)
    elif current(approval).needs_all:
        say(approval, *people)


def hand(approval: Approval, to: Agent) -> None:
    step = current(approval)
    by = min(takers_of(step, on=timezone.localdate()), key=lambda agent: agent.pk)
    actions.hand_over(step, by=by, to=to, reason="C’est son dossier.")


@pytest.mark.parametrize(("kind_name", "change"), [*product(KINDS, CHANGES)])
def test_takers(need, kind, kind_name, change):
    cast = Cast()
    object.__setattr__(kind, "excluded", lambda need: {cast.about.pk})
    approval = actions.start(need, by=cast.author, steps=[KINDS[kind_name](cast)])
    for each in CHANGES[change]:
        happens(each, cast, approval)
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
    people = (cast.first, cast.deputy, cast.one)
    assert [each for each in people if policies.is_asked(each, approval)] == [cast.first]
