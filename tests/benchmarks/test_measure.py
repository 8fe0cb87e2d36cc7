import pytest

from benchmarks import measure
from benchmarks.measure import (
    Figure,
    at_least,
    at_most,
    exactly,
    exit_status,
    percentile,
    ratio_to_floor,
    table,
    take_turns,
)


@pytest.mark.parametrize(
    ("value", "verdict"), [(2.9, "met"), (3.0, "met"), (3.0001, "MISSED"), (12.0, "MISSED")]
)
def test_a_goal_is_a_ceiling_judged_before_rounding(value: float, verdict: str) -> None:
    assert at_most("day", value, 3, " ×").verdict == verdict


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.6, "met"), (0.5, "met"), (0.4999, "MISSED"), (0.0, "MISSED")]
)
def test_a_share_is_a_floor_judged_before_rounding(value: float, verdict: str) -> None:
    assert at_least("taking in", value, 0.5).verdict == verdict


@pytest.mark.parametrize(("value", "is_met"), [(99, False), (100, True), (101, False)])
def test_a_race_accepts_neither_more_nor_fewer(value: int, is_met: bool) -> None:
    assert exactly("accepted", value, 100).is_met is is_met


def test_contenders_take_turns_and_each_round_starts_with_another() -> None:
    calls: list[str] = []
    contenders = {name: lambda name=name: calls.append(name) for name in "abc"}
    take_turns(contenders, requests=3, warm_up=0)
    assert "".join(calls) == "abcbcacab"


def test_the_median_ignores_the_warm_up_and_the_odd_slow_call(monkeypatch: pytest.MonkeyPatch) -> None:
    durations = iter([9_000, 9_000, 2, 2, 500, 3, 2])
    clock = iter(moment for spent in durations for moment in (0, spent * 1_000_000))
    monkeypatch.setattr(measure.time, "perf_counter_ns", lambda: next(clock))
    assert take_turns({"page": lambda: None}, requests=5, warm_up=2) == {"page": 2.0}


@pytest.mark.parametrize(("count", "seen"), [(1, 0.0), (10, 9.0), (20, 18.0), (100, 94.0), (101, 95.0)])
def test_the_p95_leaves_one_in_twenty_above_it(count: int, seen: float) -> None:
    assert percentile([float(number) for number in reversed(range(count))], 0.95) == seen


def test_the_floor_is_the_sum_of_what_cannot_be_avoided() -> None:
    assert ratio_to_floor(12.0, 1.0, 3.0) == 3.0


def test_the_table_aligns_and_keeps_each_note_below_its_figure() -> None:
    figures = [at_most("day", 2.5, 3, " ×", note="page 10.00 ms"), at_most("statements", 13, 12, digits=0)]
    assert table(figures).splitlines() == [
        "figure      seen    goal   verdict",
        "----------  ------  -----  -------",
        "day         2.50 ×  ≤ 3 ×  met",
        "    page 10.00 ms",
        "statements  13      ≤ 12   MISSED",
    ]


@pytest.mark.parametrize(("met", "status"), [((True, True), 0), ((True, False), 1), ((), 0)])
def test_one_missed_goal_fails_the_command(met: tuple[bool, ...], status: int) -> None:
    assert exit_status(Figure("any", "", "", is_met) for is_met in met) == status
