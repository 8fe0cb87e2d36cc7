"""Mail in figures, for its office and for those who head a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.views.decorators.http import require_safe

from core.french import plain
from core.people.models import Agent, Direction
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.charts import Chart, bars
from core.web.fields import offer
from core.web.forms import FilterForm
from core.web.spreadsheets import table_response
from mailroom.models import Answer, Item, State
from mailroom.policies import is_mail_office
from mailroom.querysets import ItemQuerySet, headed_by, is_late


def may_see(agent: Agent) -> bool:
    return is_mail_office(agent) or (agent.is_at_work and _headed_by(agent).exists())


def counted_for(agent: Agent) -> ItemQuerySet:
    """All to the mail office; to others what is in the charge of the units that they head, and their services."""
    items = Item.objects.exclude(state=State.SPAM)
    return items if is_mail_office(agent) else items.filter(direction__in=_headed_by(agent))


def _headed_by(agent: Agent) -> QuerySet[Direction]:
    return Direction.objects.filter(headed_by(agent)).order_by()


class Median(Aggregate):
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Line:
    """`in_time` and `due` count items; `delay` is the median in days, None without an answer."""

    label: str
    received: int
    answered: int
    due: int
    in_time: int
    delay: float | None

    @property
    def rate(self) -> int | None:
        """In percent, of those that were answered or whose day has passed."""
        return round(100 * self.in_time / self.due) if self.due else None


@dataclass(frozen=True)
class Statistics:
    total: Line
    by_kind: list[Line]
    by_direction: list[Line]

    def breakdown(self, name: str) -> list[Line]:
        return self.by_direction if name == "direction" else self.by_kind


def compute_statistics(items: ItemQuerySet, *, today: date) -> Statistics:
    """Three statements, whatever the number of items."""
    first = Answer.objects.filter(item=OuterRef("pk")).order_by("at", "pk")
    measured = items.order_by().annotate(
        sent_on=Subquery(first.values("sent_on")[:1]),
        promised_on=Subquery(first.values("due_on")[:1]),
        delay=ExpressionWrapper(F("sent_on") - F("received_on"), output_field=DurationField()),
    )
    is_due = Q(sent_on__isnull=False) | is_late(on=today)
    measures = {
        "received_count": Count("pk"),
        "answered": Count("pk", filter=Q(sent_on__isnull=False)),
        "due": Count("pk", filter=is_due),
        "in_time": Count("pk", filter=Q(sent_on__lte=F("promised_on"))),
        "median": Median("delay", output_field=DurationField()),
    }
    kinds = measured.values("kind__position", "kind__name").annotate(**measures)
    directions = measured.values("direction__name").annotate(**measures)
    return Statistics(
        total=_line("Ensemble", measured.aggregate(**measures)),
        by_kind=[
            _line(row["kind__name"] or "Sans nature", row)
            for row in kinds.order_by(F("kind__position").asc(nulls_last=True), *alphabetical("kind__name"))
        ],
        by_direction=[
            _line(row["direction__name"] or "À attribuer", row)
            # What has no direction yet comes last.
            for row in sorted(
                directions, key=lambda row: (not row["direction__name"], plain(row["direction__name"] or ""))
            )
        ],
    )


def _line(label: str, row: Mapping[str, Any]) -> Line:
    median: timedelta | None = row["median"]
    delay = None if median is None else round(median / timedelta(days=1), 1)
    return Line(label, row["received_count"], row["answered"], row["due"], row["in_time"], delay)


BREAKDOWNS = [("nature", "Par nature"), ("direction", "Par direction")]


class StatisticsForm(FilterForm):
    annee = forms.ChoiceField(label="Année", required=False)
    mois = forms.ChoiceField(
        label="Mois",
        required=False,
        choices=[("", "Tous"), *((str(number), str(name)) for number, name in MONTHS.items())],
    )
    par = forms.ChoiceField(label="Découpage", required=False, choices=BREAKDOWNS)

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        offer(self, "annee", [("", "Toutes"), *((str(year), str(year)) for year in years)])

    def filter(self, items: ItemQuerySet) -> ItemQuerySet:
        asked = {"received_on__year": "annee", "received_on__month": "mois"}
        data = self.cleaned_data
        return items.filter(**{look_up: data[name] for look_up, name in asked.items() if data[name]})

    @property
    def query(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("annee", "mois") if self.cleaned_data[name]}

    @property
    def period(self) -> str:
        """« octobre 2026 », « 2026 », « octobre, toutes années » ; empty for all."""
        year, month = self.cleaned_data["annee"], self.cleaned_data["mois"]
        name = str(MONTHS[int(month)]) if month else ""
        return " ".join(filter(None, (name, year))) if year or not name else f"{name}, toutes années"


HEADER = [
    *("Découpage", "Ligne", "Reçus", "Répondus", "Échus ou répondus"),
    *("Répondus à temps", "Répondus à temps (en %)", "Un courrier sur deux répondu en (jours)"),
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
    _, known = _asked(request)
    name = f"courrier-en-chiffres-{timezone.localdate():%Y-%m-%d}"
    parts = [_row(label, line) for part, label in BREAKDOWNS for line in known.breakdown(part)]
    return table_response(HEADER, [_row("Ensemble", known.total), *parts], name=name)


def _asked(request: AgentRequest) -> tuple[StatisticsForm, Statistics]:
    if not may_see(request.user):
        raise PermissionDenied(
            "Ces chiffres sont pour le bureau du courrier et les responsables de direction."
        )
    items = counted_for(request.user)
    years = [day.year for day in items.dates("received_on", "year", order="DESC")]
    form = StatisticsForm.reading(request.GET, years=years)
    return form, compute_statistics(form.filter(items), today=timezone.localdate())


def _charts(lines: list[Line]) -> list[Chart]:
    """In each, the lines where there is something to measure."""
    return [
        bars("Courriers reçus", [(line.label, line.received) for line in lines], unit="courriers"),
        bars(
            "Répondus à temps", [(line.label, line.rate) for line in lines if line.rate is not None], unit="%"
        ),
        bars(
            "Pour répondre à un courrier sur deux",
            [(line.label, line.delay) for line in lines if line.delay is not None],
            unit="jours",
        ),
    ]


def _row(breakdown: str, line: Line) -> list[Any]:
    counts = (line.received, line.answered, line.due, line.in_time)
    return [breakdown, line.label, *counts, line.rate, line.delay]
