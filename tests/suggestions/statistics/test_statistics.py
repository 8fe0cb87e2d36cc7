"""The figures against a reckoning by hand, and what is never told."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from core.french import day_of
from core.people.models import Direction
from core.web.charts import FEWEST, SUPPRESSED
from suggestions import statistics
from suggestions.models import Idea
from suggestions.states import Identity, State
from suggestions.statistics import People, hidden_lines
from tests.factories import AgentFactory, DirectionFactory
from tests.suggestions.factories import idea_in

URL = reverse("suggestions:statistics")
FILE = reverse("suggestions:statistics_file")


# What is not told: a breakdown whose total is known


def line_of(ideas: dict[int, int]) -> People:
    """`ideas` counts those of each person."""
    return People(sum(ideas.values()), frozenset(ideas) if len(ideas) < FEWEST else None)


breakdowns = some.lists(
    some.dictionaries(some.integers(1, 14), some.integers(1, 3), max_size=9), min_size=1, max_size=7
)


@given(breakdowns)
def test_no_figure_of_a_few_is_told_nor_left_to_be_worked_out(lines):
    hidden = hidden_lines([line_of(ideas) for ideas in lines])
    told = [ideas for position, ideas in enumerate(lines) if position not in hidden]
    assert all(not ideas or len(ideas) >= FEWEST for ideas in told)
    rest = [lines[position] for position in hidden]
    everyone = set().union(*(set(ideas) for ideas in lines)) if lines else set()
    if rest and len(everyone) >= FEWEST:
        # The total is told too: what it leaves is of several lines, and of five people.
        assert len(rest) >= 2
        assert len(set().union(*(set(ideas) for ideas in rest))) >= FEWEST


@given(breakdowns)
def test_nothing_is_hidden_without_need(lines):
    hidden = hidden_lines([line_of(ideas) for ideas in lines])
    few = {position for position, ideas in enumerate(lines) if 0 < len(ideas) < FEWEST}
    assert few <= hidden
    assert len(hidden - few) <= 1
    if not few:
        assert not hidden


# Against a reckoning by hand


def test_each_measure_as_reckoned_by_hand(db):
    """Sixteen ideas received a hundred days ago: eight of the schools, eight of the archives, three without a name."""
    schools, archives = (DirectionFactory.create(name=name) for name in ("Écoles", "Archives"))
    day = timezone.now() - timedelta(days=100)

    def received(
        direction: Direction, state: State, answered: int = 0, decided: int = 0, **fields: Any
    ) -> Idea:
        moments = {"first_answered_at": answered, "decided_at": decided}
        known = {name: day + timedelta(days=days) for name, days in moments.items() if days}
        return idea_in(state, direction=direction, received_at=day, **known, **fields)

    received(schools, State.UNDER_STUDY)
    for state, answered, decided in (
        (State.RETAINED, 2, 20),
        (State.RETAINED, 4, 30),
        (State.IN_PROGRESS, 6, 40),
        (State.DONE, 8, 50),
        (State.DONE, 10, 60),
        (State.DECLINED, 12, 70),
        (State.IN_PLACE, 40, 80),
    ):
        received(schools, state, answered, decided)
    # Promised, and not late yet.
    for _ in range(5):
        received(archives, State.UNDER_STUDY, due_on=timezone.localdate())
    for _ in range(3):
        unsigned = {"author": None, "identity": Identity.ANONYMOUS}
        head = received(archives, State.UNDER_STUDY, due_on=timezone.localdate(), **unsigned)
    # What nobody reads, and what is read with another, counts for nothing.
    for state in (State.RECEIVED, State.SET_ASIDE, State.WITHDRAWN):
        received(schools, state)
    received(schools, State.UNDER_STUDY, merged_into=head, head=head)
    known = statistics.load_statistics()
    expected = {
        "received": "16",
        "told_half": "0",
        "told_most": "1",
        "answered_half": "8",
        "answered_most": "23,2",
        "decided_half": "50",
        "decided_most": "74",
        "in_time": "75",
        "retained": "71",
        "done": "40",
    }
    assert {measure.name: str(figure) for measure, figure in known.total} == expected
    by_archives, by_schools = known.lines["direction"]
    of_schools = expected | {"received": "8", "told_most": "0"}
    assert {measure.name: str(figure) for measure, figure in by_schools} == of_schools
    nothing = dict.fromkeys(expected, statistics.NOTHING)
    of_archives = nothing | {"received": "8", "told_half": "0", "told_most": "1"}
    assert {measure.name: str(figure) for measure, figure in by_archives} == of_archives
    assert [line.key for line in known.lines["value"]] == ["aucune"]


def test_a_measure_of_a_few_is_hidden_with_another_line_and_the_others_are_told(db):
    """Six agents of the parks proposed and two were answered; the total less the schools would tell of these two."""
    parks, schools = (DirectionFactory.create(name=name) for name in ("Parcs", "Écoles"))
    for number in range(6):
        idea_in(State.DECLINED, direction=schools)
        idea_in(State.DECLINED if number < 2 else State.UNDER_STUDY, direction=parks)
    known = statistics.load_statistics()
    assert str(known.total.figures["decided_half"]) == "0"
    for line in known.lines["direction"]:
        assert str(line.figures["received"]) == "6"
        for name in ("answered_half", "answered_most", "decided_half", "decided_most", "in_time", "retained"):
            assert line.figures[name].is_hidden, (line.label, name)


# The pages


def ideas_of(direction: Direction, authors: int, **fields: Any) -> None:
    for _ in range(authors):
        idea_in(State.RETAINED, direction=direction, author=AgentFactory.create(), **fields)


@pytest.fixture
def directions(db: None) -> dict[str, Direction]:
    """Two people of the archives, five of the parks, eight of the schools."""
    found = {name: DirectionFactory.create(name=name) for name in ("Archives", "Écoles", "Parcs")}
    ideas_of(found["Archives"], 2)
    ideas_of(found["Parcs"], 5)
    ideas_of(found["Écoles"], 8)
    return found


def said(lines: Any) -> dict[str, str]:
    return {line.label: str(line.figures["received"]) for line in lines}


def test_a_few_are_not_found_by_subtraction(directions):
    known = statistics.load_statistics()
    assert str(known.total.figures["received"]) == "15"
    assert said(known.lines["direction"]) == {"Archives": SUPPRESSED, "Parcs": SUPPRESSED, "Écoles": "8"}
    archives, _, parks = known.lines["direction"]
    for line in (archives, parks):
        assert all(figure.is_hidden for _, figure in line)


@pytest.mark.parametrize("identity", [Identity.ANONYMOUS, Identity.NAMED])
def test_one_person_with_many_ideas_and_the_anonymous_are_one_person(author, identity):
    for _ in range(9):
        idea_in(State.RETAINED, author=author if identity == Identity.NAMED else None, identity=identity)
    assert statistics.load_statistics().total.figures["received"].is_hidden


def test_every_agent_reads_the_same(outsider, moderator, directions, signed_in):
    for agent in (outsider, moderator):
        page = signed_in(agent).get(URL, {"by": "direction"})
        assert said([page.context["line"]]) == {"Toutes les idées": "15"}
        first = page.context["charts"][0]
        assert [row.cells for row in first.rows] == [(SUPPRESSED,), ("8",), (SUPPRESSED,)]
        assert dict(page.context["line"].said)["Retenues"] == "100\u00a0%"


def test_one_line(directions, outsider, signed_in):
    def line(**query: Any) -> dict[str, str]:
        return said([signed_in(outsider).get(URL, query).context["line"]])

    year = day_of(timezone.now() - timedelta(days=5)).year
    assert line(direction=directions["Écoles"].pk) == {"Écoles": "8"}
    assert line(direction=directions["Parcs"].pk) == {"Parcs": SUPPRESSED}
    assert line(year=year) == {str(year): "15"}
    assert line(value="aucune") == {"Valeur pas encore dite": "15"}


def test_lines_are_not_crossed(directions, outsider, signed_in):
    year = day_of(timezone.now() - timedelta(days=5)).year
    page = signed_in(outsider).get(URL, {"direction": directions["Écoles"].pk, "year": year})
    assert "une seule à la fois" in page.text
    assert said([page.context["line"]]) == {"Toutes les idées": "15"}


def test_the_file_hides_the_same(directions, outsider, signed_in):
    sheet = load_workbook(BytesIO(signed_in(outsider).get(FILE).getvalue())).worksheets[0]
    counts = {(row[0], row[1]): row[2] for row in sheet.values}
    assert counts["Ensemble", "Toutes les idées"] == 15
    assert counts["Par direction concernée", "Archives"] == SUPPRESSED
    assert counts["Par direction concernée", "Parcs"] == SUPPRESSED
    assert counts["Par direction concernée", "Écoles"] == 8
