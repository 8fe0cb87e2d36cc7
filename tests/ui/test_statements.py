"""Statements composed once: the same rows as Django's for other values, and what is refused."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Prefetch, QuerySet
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from core.people.models import Agent, Direction
from core.people.roles import Role
from core.ui.locks import locked
from core.ui.statements import LONGEST, MOST_KEPT, NotKept, Statement
from tests.factories import AgentFactory, DirectionFactory

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], Any]], int]


def of_direction(agent: Agent) -> QuerySet[Agent]:
    agents = Agent.objects.filter(direction=agent.direction_id).exclude(pk=agent.pk)
    return agents if agent.has_role(Role.PROJECT_GROUP) else agents.none()


def test_filled_with_each_value_and_composed_once(author: Agent, outsider: Agent) -> None:
    composed = []

    def build(pk: int) -> QuerySet[Agent]:
        composed.append(pk)
        return Agent.objects.filter(pk=pk).select_related("direction")

    statement = Statement(build)
    assert [statement.first(pk=one.pk) for one in (author, outsider)] == [author, outsider]
    # The tests' own comparison apart.
    assert len([pk for pk in composed if pk not in (author.pk, outsider.pk)]) == 2


def test_rows_come_with_what_the_queryset_loads(author: Agent, statements: Counted) -> None:
    statement = Statement(
        lambda pk: (
            Agent.objects.filter(pk=pk)
            .select_related("direction")
            .prefetch_related("groups")
            .annotate(named=F("direction__name"))
        )
    )
    statement.rows(pk=author.pk)
    found: list[Any] = []
    assert statements(lambda: found.extend(statement.rows(pk=author.pk))) == 2
    [agent] = found
    assert statements(lambda: (agent.direction.name, list(agent.groups.all()), agent.named)) == 0
    assert (agent, agent.named) == (author, "Espaces verts")


def test_an_agent_s_rights_are_in_the_key(author: Agent, colleague: Agent) -> None:
    statement = Statement(of_direction)
    member = AgentFactory.create(direction=author.direction, roles=[Role.PROJECT_GROUP])
    for _ in range(2):
        assert statement.rows(agent=author) == []
        assert set(statement.rows(agent=member)) == {author, colleague}
    member.is_active = False
    assert statement.rows(agent=member) == []
    with pytest.raises(EmptyResultSet):
        statement.sql(agent=member)


def test_lists_of_any_length(author: Agent, outsider: Agent) -> None:
    statement = Statement(lambda ids: Agent.objects.filter(pk__in=ids).order_by("pk"))
    assert statement.rows(ids=()) == []
    assert statement.rows(ids=(author.pk,)) == [author]
    assert statement.rows(ids=(outsider.pk, author.pk)) == sorted([author, outsider], key=lambda one: one.pk)
    long = (*range(-LONGEST, 0), author.pk)
    assert statement.rows(ids=long) == [author]
    assert statement.sql(ids=long)[1] == [*long]
    for length in range(MOST_KEPT + 2):
        statement.rows(ids=tuple(range(-(length % LONGEST) - 1, 0)))
    assert len(statement.kept) <= MOST_KEPT


def test_those_of_another_day_are_not_kept(author: Agent) -> None:
    statement = Statement(lambda ids: Agent.objects.filter(pk__in=ids))
    for day in ("2026-11-25", "2026-11-26"):
        with time_machine.travel(f"{day} 10:00 +0100", tick=False):
            assert statement.rows(ids=(author.pk,)) == [author]
            assert statement.rows(ids=(author.pk, 0)) == [author]
        assert len(statement.kept) == 2


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: Agent.objects.filter(pk=pk + 1),
        lambda pk: Agent.objects.all()[:pk],
        lambda pk: Agent.objects.filter(pk=pk, last_login__lt=timezone.now()),
        lambda pk: Agent.objects.filter(pk__in=[pk, Agent.objects.count()]),
        lambda pk: Direction.objects.prefetch_related(Prefetch("agents", Agent.objects.filter(pk=pk))),
        lambda pk: Agent(pk=pk).assignments.all(),
    ],
)
def test_what_would_be_kept_wrongly_is_refused(author: Agent, build: Any) -> None:
    DirectionFactory.create()
    with pytest.raises(NotKept):
        Statement(build)._composed({"pk": author.pk})


def test_only_the_rights_of_an_agent_are_known(author: Agent) -> None:
    by_phone = Statement(lambda agent: Agent.objects.filter(phone=agent.phone))
    with pytest.raises(NotKept, match="asks nothing"):
        by_phone._composed({"agent": author})


def test_other_values_are_refused() -> None:
    with pytest.raises(NotKept, match="not kept for"):
        Statement(partial(Agent.objects.filter)).filled({"pk": 1.5})


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_only() -> None:
    agent = AgentFactory.create()
    statement = Statement(lambda pk: locked(Agent.objects.filter(pk=pk)))
    statement.kept.clear()
    assert not connection.in_atomic_block
    with pytest.raises(TransactionManagementError):
        statement.rows(pk=agent.pk)


def test_on_the_site_a_page_that_meets_such_a_statement_is_answered(
    author: Agent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Statement, "is_strict", False)
    statement = Statement(lambda pk: Agent.objects.filter(pk__gt=pk - 1, pk__lte=pk))
    assert statement.rows(pk=author.pk) == [author]
    sql, params = statement.sql(pk=author.pk)
    assert (sql.count("%s"), params) == (2, [author.pk - 1, author.pk])
    assert caplog.text.count("is composed again each time") == 2
