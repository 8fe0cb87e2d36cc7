"""Statistics on the public ideas: delays and counts, by year, direction and value.

A number about fewer than five people is never shown, nor one from which it could be computed. The three
breakdowns share only their total, and none is crossed with another: hiding one more line of a breakdown
is then enough.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import NBSP, number, plain
from core.people.models import Direction
from core.people.requests import AgentRequest
from core.web.charts import FEWEST, SUPPRESSED, Chart, bars, grouped
from core.web.fields import offer
from core.web.forms import FilterForm
from core.web.spreadsheets import table_response
from suggestions.states import Identity, State, Value

NOTHING = "–"
# Which ideas a measure is about.
ALL, ANSWERED, DECIDED, DUE, RETAINED = POPULATIONS = ("all", "answered", "decided", "due", "retained")
# Anonymous ideas are acknowledged by the next daily run, the others at once.
ANONYMOUS_DAYS = 1
# Words that a number of days follows.
HALF, MOST = "une idée sur deux en moins de", "neuf sur dix en moins de"
READ = """
    SELECT
        extract(year FROM received_at AT TIME ZONE %(zone)s)::int AS year,
        direction_id AS direction,
        value,
        -- Nobody knows how many people the anonymous ones come from.
        coalesce(author_id, 0) AS who,
        (CASE identity WHEN %(anonymous)s THEN %(anonymous_days)s ELSE 0 END)::float AS told_in,
        ((first_answered_at AT TIME ZONE %(zone)s)::date - (received_at AT TIME ZONE %(zone)s)::date)::float
            AS answered_in,
        ((decided_at AT TIME ZONE %(zone)s)::date - (received_at AT TIME ZONE %(zone)s)::date)::float
            AS decided_in,
        first_answered_at IS NOT NULL OR due_on < %(today)s AS is_due,
        coalesce((first_answered_at AT TIME ZONE %(zone)s)::date <= due_on, false) AS is_in_time,
        state = ANY(%(retained)s) AS is_retained,
        state = %(done)s AS is_done,
        (received_at AT TIME ZONE %(zone)s)::date AS received_on,
        due_on,
        (done_at AT TIME ZONE %(zone)s)::date AS done_on
    FROM suggestions_idea
    WHERE state = ANY(%(public)s) AND merged_into_id IS NULL
"""
WHICH = {
    ALL: "true",
    ANSWERED: "answered_in IS NOT NULL",
    DECIDED: "decided_in IS NOT NULL",
    DUE: "is_due",
    RETAINED: "is_retained",
}


def _people_of(populations: Mapping[str, str]) -> str:
    return ",\n".join(
        f"""count(*) FILTER (WHERE {which}) AS {name}_count,
        CASE WHEN count(DISTINCT who) FILTER (WHERE {which}) < %(fewest)s
             THEN coalesce(array_agg(DISTINCT who) FILTER (WHERE {which}), '{{}}') END AS {name}_few"""
        for name, which in populations.items()
    )


SPREAD = ",\n".join(
    f"percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {name}) AS {name}"
    for name in ("told_in", "answered_in", "decided_in")
)
STATEMENT = f"""
    WITH read AS ({READ})
    SELECT GROUPING(year, direction, value) AS level, year, direction, value, {_people_of(WHICH)}, {SPREAD},
        count(*) FILTER (WHERE is_in_time) AS in_time, count(*) FILTER (WHERE is_done) AS done
    FROM read GROUP BY GROUPING SETS ((), (year), (direction), (value))
"""  # noqa: S608  (made of the constants above alone)
# What happened to ideas between two days, whenever they were received.
WHEN = {
    "received": "received_on BETWEEN %(first)s AND %(last)s",
    "promised": "is_due AND due_on BETWEEN %(first)s AND %(last)s",
    "done": "is_done AND done_on BETWEEN %(first)s AND %(last)s",
}
BETWEEN = f"""
    WITH read AS ({READ})
    SELECT {_people_of(WHEN)}, count(*) FILTER (WHERE is_in_time AND {WHEN["promised"]}) AS in_time FROM read
"""  # noqa: S608  (the same)


@dataclass(frozen=True)
class People:
    """The ideas behind a number; `few` holds their authors when there are fewer than five, else None."""

    count: int
    few: frozenset[int] | None

    @property
    def is_told(self) -> bool:
        return self.few is None or not self.count


@dataclass(frozen=True)
class Statistic:
    """A number, or None when there is nothing to measure; `is_hidden` when it is about too few people."""

    value: float | None
    is_hidden: bool = False

    @property
    def cell(self) -> Any:
        return SUPPRESSED if self.is_hidden else self.value

    def __str__(self) -> str:
        if self.is_hidden:
            return SUPPRESSED
        if self.value is None:
            return NOTHING
        whole, _, decimal = f"{self.value:.1f}".partition(".")
        return number(int(whole)) + (f",{decimal}" if decimal != "0" else "")


HIDDEN = Statistic(None, is_hidden=True)


@dataclass(frozen=True)
class Measure:
    """`of` computes it from a row of the statement; `unit` follows « en »."""

    name: str
    label: str
    unit: str
    population: str
    of: Callable[[Mapping[str, Any]], float | None]


def _days(column: str, position: int) -> Callable[[Mapping[str, Any]], float | None]:
    return lambda row: round(row[column][position], 1) if row[column] else None


def _share(part: str, whole: str) -> Callable[[Mapping[str, Any]], float | None]:
    return lambda row: round(100 * row[part] / row[whole]) if row[whole] else None


MEASURES = [
    Measure("received", "Idées", "idées", ALL, lambda row: row["all_count"]),
    Measure("told_half", f"Accusé de réception, {HALF}", "jours", ALL, _days("told_in", 0)),
    Measure("told_most", f"Accusé de réception, {MOST}", "jours", ALL, _days("told_in", 1)),
    Measure("answered_half", f"Première réponse, {HALF}", "jours", ANSWERED, _days("answered_in", 0)),
    Measure("answered_most", f"Première réponse, {MOST}", "jours", ANSWERED, _days("answered_in", 1)),
    Measure("decided_half", f"Décision, {HALF}", "jours", DECIDED, _days("decided_in", 0)),
    Measure("decided_most", f"Décision, {MOST}", "jours", DECIDED, _days("decided_in", 1)),
    Measure("in_time", "Répondues à temps", "%", DUE, _share("in_time", "due_count")),
    Measure("retained", "Retenues", "%", DECIDED, _share("retained_count", "decided_count")),
    Measure("done", "Réalisées, parmi les retenues", "%", RETAINED, _share("done", "retained_count")),
]


@dataclass(frozen=True)
class BreakdownLine:
    """One year, direction or value, or all of them; `key` is its value in the query string."""

    key: str
    label: str
    figures: Mapping[str, Statistic]

    def __iter__(self) -> Iterator[tuple[Measure, Statistic]]:
        return ((measure, self.figures[measure.name]) for measure in MEASURES)

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each measure's label and its number in words: « 12 jours », « un jour », « 64 % »."""
        return [(measure.label, _said(measure, figure)) for measure, figure in self]


def _said(measure: Measure, figure: Statistic) -> str:
    if figure.value is None or measure.unit == "idées":
        return str(figure)
    if measure.unit == "jours":
        if not figure.value:
            return f"un{NBSP}jour"
        return f"{figure}{NBSP}jour" if figure.value < 2 else f"{figure}{NBSP}jours"
    return f"{figure}{NBSP}{measure.unit}"


@dataclass(frozen=True)
class Statistics:
    """`lines` are by « year », « direction » and « value »."""

    total: BreakdownLine
    lines: Mapping[str, Sequence[BreakdownLine]]


def load_statistics() -> Statistics:
    """Two statements, whatever the number of ideas."""
    total: dict[str, Any] | None = None
    by_level: dict[str, list[dict[str, Any]]] = {name: [] for name in ("year", "direction", "value")}
    for row in _rows(STATEMENT):
        # GROUPING sets a bit for each column that the row aggregates: 7 is the total.
        if row["level"] == 7:
            total = row
        else:
            by_level[{3: "year", 5: "direction", 6: "value"}[row["level"]]].append(row)
    assert total is not None
    concerned = Direction.objects.filter(pk__in=[row["direction"] for row in by_level["direction"]])
    names = dict(concerned.values_list("pk", "name"))
    order = {value: position for position, value in enumerate(Value.values)}
    by_level["year"].sort(key=lambda row: row["year"])
    by_level["direction"].sort(
        key=lambda row: (
            row["direction"] is None,
            plain(names.get(row["direction"], "")),
            row["direction"] or 0,
        )
    )
    by_level["value"].sort(key=lambda row: order.get(row["value"], len(order)))
    lines = {
        "year": _lines(by_level["year"], lambda row: (str(row["year"]), str(row["year"]))),
        "direction": _lines(
            by_level["direction"],
            lambda row: (str(row["direction"] or "toutes"), names.get(row["direction"], "Toute la mairie")),
        ),
        "value": _lines(
            by_level["value"],
            lambda row: (
                row["value"] or "aucune",
                str(Value(row["value"]).label) if row["value"] else "Valeur pas encore dite",
            ),
        ),
    }
    few = [name for name in POPULATIONS if not _people(total, name).is_told]
    return Statistics(_line(total, "", "Toutes les idées", hidden=few), lines)


def counts_between(first: date, last: date) -> dict[str, Statistic]:
    """`received`, `promised`, `in_time` and `done`, of the same ideas and under the same rule; both days included.

    As in the measures above, `in_time` is about those promised; None when no answer was due.
    """
    [row] = _rows(BETWEEN, first=first, last=last)
    told = {name: _people(row, name).is_told for name in WHEN}
    counts = {name: Statistic(row[f"{name}_count"]) if told[name] else HIDDEN for name in WHEN}
    in_time = Statistic(row["in_time"] if row["promised_count"] else None)
    return counts | {"in_time": in_time if told["promised"] else HIDDEN}


def _rows(statement: str, **period: date) -> list[dict[str, Any]]:
    given: dict[str, Any] = {
        **period,
        "zone": timezone.get_current_timezone_name(),
        "today": timezone.localdate(),
        "anonymous": Identity.ANONYMOUS.value,
        "anonymous_days": ANONYMOUS_DAYS,
        "retained": [State.RETAINED.value, State.IN_PROGRESS.value, State.DONE.value],
        "done": State.DONE.value,
        "public": [state.value for state in State.public()],
        "fewest": FEWEST,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# Suppression of small numbers


def hidden_lines(lines: Sequence[People], already: Collection[int] = ()) -> frozenset[int]:
    """The positions to hide in a breakdown whose total is shown: those of under five people, and one more if needed.

    What the total less the lines told comes from is then nothing, or two lines at least and five people at least.
    `already` are hidden for another reason. A line without an idea hides nothing and is always told.
    """
    hidden = {
        position
        for position, line in enumerate(lines)
        if line.count and (position in already or not line.is_told)
    }
    told = sorted(
        (line.count, position) for position, line in enumerate(lines) if line.count and position not in hidden
    )
    # The next smallest line is shown, so it has five people or more: hiding that one is enough.
    if hidden and told and not _is_crowd([lines[position] for position in hidden]):
        hidden.add(told[0][1])
    return frozenset(hidden)


def _is_crowd(lines: Sequence[People]) -> bool:
    known = [line.few for line in lines if line.few is not None]
    is_many = len(known) < len(lines) or len(frozenset().union(*known)) >= FEWEST
    return len(lines) > 1 and is_many


def _people(row: Mapping[str, Any], population: str) -> People:
    few = row[f"{population}_few"]
    return People(row[f"{population}_count"], None if few is None else frozenset(few))


def _lines(
    rows: Sequence[Mapping[str, Any]], name_of: Callable[[Mapping[str, Any]], tuple[str, str]]
) -> list[BreakdownLine]:
    # A line whose count is hidden hides all its other numbers.
    without_count = hidden_lines([_people(row, ALL) for row in rows])
    hidden = {
        population: without_count
        | hidden_lines([_people(row, population) for row in rows], already=without_count)
        for population in POPULATIONS
    }
    return [
        _line(row, *name_of(row), hidden=[name for name in POPULATIONS if position in hidden[name]])
        for position, row in enumerate(rows)
    ]


def _line(row: Mapping[str, Any], key: str, label: str, *, hidden: Collection[str]) -> BreakdownLine:
    figures = {
        measure.name: HIDDEN if measure.population in hidden else Statistic(measure.of(row))
        for measure in MEASURES
    }
    return BreakdownLine(key, label, figures)


BREAKDOWNS = [("year", "Par année"), ("direction", "Par direction concernée"), ("value", "Par valeur servie")]


class StatisticsForm(FilterForm):
    by = forms.ChoiceField(label="Découpage", required=False, choices=BREAKDOWNS)
    year = forms.ChoiceField(label="Année", required=False)
    direction = forms.ChoiceField(label="Direction", required=False)
    value = forms.ChoiceField(label="Valeur servie", required=False)

    def __init__(self, data: Any, *, statistics: Statistics) -> None:
        super().__init__(data)
        for name in ("year", "direction", "value"):
            offer(self, name, [("", "Toutes"), *((line.key, line.label) for line in statistics.lines[name])])

    @property
    def chosen(self) -> list[str]:
        """The breakdowns of which one line is asked for: at most one is shown."""
        return [name for name in ("year", "direction", "value") if self.cleaned_data[name]]


DELAYS = [
    ("Jours jusqu’à la première réponse", ("answered_half", "answered_most")),
    ("Jours jusqu’à la décision", ("decided_half", "decided_most")),
]
SHARES = ("in_time", "retained", "done")


@require_safe
def statistics(request: AgentRequest) -> HttpResponse:
    known = load_statistics()
    form = StatisticsForm.reading(request.GET, statistics=known)
    by = form.cleaned_data["by"] or "year"
    line = known.total
    if len(form.chosen) == 1:
        (name,) = form.chosen
        line = next(each for each in known.lines[name] if each.key == form.cleaned_data[name])
    context = {
        "form": form,
        "line": line,
        "is_crossed": len(form.chosen) > 1,
        "by": dict(BREAKDOWNS)[by],
        "charts": [] if form.chosen else _charts(known.lines[by], dict(BREAKDOWNS)[by].lower()),
    }
    return render(request, "suggestions/statistics/statistics.html", context)


@require_safe
def statistics_file(request: AgentRequest) -> HttpResponseBase:
    """The same, for a spreadsheet: what the page does not tell is not in it."""
    units = {measure: "" if measure.unit == "idées" else f" (en {measure.unit})" for measure in MEASURES}
    header = ["Découpage", "Ligne", *(f"{measure.label}{unit}" for measure, unit in units.items())]
    known = load_statistics()
    lines = [("Ensemble", known.total)]
    lines += [(label, line) for name, label in BREAKDOWNS for line in known.lines[name]]
    rows = ([label, line.label, *(figure.cell for _, figure in line)] for label, line in lines)
    return table_response(header, rows, name=f"idees-en-chiffres-{timezone.localdate():%Y-%m-%d}")


def _charts(lines: Sequence[BreakdownLine], by: str) -> list[Chart]:
    """In each, the lines where there is something to measure."""
    labels = {measure.name: measure.label for measure in MEASURES}
    delays = [
        grouped(f"{title}, {by}", (HALF, MOST), _measured(lines, names), unit="jours")
        for title, names in DELAYS
    ]
    shares = [bars(f"{labels[name]}, {by}", _alone(lines, name), unit="%") for name in SHARES]
    return [bars(f"Idées, {by}", _alone(lines, "received"), unit="idées"), *delays, *shares]


def _alone(lines: Sequence[BreakdownLine], name: str) -> list[tuple[str, float | None]]:
    return [(label, value) for label, (value,) in _measured(lines, [name])]


def _measured(lines: Sequence[BreakdownLine], names: Sequence[str]) -> list[tuple[str, list[float | None]]]:
    """None stands for a hidden number; the measures of `names` are about the same ideas."""
    return [
        (line.label, [line.figures[name].value for name in names])
        for line in lines
        if line.figures[names[0]].is_hidden or line.figures[names[0]].value is not None
    ]
