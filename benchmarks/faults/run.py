"""Each fault while agents write: what was confirmed, lost, doubled, what was wrong on a page, and the way back."""

from collections.abc import Iterable

from django.db import connection

from benchmarks.faults.outages import FAULTS, Fault
from benchmarks.faults.writing import Ledger, Writer
from benchmarks.measure import Figure, table, wait_until
from benchmarks.world import World
from config.messages import Refusal

WRITERS, FIRST_WRITES = 3, 3


def run(world: World, names: Iterable[str] = ()) -> list[Figure]:
    """All of them, or those of these names."""
    figures = []
    for number, name in enumerate([*names] or FAULTS):
        print(f"{FAULTS[name].name}…", flush=True)
        figures.append(one(world, FAULTS[name], number))
        print(table(figures[-1:]).splitlines()[-1], flush=True)
    return figures


def one(world: World, fault: Fault, number: int) -> Figure:
    if missing := world.is_missing(fault.needs):
        return Figure(fault.name, "not run", goal(fault), is_met=False, note=missing)
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
            writer.join(90)
    # The one before may not have outlived the fault.
    connection.close()
    next(steps, None)
    return judged(fault, ledger, world, recovery)


def back(ledger: Ledger, over: float, bound: float) -> float | None:
    """Seconds from the end of the fault until writes are confirmed again; None if they never were."""
    try:
        wait_until(lambda: ledger.confirmed_since(over) >= FIRST_WRITES, patience=2 * bound, every=0.05)
    except Refusal:
        return None
    return sorted(at for at in [*ledger.confirmed.values()] if at > over)[0] - over


def judged(fault: Fault, ledger: Ledger, world: World, recovery: float | None) -> Figure:
    found, wrong = ledger.in_database(), ledger.wrong()
    lost = len(ledger.confirmed.keys() - found.keys())
    doubled = sum(times > 1 for times in found.values()) + len(found.keys() - ledger.sent)
    is_back = recovery is not None and recovery <= fault.bound
    after = "never back" if recovery is None else f"back in {recovery:.1f} s"
    pages = [f"{one.status}: {one.text[:300]!r}" for one in wrong[:3]]
    said = [f"! {each}" for each in [*world.complaints, *pages]]
    return Figure(
        fault.name,
        f"{len(ledger.confirmed)} confirmed, {lost} lost, {doubled} doubled, {len(wrong)} wrong pages, {after}",
        goal(fault),
        is_back and not (lost or doubled or wrong or world.complaints),
        "; ".join([*said, ledger.statuses, *world.notes]),
    )


def goal(fault: Fault) -> str:
    return f"0 lost, doubled or wrong, back in {fault.bound:.0f} s"
