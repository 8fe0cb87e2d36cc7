"""The task workers: `python -m config.worker` for what is quick, and mails first of all; `… slow` for the rest.

Two processes, because no mail may wait behind a long PDF.
"""

import argparse
import os
from collections.abc import Iterable
from typing import Any

import django
from procrastinate import worker as procrastinate_worker
from procrastinate.periodic import PeriodicDeferrer, PeriodicTask


class LatestOnly(PeriodicDeferrer):
    """procrastinate defers one job for each time that passed since the last one that it deferred.

    When a clock jumps ahead by eight days, a task that runs every ten minutes would get 1,152 jobs. When the clock is
    corrected, a deferrer that remembers the latest time would defer nothing until that time comes again.
    """

    def get_timestamps(self, periodic_task: PeriodicTask, since: int | None, until: float) -> Iterable[int]:
        if since is None:
            yield from super().get_timestamps(periodic_task, since, until)
            return
        periodic_task.croniter.set_current(start_time=until)
        latest = round(periodic_task.croniter.get_prev(ret_type=float))
        if latest != since:
            yield latest


SLOW_QUEUES = ["documents", "long"]
# Mail that arrives is read by both: as quickly as two can when a whole mailbox is taken in.
SHARED_QUEUES = ["mail.in"]
SECONDS_TO_FINISH = 5
# One long filling and one reading side by side.
SLOW_AT_ONCE = 2


def queues_of(app: Any, *, is_slow: bool) -> list[str]:
    """The quick worker takes every queue that some task names and that is not the slow one's alone."""
    own = SLOW_QUEUES if is_slow else {task.queue for task in app.tasks.values()} - set(SLOW_QUEUES)
    return sorted({*own, *SHARED_QUEUES})


def worker_of(app: Any) -> Any:
    """The same tasks, fetched on a connection of the worker.

    Not `replace_connector`, which would also take the tasks' own deferring out of Django's transactions: a job might
    start before the rows that it is for, or outlive their rollback.
    """
    # procrastinate has no option for it: its worker takes the class from there.
    procrastinate_worker.periodic.PeriodicDeferrer = LatestOnly  # type: ignore[misc]  # a class is replaced
    return app.with_connector(app.connector.get_worker_connector())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.worker", description=__doc__)
    parser.add_argument("which", nargs="?", choices=["quick", "slow"], default="quick")
    is_slow = parser.parse_args().which == "slow"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # Read from the settings.
    from procrastinate.contrib.django import app

    worker_of(app).run_worker(
        name="slow" if is_slow else "quick",
        queues=queues_of(app, is_slow=is_slow),
        concurrency=SLOW_AT_ONCE if is_slow else 1,
        shutdown_graceful_timeout=SECONDS_TO_FINISH,
    )


if __name__ == "__main__":
    # Under its real name: procrastinate warns of an application made in the main module.
    from config import worker

    worker.main()
