"""Each fault while agents write: what was confirmed, lost, doubled, what was wrong on a page, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from benchmarks.faults.outages import FAULTS, LIBFAKETIME, Fault
from benchmarks.faults.world import World
from benchmarks.faults.writing import Ledger, Writer
from benchmarks.mail_town import wait_until
from config.messages import Refusal

WRITERS, FIRST_WRITES = 3, 3
COLUMNS = ("fault", "confirmed", "lost", "doubled", "wrong pages", "back after", "verdict")


@dataclass
class Outcome:
    """`recovery` is in seconds, from the end of the fault until writes are confirmed again; None if they never were."""

    name: str
    confirmed: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    recovery: float | None = None
    bound: float = 0
    missing: str = ""
    complaints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        if self.missing:
            return False
        is_back = self.recovery is not None and self.recovery <= self.bound
        return is_back and not (self.lost or self.doubled or self.wrong or self.complaints)

    @property
    def row(self) -> tuple[str, ...]:
        if self.missing:
            return (self.name, *["-"] * 5, "not run")
        back = f"{self.recovery:.1f} s" if self.recovery is not None else "never"
        numbers = (str(number) for number in (self.confirmed, self.lost, self.doubled, self.wrong))
        return (self.name, *numbers, f"{back} (≤ {self.bound:.0f})", "met" if self.is_met else "MISSED")


def run(world: World, names: Iterable[str] = ()) -> list[Outcome]:
    """All of them, or those of these names."""
    chosen = [*names] or [*FAULTS]
    outcomes = []
    for number, name in enumerate(chosen):
        print(f"{FAULTS[name].name}…", flush=True)
        outcomes.append(one(world, FAULTS[name], number))
        print("\n".join(_lines([outcomes[-1].row], outcomes[-1:])), flush=True)
    return outcomes


def one(world: World, fault: Fault, number: int) -> Outcome:
    if missing := (
        "libfaketime is not installed" if fault.needs == "faketime" and not LIBFAKETIME else ""
    ) or (world.is_missing(fault.needs)):
        return Outcome(fault.name, missing=missing)
    world.notes, world.complaints = [], []
    ledger = Ledger(number)
    # In every other room: between bookings, the rest are cleaned.
    writers = [Writer(world.browser(each), ledger, f"annexe-{2 * each:02}") for each in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        wait_until(lambda: len(ledger.confirmed) >= FIRST_WRITES, patience=60, every=0.1)
        steps = fault.steps(world)
        next(steps)
        recovery = back(ledger, world.over, fault.bound)
    finally:
        for writer in writers:
            writer.is_over.set()
        for writer in writers:
            writer.end()
    # The one before may not have outlived the fault.
    connection.close()
    next(steps, None)
    return judged(fault, ledger, world, recovery)


def back(ledger: Ledger, over: float, bound: float) -> float | None:
    try:
        wait_until(lambda: ledger.confirmed_since(over) >= FIRST_WRITES, patience=2 * bound, every=0.05)
    except Refusal:
        return None
    return sorted(at for at in [*ledger.confirmed.values()] if at > over)[0] - over


def judged(fault: Fault, ledger: Ledger, world: World, recovery: float | None) -> Outcome:
    found = ledger.in_database()
    wrong = ledger.wrong()
    said = [f"{answer.status}: {answer.text[:300]!r}" for answer in wrong[:3]]
    return Outcome(
        fault.name,
        confirmed=len(ledger.confirmed),
        lost=len(ledger.confirmed.keys() - found.keys()),
        doubled=sum(times > 1 for times in found.values()) + len(found.keys() - ledger.sent),
        wrong=len(wrong),
        recovery=recovery,
        bound=fault.bound,
        complaints=(*world.complaints, *said),
        notes=(ledger.statuses, *world.notes),
    )


def table(outcomes: list[Outcome]) -> str:
    return "\n".join(_lines([COLUMNS, *(outcome.row for outcome in outcomes)], [None, *outcomes]))


def _lines(rows: list[tuple[str, ...]], outcomes: list[Outcome | None] | list[Outcome]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row, outcome in zip(rows, outcomes, strict=True):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if outcome is not None:
            said = [outcome.missing, *(f"! {each}" for each in outcome.complaints), "; ".join(outcome.notes)]
            lines += [f"    {each}" for each in said if each]
    return lines
