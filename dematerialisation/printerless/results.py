"""Results of a day by direction. Those under five agents are grouped: three at least, of five people at least."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from core.people.models import Agent, Direction
from core.people.ordering import alphabetical
from core.web.charts import FEWEST, Chart, Value, bars, grouped
from dematerialisation.models import Hardest, PrinterlessDay, PrinterlessDirection

TOGETHER = 3
OTHERS = "Autres directions"


@dataclass(frozen=True, slots=True)
class Line:
    """One direction, or several told together: pages of an ordinary day, and of that one."""

    label: str
    before: int
    on_day: int

    @property
    def saved(self) -> int:
        return self.before - self.on_day


@dataclass(frozen=True, slots=True)
class Results:
    lines: list[Line]

    @property
    def before(self) -> int:
        return sum(line.before for line in self.lines)

    @property
    def on_day(self) -> int:
        return sum(line.on_day for line in self.lines)

    @property
    def saved(self) -> int:
        return self.before - self.on_day

    @property
    def excess(self) -> int:
        return -self.saved

    @property
    def chart(self) -> Chart:
        rows = [(line.label, (line.before, line.on_day)) for line in self.lines]
        return grouped(
            "Pages imprimées, par direction", ("un jour ordinaire", "ce jour-là"), rows, unit="pages"
        )


def results_of(day: PrinterlessDay) -> Results:
    """Directions with both figures, the largest saving first, then the small ones together: three statements."""
    rows = list(day.directions.select_related("direction").order_by(*alphabetical("direction__name")))
    sizes = _sizes() if rows else Counter()
    lines = [
        Line(row.direction.name, *row.counted)
        for row in rows
        if row.counted and not row.told and sizes[row.direction_id] >= FEWEST
    ]
    lines.sort(key=lambda line: -line.saved)
    if together := [row.told for row in rows if row.told]:
        lines.append(
            Line(OTHERS, sum(before for before, _ in together), sum(on_day for _, on_day in together))
        )
    return Results(lines)


def group_small_directions(day: PrinterlessDay) -> None:
    """Take what small directions say now into what is told of them, several at a time.

    Their sum never moves by one of them: who reads it twice would know that one's pages; of two, the head of one
    would know the other's. Called under the lock of the day.
    """
    sizes = _sizes()
    rows = [row for row in day.directions.all() if row.told or sizes[row.direction_id] < FEWEST]
    changed = [row for row in rows if row.counted != row.told]
    left = [row for row in rows if row.counted]
    if not _are_enough(changed, sizes) or (left and not _are_enough(left, sizes)):
        return
    for row in changed:
        row.told_before, row.told_on_day = row.counted or (None, None)
    PrinterlessDirection.objects.bulk_update(changed, ["told_before", "told_on_day"])


def _are_enough(rows: list[PrinterlessDirection], sizes: Counter[int]) -> bool:
    return len(rows) >= TOGETHER and sum(sizes[row.direction_id] for row in rows) >= FEWEST


def _sizes() -> Counter[int]:
    """Agents at work by unit, those of the units below included."""
    parents = dict(Direction.objects.values_list("pk", "parent"))
    counts = Agent.objects.active().order_by().values_list("direction").annotate(Count("pk"))
    sizes: Counter[int] = Counter()
    for unit, count in counts:
        while unit is not None:
            sizes[unit] += count
            unit = parents[unit]
    return sizes


def hardest_of(day: PrinterlessDay) -> Chart | None:
    """Chart what agents found hardest; a count under five is hidden, and no chart is made when none reaches it."""
    counts = dict(
        day.agents.exclude(hardest="").order_by().values_list("hardest").annotate(count=Count("pk"))
    )
    if max(counts.values(), default=0) < FEWEST:
        return None
    rows: list[tuple[str, Value]] = [
        (str(Hardest(name).label), count if count >= FEWEST else None)
        for name, count in sorted(counts.items(), key=lambda each: -each[1])
    ]
    return bars("Le plus difficile ce jour-là", rows, unit="réponses")
