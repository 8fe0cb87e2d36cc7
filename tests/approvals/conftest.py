"""A kind made up for these tests: the name of a need is the text, and everybody in « people » has a step."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from core.approvals import actions, registry
from core.approvals.models import Approval, ApprovalStep, Circuit, CircuitStep, Decision
from core.approvals.registry import Approvable, ApprovedFile, Content
from core.people.models import Absence, Agent, Direction
from core.people.roles import Role
from core.web.locks import lock_row
from manuals.models import Need
from tests.factories import AgentFactory, DirectionFactory
from tests.manuals.factories import NeedFactory

Ended = list[tuple[str, Any]]


@pytest.fixture
def ended() -> Ended:
    """What the kind was told: « approved » or « returned », and the object."""
    return []


@pytest.fixture
def files() -> list[ApprovedFile]:
    """The files of every need, for tests that add some."""
    return []


@pytest.fixture(autouse=True)
def kind(ended: Ended, files: list[ApprovedFile], monkeypatch: pytest.MonkeyPatch) -> Iterator[Approvable]:
    Need.get_absolute_url = lambda self: "/progiciels/"  # type: ignore[attr-defined]  # a need has no page
    made = Approvable(
        code="manuals.need",
        label="besoin",
        model=Need,
        content=lambda need: Content(need.name, f"Ce que dit {need.name}.", tuple(files)),
        lock=lambda pk: lock_row(Need, pk),
        approved=lambda need, approval: ended.append(("approved", need)),
        returned=lambda need, approval, by: ended.append(("returned", need)),
        can_manage=lambda agent, need: agent.has_role(Role.COUNCIL_SECRETARY),
    )
    monkeypatch.setitem(registry.KINDS, made.code, made)
    yield made
    del Need.get_absolute_url  # type: ignore[attr-defined]  # as it was


@pytest.fixture
def need(db: None) -> Need:
    return NeedFactory.create(name="louer une salle")


@pytest.fixture
def general() -> Agent:
    return AgentFactory.create(first_name="Odile", last_name="Grandjean")


@pytest.fixture
def deputy_director() -> Agent:
    return AgentFactory.create(first_name="Denis", last_name="Adjoint")


@pytest.fixture
def manager() -> Agent:
    return AgentFactory.create(first_name="Marthe", last_name="Chef")


@pytest.fixture
def parks(general: Agent, deputy_director: Agent, manager: Agent) -> Direction:
    root = Direction.objects.create(name="Ville", kind=Direction.Kind.GENERAL, head=general)
    above = Direction.objects.create(
        name="Cadre de vie", kind=Direction.Kind.DGA, parent=root, head=deputy_director
    )
    return DirectionFactory.create(name="Jardins", parent=above, head=manager)


@pytest.fixture
def writer(parks: Direction) -> Agent:
    return AgentFactory.create(first_name="Nora", last_name="Auteur", direction=parks)


@pytest.fixture
def pair() -> list[Agent]:
    return AgentFactory.create_batch(2)


@pytest.fixture
def circuit(pair: list[Agent]) -> Circuit:
    """The manager, the deputy director, one of two people, and a member of the role of the rooms."""
    made, kinds = Circuit.objects.create(name="Notes des jardins"), CircuitStep.Kind
    rows = [("Responsable", kinds.MANAGER), ("DGA", kinds.DEPUTY_DIRECTOR), ("L’un des deux", kinds.PEOPLE)]
    for position, (name, kind_) in enumerate([*rows, ("Les salles", kinds.ROLE)], start=1):
        role = Role.ROOM_MANAGER if kind_ == kinds.ROLE else ""
        CircuitStep.objects.create(circuit=made, position=position, name=name, kind=kind_, role=role)
    made.steps.get(kind=kinds.PEOPLE).agents.set(pair)
    return made


def current(approval: Approval) -> ApprovalStep:
    return ApprovalStep.objects.select_related("approval").get(approval=approval, state="current")


def digest(approval: Approval) -> str:
    """Of the last version."""
    last = approval.contents.last()
    assert last is not None
    return last.digest


@pytest.fixture
def approval(need: Need, circuit: Circuit, writer: Agent, parks: Direction, room_manager: Agent) -> Approval:
    return actions.start(need, by=writer, circuit=circuit, direction=parks)


def say(approval: Approval, by: Agent, verdict: str = Decision.Verdict.APPROVED, remark: str = "") -> None:
    actions.decide(current(approval), by=by, verdict=verdict, remark=remark, shown=digest(approval))


def rename(need: Need, name: str) -> None:
    Need.objects.filter(pk=need.pk).update(name=name)


def waits_for(agent: Agent) -> bool:
    return ApprovalStep.objects.waiting_for(agent, on=timezone.localdate()).exists()


def absent(agent: Agent, deputy: Agent) -> Absence:
    today = timezone.localdate()
    period = DateRange(today, today + timedelta(days=2))
    return Absence.objects.create(agent=agent, period=period, deputy=deputy, noted_by=agent)
