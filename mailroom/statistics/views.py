from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast, get_args
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.ui.charts import Chart, bars
from core.ui.spreadsheets import Form, table_response
from mailroom.policies import is_mail_office
from mailroom.statistics import policies
from mailroom.statistics.compute import Line, Statistics, compute_statistics
from mailroom.statistics.forms import BREAKDOWNS, StatisticsForm

HEADER = [
    *("Découpage", "Ligne", "Reçus", "Répondus", "Échus ou répondus"),
    *("Répondus à temps", "Répondus à temps (en %)", "Délai médian (en jours)"),
]


@require_safe
def statistics(request: AgentRequest) -> HttpResponse:
    form, known = _asked(request)
    by = form.cleaned_data["par"] or "nature"
    lines = known.breakdown(by)
    context = {
        "form": form,
        "is_of_all": is_mail_office(request.user),
        "total": known.total,
        "by": dict(BREAKDOWNS)[by],
        "charts": _charts(lines),
        "lines": lines,
        "file_url": f"{reverse('mailroom:statistics_file')}?{urlencode(form.query)}",
    }
    return render(request, "mailroom/statistics/statistics.html", context)


@require_safe
def statistics_file(request: AgentRequest) -> HttpResponseBase:
    """The same, for a spreadsheet: no word of an item, and nobody's name."""
    kind = request.GET.get("format", "csv")
    if kind not in get_args(Form):
        raise Http404("Ce fichier n’existe pas.")
    _, known = _asked(request)
    name = f"courrier-en-chiffres-{timezone.localdate():%Y-%m-%d}"
    return table_response(HEADER, _rows(known), name=name, form=cast(Form, kind))


def _asked(request: AgentRequest) -> tuple[StatisticsForm, Statistics]:
    if not policies.may_see(request.user):
        raise PermissionDenied(
            "Ces chiffres sont pour le bureau du courrier et les responsables de direction."
        )
    items = policies.counted_for(request.user)
    years = [day.year for day in items.dates("received_on", "year", order="DESC")]
    form = StatisticsForm.reading(request.GET, years=years)
    return form, compute_statistics(form.filter(items), today=timezone.localdate())


def _charts(lines: list[Line]) -> list[Chart]:
    """In each, the lines where there is something to measure."""
    return [
        bars("Courriers reçus", [(line.label, line.received) for line in lines], unit="courriers"),
        bars(
            "Répondus à temps",
            [(line.label, line.rate) for line in lines if line.rate is not None],
            unit="%",
        ),
        bars(
            "Délai médian de la première réponse",
            [(line.label, line.delay) for line in lines if line.delay is not None],
            unit="jours",
        ),
    ]


def _rows(known: Statistics) -> Iterator[list[Any]]:
    yield _row("Ensemble", known.total)
    for name, label in BREAKDOWNS:
        for line in known.breakdown(name):
            yield _row(label, line)


def _row(breakdown: str, line: Line) -> list[Any]:
    counts = (line.received, line.answered, line.due, line.in_time)
    return [breakdown, line.label, *counts, line.rate, line.delay]
