"""What is told of a day: never fewer than five people, and never which of them."""

import pytest

from core.people.models import Direction
from dematerialisation.models import Hardest, PrinterlessAgent, PrinterlessDay, PrinterlessDirection
from dematerialisation.printerless.results import OTHERS, Line, hardest_of, results_of
from tests.dematerialisation.factories import PrinterlessDayFactory
from tests.factories import AgentFactory, DirectionFactory

pytestmark = pytest.mark.django_db


def counted(day: PrinterlessDay, name: str, agents: int, before: int, on_day: int) -> Direction:
    direction = DirectionFactory.create(name=name)
    AgentFactory.create_batch(agents, direction=direction)
    PrinterlessDirection.objects.create(
        day=day, direction=direction, pages_before=before, pages_on_day=on_day
    )
    return direction


def test_directions_under_five_are_told_together() -> None:
    day = PrinterlessDayFactory.create()
    counted(day, "Culture", 6, 100, 60)
    counted(day, "Voirie", 3, 50, 10)
    counted(day, "Sports", 4, 30, 20)
    counted(day, "Cabinet", 1, 5, 5)
    assert results_of(day).lines == [Line("Culture", 100, 60), Line(OTHERS, 85, 35)]


def test_a_small_direction_hides_among_three() -> None:
    """Of two, the head of one would know the other's."""
    day = PrinterlessDayFactory.create()
    counted(day, "Culture", 9, 100, 60)
    counted(day, "Voirie", 5, 50, 10)
    counted(day, "Cabinet", 2, 30, 20)
    counted(day, "Sports", 8, 40, 40)
    assert results_of(day).lines == [Line("Culture", 100, 60), Line(OTHERS, 120, 70)]


def test_two_directions_that_would_tell_of_each_other_are_not_told() -> None:
    day = PrinterlessDayFactory.create()
    counted(day, "Voirie", 3, 50, 10)
    counted(day, "Cabinet", 4, 30, 20)
    assert results_of(day).lines == []


def test_fewer_than_five_in_all_are_not_told_nor_summed() -> None:
    day = PrinterlessDayFactory.create()
    counted(day, "Cabinet", 4, 30, 20)
    results = results_of(day)
    assert (results.lines, results.saved) == ([], 0)


def test_agents_of_services_count_with_their_direction_and_closed_accounts_do_not() -> None:
    day = PrinterlessDayFactory.create()
    direction = counted(day, "Culture", 2, 100, 60)
    service = DirectionFactory.create(name="Musée", kind=Direction.Kind.SERVICE, parent=direction)
    AgentFactory.create_batch(2, direction=service)
    AgentFactory.create(direction=service, closed=True)
    assert not results_of(day).lines
    AgentFactory.create(direction=service)
    assert [line.label for line in results_of(day).lines] == ["Culture"]


def test_a_direction_without_both_figures_is_left_out() -> None:
    day = PrinterlessDayFactory.create()
    direction = counted(day, "Culture", 6, 100, 60)
    PrinterlessDirection.objects.filter(direction=direction).update(pages_on_day=None)
    assert not results_of(day).lines


def test_what_was_hardest_is_told_from_five_answers() -> None:
    day = PrinterlessDayFactory.create()
    for number in range(7):
        hardest = Hardest.SIGNING if number < 4 else Hardest.HABIT
        PrinterlessAgent.objects.create(day=day, agent=AgentFactory.create(), hardest=hardest)
    assert hardest_of(day) is None
    PrinterlessAgent.objects.create(day=day, agent=AgentFactory.create(), hardest=Hardest.SIGNING)
    chart = hardest_of(day)
    assert chart
    assert [row.cells for row in chart.rows] == [("5",), ("moins\u00a0de\u00a05",)]
