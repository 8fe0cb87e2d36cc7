import pytest

from benchmarks.measure import at_least, at_most, exactly, percentile, table


@pytest.mark.parametrize(
    ("value", "verdict"), [(2.9, "met"), (3.0, "met"), (3.0001, "missed"), (12.0, "missed")]
)
def test_a_goal_is_a_ceiling_judged_before_rounding(value, verdict):
    assert at_most("day", value, 3, " ×").verdict == verdict


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.6, "met"), (0.5, "met"), (0.4999, "missed"), (0.0, "missed")]
)
def test_a_share_is_a_floor_judged_before_rounding(value, verdict):
    assert at_least("taking in", value, 0.5).verdict == verdict


@pytest.mark.parametrize(("value", "is_met"), [(99, False), (100, True), (101, False)])
def test_a_race_accepts_neither_more_nor_fewer(value, is_met):
    assert exactly("accepted", value, 100).is_met is is_met


@pytest.mark.parametrize(("count", "seen"), [(1, 0.0), (10, 9.0), (20, 18.0), (100, 94.0), (101, 95.0)])
def test_the_p95_leaves_one_in_twenty_above_it(count, seen):
    assert percentile([float(number) for number in reversed(range(count))], 0.95) == seen


def test_the_table_aligns_and_keeps_each_note():
    figures = [at_most("day", 2.5, 3, " ×", note="10.00 ms"), exactly("statements", 13, 12)]
    assert table(figures).splitlines() == [
        "figure      seen    goal   verdict",
        "day         2.50 ×  ≤ 3 ×  met      10.00 ms",
        "statements  13      = 12   missed",
    ]
