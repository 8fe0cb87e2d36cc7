"""Figures of an article, frozen with it: counts, a chart and a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from core.ui.charts import Chart, grouped
from core.ui.french import spaced


@dataclass(frozen=True)
class Bars:
    title: str
    series: list[str]
    rows: list[tuple[str, list[int]]]


@dataclass(frozen=True)
class Table:
    """`rows` are cells of text or numbers; the first of each names its row."""

    caption: str
    header: list[str]
    rows: list[list[str | int]]


@dataclass(frozen=True)
class Figures:
    """`counts` are (label, number); all of one day, which the article keeps."""

    counts: list[tuple[str, int]]
    bars: Bars
    table: Table

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Figures:
        counts = [(label, count) for label, count in kept["counts"]]
        return cls(counts, Bars(**kept["bars"]), Table(**kept["table"]))

    @property
    def chart(self) -> Chart:
        return grouped(self.bars.title, self.bars.series, self.bars.rows, unit="")

    @property
    def as_text(self) -> str:
        """The counts, then the table with tabulations, which a layout program makes a table of."""
        rows = [self.table.header, *([str(cell) for cell in row] for row in self.table.rows)]
        lines = [spaced(f"{label} : {count}") for label, count in self.counts]
        return "\n".join([*lines, "", self.table.caption, *("\t".join(row) for row in rows)])
