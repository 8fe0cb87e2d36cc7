"""Median, spread and disagreement against a reckoning by hand."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from suggestions.evaluation.quorum import MarkSheet, Result, medians_of, result_of

CODES = ("simplicity", "sharing", "speed")
marks = some.one_of(some.none(), some.integers(0, 4))
weights = some.tuples(*(some.integers(1, 5) for _ in CODES))
rows = some.lists(some.tuples(some.tuples(*(marks for _ in CODES)), weights, some.integers(0, 3)), max_size=9)


def sheets(values: list[tuple[tuple[int | None, ...], tuple[int, ...], int]]) -> list[MarkSheet]:
    return [
        MarkSheet(
            {code: (mark, weight) for code, mark, weight in zip(CODES, given, weighted, strict=True)}, vetoes
        )
        for given, weighted, vetoes in values
    ]


def middle(values: list[Fraction]) -> Fraction:
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def by_hand(values: list[tuple[tuple[int | None, ...], tuple[int, ...], int]]) -> Result:
    scores = []
    for marked, weighted, _ in values:
        pairs = [(m, w) for m, w in zip(marked, weighted, strict=True) if m is not None]
        if pairs:
            scores.append(Fraction(sum(m * w for m, w in pairs), sum(w for _, w in pairs)))
    deviations = []
    for column in range(len(CODES)):
        marked = [row[column] for row, _, _ in values if row[column] is not None]
        if len(marked) >= 2:
            mean = Fraction(sum(marked), len(marked))
            deviations.append(sqrt(sum((mark - mean) ** 2 for mark in marked) / len(marked)))
    return Result(
        float(middle(scores)) if scores else None,
        float(max(scores) - min(scores)) if len(scores) > 1 else None,
        sum(deviations) / len(deviations) if deviations else None,
        sum(vetoes for _, _, vetoes in values),
    )


def same(one: float | None, other: float | None) -> bool:
    return one is other is None or (
        one is not None and other is not None and isclose(one, other, abs_tol=1e-9)
    )


@given(rows)
def test_as_reckoned_by_hand(values):
    found, wanted = result_of(sheets(values)), by_hand(values)
    assert same(found.score, wanted.score)
    assert same(found.spread, wanted.spread)
    assert same(found.disagreement, wanted.disagreement)
    assert found.vetoes == wanted.vetoes


@given(rows)
def test_whoever_cannot_judge_counts_as_nothing(values):
    silent = ((None, None, None), (1, 1, 1), 0)
    assert result_of(sheets([*values, silent])) == result_of(sheets(values))


@given(rows)
def test_within_bounds(values):
    found = result_of(sheets(values))
    for value, most in ((found.score, 4), (found.spread, 4), (found.disagreement, 2)):
        assert value is None or 0 <= value <= most


def test_two_camps_show_although_their_scores_agree():
    camps = sheets([((4, 0, 2), (1, 1, 1), 0), ((0, 4, 2), (1, 1, 1), 0)])
    found = result_of(camps)
    assert (found.score, found.spread) == (2, 0)
    assert found.disagreement == pytest.approx(4 / 3)


def test_medians_by_criterion():
    assert medians_of([{"a": 4, "b": None}, {"a": 1, "b": None}, {"a": 3, "b": None}]) == {"a": 3.0}
