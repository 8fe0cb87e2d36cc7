"""Median, spread and disagreement against a reckoning by hand."""

from fractions import Fraction
from math import isclose, sqrt

from hypothesis import given
from hypothesis import strategies as some

from suggestions.evaluation.quorum import Marks, medians_of, result_of

CODES = ("simplicity", "sharing", "speed")
marks = some.one_of(some.none(), some.integers(0, 4))
weights = some.tuples(*(some.integers(1, 5) for _ in CODES))
rows = some.lists(some.tuples(some.tuples(*(marks for _ in CODES)), weights), max_size=9)
Rows = list[tuple[tuple[int | None, ...], tuple[int, ...]]]


def sheets(values: Rows) -> list[Marks]:
    return [
        {code: (mark, weight) for code, mark, weight in zip(CODES, given, weighted, strict=True)}
        for given, weighted in values
    ]


def middle(values: list[Fraction]) -> Fraction:
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def by_hand(values: Rows) -> dict[str, float | None]:
    scores = []
    for marked, weighted in values:
        pairs = [(m, w) for m, w in zip(marked, weighted, strict=True) if m is not None]
        if pairs:
            scores.append(Fraction(sum(m * w for m, w in pairs), sum(w for _, w in pairs)))
    deviations = []
    for column in range(len(CODES)):
        marked = [row[column] for row, _ in values if row[column] is not None]
        if len(marked) >= 2:
            mean = Fraction(sum(marked), len(marked))
            deviations.append(sqrt(sum((mark - mean) ** 2 for mark in marked) / len(marked)))
    return {
        "score": float(middle(scores)) if scores else None,
        "spread": float(max(scores) - min(scores)) if len(scores) > 1 else None,
        "disagreement": sum(deviations) / len(deviations) if deviations else None,
    }


def same(one: float | None, other: float | None) -> bool:
    return one is other is None or (
        one is not None and other is not None and isclose(one, other, abs_tol=1e-9)
    )


@given(rows)
def test_as_reckoned_by_hand(values):
    found, wanted = result_of(sheets(values)), by_hand(values)
    assert found.keys() == wanted.keys()
    assert all(same(found[name], wanted[name]) for name in wanted)


def test_medians_by_criterion():
    assert medians_of([{"a": 4, "b": None}, {"a": 1, "b": None}, {"a": 3, "b": None}]) == {"a": 3.0}
