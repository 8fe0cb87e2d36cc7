"""Periodic tasks under a clock that jumps: each is deferred once at most, whatever hours were missed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from config.worker import LatestOnly, worker_of

NOON = datetime(2026, 3, 4, 12, 0, 1, tzinfo=UTC)
TASKS = {periodic.task.name: periodic for periodic in app.periodic_registry.periodic_tasks.values()}


def deferred(deferrer: LatestOnly, at: datetime) -> list[tuple[str, datetime]]:
    found = deferrer.get_previous_tasks(at=at.timestamp())
    return [(periodic.task.name, datetime.fromtimestamp(timestamp, UTC)) for periodic, timestamp in found]


@pytest.fixture
def deferrer() -> LatestOnly:
    """Of the one task that runs every five minutes, which has run."""
    registry = PeriodicRegistry()
    registry.periodic_tasks[("mail.retry_stalled", "")] = TASKS["mail.retry_stalled"]
    deferrer = LatestOnly(registry=registry)
    assert deferred(deferrer, NOON) == [("mail.retry_stalled", NOON.replace(second=0))]
    return deferrer


@pytest.mark.parametrize("ahead", [timedelta(minutes=20), timedelta(days=8), timedelta(days=400)])
def test_a_clock_that_jumps_ahead_defers_one_job(deferrer, ahead):
    latest = NOON.replace(second=0) + ahead
    assert deferred(deferrer, NOON + ahead) == [("mail.retry_stalled", latest)]
    assert deferred(deferrer, NOON + ahead) == []


def test_a_clock_set_right_again_goes_on(deferrer):
    deferred(deferrer, NOON + timedelta(days=8))
    right = [("mail.retry_stalled", NOON.replace(minute=5, second=0))]
    assert deferred(deferrer, NOON + timedelta(minutes=5)) == right
    assert deferred(deferrer, NOON + timedelta(minutes=6)) == []
    assert len(deferred(deferrer, NOON + timedelta(minutes=12))) == 1


def test_the_worker_defers_so(monkeypatch):
    seen: list[Any] = []

    async def worker(self: LatestOnly) -> None:
        seen.append(self.registry)

    monkeypatch.setattr(LatestOnly, "worker", worker)
    # In a thread of its own: a browser of an earlier test leaves its event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(worker_of(app)._worker()._periodic_deferrer())).result()
    assert seen == [app.periodic_registry]


def test_no_periodic_task_waits_twice():
    assert [name for name, periodic in TASKS.items() if periodic.task.queueing_lock != name] == []
    assert len(TASKS) >= 20
