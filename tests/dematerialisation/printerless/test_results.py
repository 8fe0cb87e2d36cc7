"""What is told of a day: never fewer than five people, and never which of them."""

import pytest
from django.utils import timezone

from core.people.models import Direction
from dematerialisation.models import Hardest, PrinterlessAgent, PrinterlessDay, PrinterlessDirection
from dematerialisation.printerless import actions
from dematerialisation.printerless.results import OTHERS, Line, group_small_directions, hardest_of, results_of
from tests.dematerialisation.factories import PrinterlessDayFactory
from tests.factories import AgentFactory, DirectionFactory, member

pytestmark = pytest.mark.django_db


def counted(day: PrinterlessDay, name: str, agents: int, before: int, on_day: int) -> Direction:
    direction = DirectionFactory.create(name=name)
    AgentFactory.create_batch(agents, direction=direction)
    PrinterlessDirection.objects.create(
        day=day, direction=direction, pages_before=before, pages_on_day=on_day
    )
    return direction


def lines_of(day: PrinterlessDay) -> list[Line]:
    group_small_directions(day)
    return results_of(day).lines


def test_directions_under_five_are_told_together():
    day = PrinterlessDayFactory.create()
    counted(day, "Culture", 6, 100, 60)
    counted(day, "Voirie", 3, 50, 10)
    counted(day, "Sports", 4, 30, 20)
    counted(day, "Cabinet", 1, 5, 5)
    assert lines_of(day) == [Line("Culture", 100, 60), Line(OTHERS, 85, 35)]


def test_a_small_direction_waits_for_two_others_and_for_five_people():
    """Of two, the head of one would know the other's; a large one is told on its own, so it hides nobody."""
    day = PrinterlessDayFactory.create()
    counted(day, "Culture", 9, 100, 60)
    for name in ("Cabinet", "Sports"):
        counted(day, name, 1, 30, 20)
    assert lines_of(day) == [Line("Culture", 100, 60)]
    for name in ("Archives", "Voirie"):
        counted(day, name, 1, 30, 20)
    assert lines_of(day) == [Line("Culture", 100, 60)]
    assert results_of(day).saved == 40


def test_what_is_told_never_moves_by_one_small_direction():
    day = PrinterlessDayFactory.create()
    small = [counted(day, name, 2, 10, 5) for name in ("Cabinet", "Sports", "Voirie")]
    told = lines_of(day)
    assert told == [Line(OTHERS, 30, 15)]
    counted(day, "Archives", 2, 100, 0)
    assert lines_of(day) == told
    day.directions.filter(direction=small[0]).update(pages_on_day=9)
    assert lines_of(day) == told
    day.directions.filter(direction=small[1]).update(pages_on_day=None)
    assert lines_of(day) == [Line(OTHERS, 120, 14)]


def test_those_who_take_their_pages_away_leave_no_small_direction_alone():
    day = PrinterlessDayFactory.create()
    for name in ("Archives", "Cabinet", "Sports", "Voirie"):
        counted(day, name, 2, 10, 5)
    told = lines_of(day)
    day.directions.exclude(direction__name="Voirie").update(pages_on_day=None)
    assert lines_of(day) == told
    day.directions.update(pages_on_day=None)
    assert lines_of(day) == []


def test_pages_written_one_by_one_are_told_by_three():
    day, seen = PrinterlessDayFactory.create(held_on=timezone.localdate()), []
    for name in ("Archives", "Cabinet", "Sports", "Voirie"):
        direction = DirectionFactory.create(name=name)
        AgentFactory.create_batch(2, direction=direction)
        row = PrinterlessDirection(day=day, direction=direction, pages_before=10, pages_on_day=4)
        actions.write_directions(day, [row], by=member())
        seen.append(results_of(day).saved)
    assert seen == [0, 0, 18, 18]


def test_agents_of_services_count_with_their_direction_and_closed_accounts_do_not():
    day = PrinterlessDayFactory.create()
    direction = counted(day, "Culture", 2, 100, 60)
    service = DirectionFactory.create(name="Musée", kind=Direction.Kind.SERVICE, parent=direction)
    AgentFactory.create_batch(2, direction=service)
    AgentFactory.create(direction=service, closed=True)
    assert not results_of(day).lines
    AgentFactory.create(direction=service)
    assert [line.label for line in results_of(day).lines] == ["Culture"]
    # Nor is one that has only one of its two figures told.
    PrinterlessDirection.objects.update(pages_on_day=None)
    assert not results_of(day).lines


def test_what_was_hardest_is_told_from_five_answers():
    day = PrinterlessDayFactory.create()
    for number in range(7):
        hardest = Hardest.SIGNING if number < 4 else Hardest.HABIT
        PrinterlessAgent.objects.create(day=day, agent=AgentFactory.create(), hardest=hardest)
    assert hardest_of(day) is None
    PrinterlessAgent.objects.create(day=day, agent=AgentFactory.create(), hardest=Hardest.SIGNING)
    chart = hardest_of(day)
    assert chart
    assert [row.cells for row in chart.rows] == [("5",), ("moins\u00a0de\u00a05",)]
