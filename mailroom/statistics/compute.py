"""Count what was received and answered, by kind and by direction.

The delay runs from the reception to the first answer; it is in time by what was promised when that answer left. What
was filed or passed on without an answer is received, and never late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
)

from core.people.ordering import alphabetical
from core.ui.french import plain
from mailroom.models import Answer
from mailroom.querysets import ItemQuerySet, is_late


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
            for row in sorted(directions, key=lambda row: _alphabetical(row["direction__name"]))
        ],
    )


def _alphabetical(name: str | None) -> tuple[bool, str]:
    return name is None, plain(name or "")


def _line(label: str, row: Mapping[str, Any]) -> Line:
    median: timedelta | None = row["median"]
    delay = None if median is None else round(median / timedelta(days=1), 1)
    return Line(label, row["received_count"], row["answered"], row["due"], row["in_time"], delay)
