"""Bar charts drawn by the server, each with its table: {% include "components/chart.html" with chart=… %}.

Widths are in percent and words keep their size, so that the same picture is read on a phone and at a desk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from core.french import number, spaced

type Value = int | float | Decimal | None

# Numbers about fewer people are not told, so that nobody is recognised in them.
FEWEST = 5
SUPPRESSED = "moins\u00a0de\u00a05"
# In pixels: a line of words, a bar, the space under a row. A label takes two lines of 30 signs at most.
LINE, THICKNESS, GAP = 20, 14, 14
SIGNS, LINES = 30, 2
# On paper, where the style sheets of the page do not reach into a picture.
INKS = ("#12355b", "#f5c518", "#1e6b45", "#ffffff", "#a3262a")


@dataclass(frozen=True)
class Word:
    """A line of text; `y` is its baseline."""

    text: str
    y: int
    kind: str


@dataclass(frozen=True)
class Bar:
    """`width` in percent of the picture; `series` counts from 1 and gives the colour."""

    y: int
    width: str
    series: int

    @property
    def ink(self) -> str:
        return INKS[(self.series - 1) % len(INKS)]


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Data of the component; `series` are the headers of the table's numbers."""

    title: str
    unit: str
    series: tuple[str, ...]
    rows: tuple[Row, ...]
    words: tuple[Word, ...]
    marks: tuple[Bar, ...]
    height: int
    thickness: int = THICKNESS

    @property
    def tiles(self) -> list[tuple[str, str]]:
        """Return the figures of a single row with their names; nothing for several."""
        if len(self.rows) != 1:
            return []
        row = self.rows[0]
        names = self.series if len(self.series) > 1 else (row.label,)
        cells = [
            spaced(f"{cell} %") if self.unit.startswith("%") and cell != SUPPRESSED else cell
            for cell in row.cells
        ]
        return list(zip(names, cells, strict=True))


def bars(title: str, rows: Iterable[tuple[str, Value]], *, unit: str) -> Chart:
    """One bar a row, in the order given. `unit` follows « en »: "idées", "jours", "%"; empty when there is none.

    None is a figure that is not told (fewer than five people): « moins de 5 », and no bar.
    """
    return grouped(title, (unit or "nombre",), [(label, (value,)) for label, value in rows], unit=unit)


def grouped(
    title: str, series: Sequence[str], rows: Iterable[tuple[str, Sequence[Value]]], *, unit: str
) -> Chart:
    """Several bars a row, one for each of `series`, which is named beside it; as `bars` otherwise.

    A single row has nothing to be compared with: the component shows its figures as tiles.
    """
    rows = [(label, tuple(values)) for label, values in rows]
    whole = _whole(unit, [value for _, values in rows for value in values])
    words: list[Word] = []
    marks: list[Bar] = []
    y = 0
    for label, values in rows:
        for line in _lines(label):
            y += LINE
            words.append(Word(line, y - 5, "label"))
        for position, (name, value) in enumerate(zip(series, values, strict=True), start=1):
            if len(series) > 1:
                y += LINE + 2
                words.append(Word(_lines(name)[0], y - 5, "series"))
            words.append(Word(_shown(value), y - 5, "value"))
            if value is not None and value > 0:
                marks.append(Bar(y, f"{float(value) / whole * 100:.2f}%", position))
                y += THICKNESS
        y += GAP
    table = tuple(Row(label, tuple(_shown(value) for value in values)) for label, values in rows)
    return Chart(title, unit, tuple(series), table, tuple(words), tuple(marks), y)


def _whole(unit: str, values: Iterable[Value]) -> float:
    largest = max((float(value) for value in values if value is not None), default=0.0)
    return max(largest, 100.0) if unit.startswith("%") else largest


def _lines(label: str) -> list[str]:
    return wrap(label, SIGNS, max_lines=LINES, placeholder="…") or ["–"]


def _shown(value: Value) -> str:
    """« 1 234 », « 12,5 », « moins de 5 »."""
    if value is None:
        return SUPPRESSED
    whole, _, decimals = f"{value:.2f}".rstrip("0").rstrip(".").partition(".")
    # « -0 » is what is left of a small negative.
    shown = number(int(whole)) if whole != "-0" else "0" if not decimals else "-0"
    return f"{shown},{decimals}" if decimals else shown
