"""Taking turns, medians, verdicts and the table: what every benchmark says its figures with."""

import gc
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

REQUESTS = 200
WARM_UP = 10


@dataclass(frozen=True)
class Figure:
    """One measured claim: what was seen, what was promised, and whether the promise is kept."""

    name: str
    seen: str
    goal: str
    is_met: bool
    note: str = ""

    @property
    def verdict(self) -> str:
        return "met" if self.is_met else "MISSED"


def at_most(
    name: str, value: float, goal: float, unit: str = "", *, note: str = "", digits: int = 2
) -> Figure:
    """A figure that must not exceed its goal, judged before it is rounded for the table."""
    return Figure(name, f"{value:.{digits}f}{unit}", f"≤ {goal:g}{unit}", value <= goal, note)


def at_least(
    name: str, value: float, goal: float, unit: str = "", *, note: str = "", digits: int = 2
) -> Figure:
    """A figure that must reach its goal."""
    return Figure(name, f"{value:.{digits}f}{unit}", f"≥ {goal:g}{unit}", value >= goal, note)


def exactly(name: str, value: int, goal: int, *, note: str = "") -> Figure:
    return Figure(name, str(value), f"= {goal}", value == goal, note)


def take_turns(
    contenders: Mapping[str, Callable[[], object]], *, requests: int = REQUESTS, warm_up: int = WARM_UP
) -> dict[str, float]:
    """The median duration of each contender in milliseconds, over interleaved calls."""
    spent = durations(contenders, requests=requests, warm_up=warm_up)
    return {name: median(times) for name, times in spent.items()}


def durations(
    contenders: Mapping[str, Callable[[], object]], *, requests: int = REQUESTS, warm_up: int = WARM_UP
) -> dict[str, list[float]]:
    """Every duration of each contender in milliseconds, over interleaved calls.

    Each round calls every contender once and starts with another one, so that a slow moment of the machine, or the
    state that one leaves the processor's caches in, falls on all alike.
    """
    names = list(contenders)
    seen: dict[str, list[float]] = {name: [] for name in names}
    for number in range(-warm_up, requests):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            # Before the clock starts: otherwise one contender pays for what the one before it left behind.
            gc.collect(0)
            start = time.perf_counter_ns()
            contenders[name]()
            spent = time.perf_counter_ns() - start
            if number >= 0:
                seen[name].append(spent / 1e6)
    return seen


def percentile(times: Sequence[float], share: float) -> float:
    """The smallest of these durations that so large a share of them does not exceed: 0.95 for the p95."""
    return sorted(times)[max(math.ceil(share * len(times)), 1) - 1]


def ratio_to_floor(page: float, *floor: float) -> float:
    """How many times the least that could be done the page takes."""
    return page / sum(floor)


def described(medians: Mapping[str, float]) -> str:
    """« page 12.30 ms, empty view 2.10 ms »."""
    return ", ".join(f"{name} {value:.2f} ms" for name, value in medians.items())


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns, each note on a line of its own below its figure."""
    rows = [("figure", "seen", "goal", "verdict", "")]
    rows += [(figure.name, figure.seen, figure.goal, figure.verdict, figure.note) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = []
    for number, (*cells, note) in enumerate(rows):
        name, *others = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        lines.append("  ".join([name, *others]).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
        if note:
            lines.append(f"    {note}")
    return "\n".join(lines)


def exit_status(figures: Iterable[Figure]) -> int:
    """0 when every goal is met."""
    return 0 if all(figure.is_met for figure in figures) else 1
