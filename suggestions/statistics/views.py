from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.ui.charts import Chart, bars, grouped
from core.ui.filters import FilterForm
from core.ui.spreadsheets import table_response
from suggestions.statistics import measures
from suggestions.statistics.measures import MEASURES, BreakdownLine, Statistics

BREAKDOWNS = [("year", "Par année"), ("direction", "Par direction concernée"), ("value", "Par valeur servie")]


class StatisticsForm(FilterForm):
    by = forms.ChoiceField(label="Découpage", required=False, choices=BREAKDOWNS)
    year = forms.ChoiceField(label="Année", required=False)
    direction = forms.ChoiceField(label="Direction", required=False)
    value = forms.ChoiceField(label="Valeur servie", required=False)

    def __init__(self, data: Any, *, statistics: Statistics) -> None:
        super().__init__(data)
        for name in ("year", "direction", "value"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Toutes"), *((line.key, line.label) for line in statistics.breakdown(name))]

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
    """For every agent: what becomes of ideas, in numbers."""
    known = measures.load_statistics()
    form = StatisticsForm.reading(request.GET, statistics=known)
    by = form.cleaned_data["by"] or "year"
    line = known.total
    if len(form.chosen) == 1:
        (name,) = form.chosen
        line = next(each for each in known.breakdown(name) if each.key == form.cleaned_data[name])
    context = {
        "form": form,
        "line": line,
        "is_crossed": len(form.chosen) > 1,
        "by": dict(BREAKDOWNS)[by],
        "charts": [] if form.chosen else _charts(known.breakdown(by), dict(BREAKDOWNS)[by].lower()),
    }
    return render(request, "suggestions/statistics/statistics.html", context)


@require_safe
def statistics_file(request: AgentRequest) -> HttpResponseBase:
    """The same, for a spreadsheet: what the page does not tell is not in it."""
    form = request.GET.get("format", "")
    header = ["Découpage", "Ligne", *(_title(measure) for measure in MEASURES)]
    name = f"idees-en-chiffres-{timezone.localdate():%Y-%m-%d}"
    return table_response(
        header, _rows(measures.load_statistics()), name=name, form="xlsx" if form == "xlsx" else "csv"
    )


def _title(measure: measures.Measure) -> str:
    return measure.label if measure.unit == "idées" else f"{measure.label} (en {measure.unit})"


def _rows(known: Statistics) -> Iterator[list[Any]]:
    yield _row("Ensemble", known.total)
    for name, label in BREAKDOWNS:
        for line in known.breakdown(name):
            yield _row(label, line)


def _row(breakdown: str, line: BreakdownLine) -> list[Any]:
    return [breakdown, line.label, *(figure.cell for _, figure in line)]


def _charts(lines: Sequence[BreakdownLine], by: str) -> list[Chart]:
    """In each, the lines where there is something to measure."""
    labels = {measure.name: measure.label for measure in MEASURES}
    delays = [
        grouped(f"{title}, {by}", (measures.HALF, measures.MOST), _measured(lines, names), unit="jours")
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
