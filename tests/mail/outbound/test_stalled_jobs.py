"""Jobs that a killed worker left « doing » are given to another, whatever stands in the way of one of them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django import app

from core.mail.tasks import retry_stalled
from tests.mail.factories import run_sql

pytestmark = pytest.mark.django_db(transaction=True)


def stalled(name: str, lock: str | None = None) -> int:
    """A job of a worker that has not been heard of for an hour."""
    job = app.configure_task(name, queue="tests", queueing_lock=lock, allow_unknown=True).defer()
    run_sql(
        "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '1 hour') RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', worker_id = worker.id FROM worker"
        " WHERE procrastinate_jobs.id = %s",
        job,
    )
    return job


def status(job: int) -> str:
    [[found]] = run_sql("SELECT status FROM procrastinate_jobs WHERE id = %s", job)
    return str(found)


def test_one_whose_lock_is_taken_stops_no_other():
    locked = stalled("tests.locked", lock="one")
    task = app.configure_task("tests.locked", queue="tests", queueing_lock="one", allow_unknown=True)
    waiting = task.defer()
    other = stalled("tests.other")

    def work() -> None:
        async def run() -> None:
            async with app.with_connector(app.connector.get_worker_connector()).open_async() as worker:
                await retry_stalled(SimpleNamespace(app=worker), timestamp=0)

        asyncio.run(run())

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result(timeout=60)
    assert (status(locked), status(waiting), status(other)) == ("doing", "todo", "todo")
