"""The cast: Odile heads the town, Denis its DGA, Marthe the gardens; Nadia works there, and Hugo at human resources."""

import pytest

from core.people.models import Agent, Direction
from memos.models import MemoKind
from tests.factories import AgentFactory, DirectionFactory
from tests.memos.factories import MemoKindFactory, hr_agent


@pytest.fixture
def gardens(db: None) -> Direction:
    heads = [
        AgentFactory.create(first_name=first, last_name=last, direction=None)
        for first, last in (("Odile", "Grandjean"), ("Denis", "Adjoint"), ("Marthe", "Chef"))
    ]
    town = Direction.objects.create(name="Ville", kind=Direction.Kind.GENERAL, head=heads[0])
    dga = Direction.objects.create(name="Cadre de vie", kind=Direction.Kind.DGA, parent=town, head=heads[1])
    gardens = DirectionFactory.create(name="Jardins", parent=dga, head=heads[2])
    for head, unit in zip(heads, (town, dga, gardens), strict=True):
        head.direction = unit
        head.save()
    return gardens


@pytest.fixture
def manager(gardens: Direction) -> Agent:
    assert gardens.head
    return gardens.head


@pytest.fixture
def deputy_director(gardens: Direction) -> Agent:
    assert gardens.parent
    assert gardens.parent.head
    return gardens.parent.head


@pytest.fixture
def author(gardens: Direction) -> Agent:
    return AgentFactory.create(first_name="Nadia", last_name="Benali", direction=gardens)


@pytest.fixture
def gardener(gardens: Direction) -> Agent:
    """Without a workstation."""
    return AgentFactory.create(
        first_name="Jules", last_name="Râteau", direction=gardens, has_workstation=False
    )


@pytest.fixture
def hr(db: None) -> Agent:
    return hr_agent(first_name="Hugo", last_name="Paye")


@pytest.fixture
def kind(db: None) -> MemoKind:
    return MemoKindFactory.create(name="demande")
