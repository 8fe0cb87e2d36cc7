"""What was seen, what was promised, and the table that says so."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from config.messages import Refusal


@dataclass(frozen=True)
class Figure:
    """One measured claim, and whether its promise is kept."""

    name: str
    seen: str
    goal: str
    is_met: bool
    note: str = ""

    @property
    def verdict(self) -> str:
        return "met" if self.is_met else "missed"


def at_most(name: str, value: float, goal: float, unit: str = "", *, note: str = "") -> Figure:
    """A figure that must not exceed its goal, judged before it is rounded for the table."""
    return Figure(name, f"{value:.2f}{unit}", f"≤ {goal:g}{unit}", value <= goal, note)


def exactly(name: str, value: int, goal: int, *, note: str = "") -> Figure:
    return Figure(name, str(value), f"= {goal}", value == goal, note)


def percentile(times: Sequence[float], share: float) -> float:
    """The smallest of these durations that so large a share of them does not exceed: 0.95 for the p95."""
    return sorted(times)[max(math.ceil(share * len(times)), 1) - 1]


def table(figures: Iterable[Figure]) -> str:
    """One figure a line, its note at the end."""
    rows = [("figure", "seen", "goal", "verdict", "")]
    rows += [(figure.name, figure.seen, figure.goal, figure.verdict, figure.note) for figure in figures]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def wait_until(said: Callable[[], Any], *, patience: float = 1800, every: float = 0.01) -> float:
    """Return the seconds that it took; raises Refusal when it never comes."""
    began = time.perf_counter()
    while not said():
        if time.perf_counter() - began > patience:
            raise Refusal("what the measure waited for did not come")
        time.sleep(every)
    return time.perf_counter() - began
