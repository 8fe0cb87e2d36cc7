"""The figures against a reckoning by hand, and what is never told."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from math import ceil, floor
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from core.french import day_of
from core.people.models import Agent, Direction
from core.web.charts import FEWEST, SUPPRESSED
from suggestions import statistics
from suggestions.models import Idea
from suggestions.states import Identity, State, Value
from suggestions.statistics import MEASURES, People, hidden_lines
from tests.factories import AgentFactory, DirectionFactory
from tests.suggestions.factories import IdeaFactory, idea_in

URL = reverse("suggestions:statistics")
FILE = reverse("suggestions:statistics_file")
db = pytest.mark.django_db


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

_numbers = count(1)
NOW = timezone.now()
SPECS = some.lists(
    some.fixed_dictionaries(
        {
            "state": some.sampled_from(list(State)),
            "age": some.integers(0, 800),
            "author": some.integers(0, 11),
            "direction": some.integers(0, 3),
            "value": some.sampled_from(["", *Value.values]),
            "answered_in": some.one_of(some.none(), some.integers(0, 60)),
            "decided_in": some.integers(0, 120),
            "is_merged": some.sampled_from([False, False, False, True]),
        }
    ),
    max_size=45,
)


def idea_of(spec: dict[str, Any], people: list[Agent], directions: list[Direction | None]) -> Idea:
    """A row that the database takes; the person 0 gives no name."""
    received = NOW - timedelta(days=spec["age"])
    state, author = spec["state"], people[spec["author"]] if spec["author"] else None
    fields: dict[str, Any] = {}
    if state not in (State.RECEIVED, State.SET_ASIDE, State.WITHDRAWN):
        fields = {"taken_at": received, "member_in_charge": people[0], "year": 2026, "number": next(_numbers)}
        if spec["answered_in"] is not None:
            fields["first_answered_at"] = received + timedelta(days=spec["answered_in"])
        if state != State.UNDER_STUDY:
            fields["decided_at"] = received + timedelta(days=spec["decided_in"])
            fields.setdefault("first_answered_at", fields["decided_at"])
        if state in (State.IN_PROGRESS, State.DONE):
            fields["started_at"] = fields["decided_at"]
        if state == State.DONE:
            fields["done_at"] = fields["decided_at"]
    elif state == State.SET_ASIDE:
        fields = {"set_aside_at": received, "set_aside_reason": "Non."}
    elif state == State.WITHDRAWN:
        fields = {"withdrawn_at": received}
    fields |= {"author": author, "identity": Identity.NAMED if author else Identity.ANONYMOUS}
    fields |= {"direction": directions[spec["direction"]], "value": spec["value"]}
    made: Idea = IdeaFactory.build(state=state, received_at=received, **fields)
    return made


def centile(values: list[float], part: float) -> float | None:
    """Between the two nearest, as percentile_cont says it."""
    if not values:
        return None
    values = sorted(values)
    at = part * (len(values) - 1)
    low, high = values[floor(at)], values[ceil(at)]
    return low + (high - low) * (at - floor(at))


def share(part: list[Any], whole: list[Any]) -> float | None:
    return 100 * len(part) / len(whole) if whole else None


def by_hand(ideas: list[Idea]) -> dict[str, tuple[float | None, set[int]]]:
    """Each measure, and the people behind it."""

    def days(moment: datetime | None, idea: Idea) -> int:
        assert moment
        return (day_of(moment) - day_of(idea.received_at)).days

    def who(some_ideas: list[Idea]) -> set[int]:
        return {idea.author_id or 0 for idea in some_ideas}

    answered = [idea for idea in ideas if idea.first_answered_at]
    decided = [idea for idea in ideas if idea.decided_at]
    due = [idea for idea in ideas if idea.first_answered_at or idea.due_on < timezone.localdate()]
    in_time = [idea for idea in answered if day_of(idea.first_answered_at) <= idea.due_on]  # type: ignore[arg-type]  # (answered)
    retained = [idea for idea in ideas if idea.state in (State.RETAINED, State.IN_PROGRESS, State.DONE)]
    done = [idea for idea in ideas if idea.state == State.DONE]
    told = [1.0 if idea.identity == Identity.ANONYMOUS else 0.0 for idea in ideas]
    until = [float(days(idea.first_answered_at, idea)) for idea in answered]
    decision = [float(days(idea.decided_at, idea)) for idea in decided]
    return {
        "received": (len(ideas), who(ideas)),
        "told_half": (centile(told, 0.5), who(ideas)),
        "told_most": (centile(told, 0.9), who(ideas)),
        "answered_half": (centile(until, 0.5), who(answered)),
        "answered_most": (centile(until, 0.9), who(answered)),
        "decided_half": (centile(decision, 0.5), who(decided)),
        "decided_most": (centile(decision, 0.9), who(decided)),
        "in_time": (share(in_time, due), who(due)),
        "retained": (share(retained, decided), who(decided)),
        "done": (share(done, retained), who(retained)),
    }


def assert_line(line: statistics.BreakdownLine, ideas: list[Idea], *, is_total: bool = False) -> None:
    expected = by_hand(ideas)
    assert set(expected) == {measure.name for measure in MEASURES}
    for measure, figure in line:
        value, people = expected[measure.name]
        if 0 < len(people) < FEWEST:
            assert figure.is_hidden, measure
        if figure.is_hidden:
            assert figure.value is None
            assert not is_total or 0 < len(people) < FEWEST
        elif value is None:
            assert figure.value is None
        else:
            assert figure.value is not None
            # Said with one decimal, a share without.
            assert abs(figure.value - value) <= (0.5 if measure.unit == "%" else 0.05) + 1e-9, measure


@db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(specs=SPECS)
def test_as_reckoned_by_hand(specs, shared_people):
    people, directions = shared_people
    with transaction.atomic():
        head = IdeaFactory.create(author=people[1])
        ideas = [idea_of(spec, people, directions) for spec in specs]
        for idea, spec in zip(ideas, specs, strict=True):
            if spec["is_merged"]:
                idea.merged_into = idea.head = head
        Idea.objects.bulk_create(ideas)
        known = statistics.load_statistics()
        transaction.set_rollback(True)
    read = [idea for idea in ideas if idea.is_public and not idea.merged_into_id]
    assert_line(known.total, read, is_total=True)
    keys: dict[str, Callable[[Idea], str]] = {
        "year": lambda idea: str(day_of(idea.received_at).year),
        "direction": lambda idea: str(idea.direction_id or "toutes"),
        "value": lambda idea: idea.value or "aucune",
    }
    for name, key in keys.items():
        groups: dict[str, list[Idea]] = defaultdict(list)
        for idea in read:
            groups[key(idea)].append(idea)
        assert {line.key for line in known.lines[name]} == set(groups)
        for line in known.lines[name]:
            assert_line(line, groups[line.key])
        assert_safe(known, name, groups)


def assert_safe(known: statistics.Statistics, name: str, groups: dict[str, list[Idea]]) -> None:
    """What the total leaves of each measure is of five people and two lines, or of nobody."""
    for measure in MEASURES:
        if known.total.figures[measure.name].is_hidden:
            continue
        rest = [
            by_hand(groups[line.key])[measure.name][1]
            for line in known.lines[name]
            if line.figures[measure.name].is_hidden
        ]
        rest = [people for people in rest if people]
        assert not rest or len(set().union(*rest)) >= FEWEST, measure


@pytest.fixture
def shared_people(db: None) -> tuple[list[Agent], list[Direction | None]]:
    return [AgentFactory.create() for _ in range(12)], [None, *(DirectionFactory.create() for _ in range(3))]


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
