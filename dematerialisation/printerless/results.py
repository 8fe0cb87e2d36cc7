"""What a day gives by direction. Directions under five agents are told together, and always at least five people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from core.people.models import Agent, Direction
from core.ui.charts import Chart, Value, bars, grouped
from dematerialisation.models import Hardest, PrinterlessDay

LEAST, FEWEST = 5, 3
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
    """Directions with both figures, the largest saving first: three statements."""
    rows = day.directions.filter(pages_before__isnull=False, pages_on_day__isnull=False)
    known = rows.select_related("direction").order_by("direction__name")
    sizes = _sizes() if known else {}
    sized = [
        (
            sizes.get(row.direction_id, 0),
            Line(row.direction.name, row.pages_before or 0, row.pages_on_day or 0),
        )
        for row in known
    ]
    return Results(_told(sized))


def _told(sized: Iterable[tuple[int, Line]]) -> list[Line]:
    """Small ones are added up, with the next larger ones until they are five people of three directions.

    Of two, each would read the other's pages by taking its own away; fewer in all are not told.
    """
    left = sorted(sized, key=lambda each: each[0])
    people, together = 0, list[Line]()
    while left and (left[0][0] < LEAST or (together and not _are_enough(people, together))):
        size, line = left.pop(0)
        people += size
        together.append(line)
    lines = sorted((line for _, line in left), key=lambda line: -line.saved)
    if _are_enough(people, together):
        before, on_day = (sum(getattr(line, name) for line in together) for name in ("before", "on_day"))
        lines.append(Line(OTHERS, before, on_day))
    return lines


def _are_enough(people: int, together: list[Line]) -> bool:
    return people >= LEAST and len(together) >= FEWEST


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
    """What agents found hardest; a count under five is not told, and no chart when none reaches it."""
    counts = dict(
        day.agents.exclude(hardest="").order_by().values_list("hardest").annotate(count=Count("pk"))
    )
    if max(counts.values(), default=0) < LEAST:
        return None
    rows: list[tuple[str, Value]] = [
        (str(Hardest(name).label), count if count >= LEAST else None)
        for name, count in sorted(counts.items(), key=lambda each: -each[1])
    ]
    return bars("Le plus difficile ce jour-là", rows, unit="réponses")
