"""The worker's part of imports, in the queue of what is long: pages and mails do not wait for it."""

from __future__ import annotations

from typing import Any

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from core.imports.steps import PRIORITY, QUEUE, Busy, WorkerImportSteps

# Another import is running: for an hour at most.
ATTEMPTS, WAIT = 180, 20


def going_on(steps: WorkerImportSteps[Any]) -> Any:
    """The task that reads or writes an import, whichever it waits for; a worker that is stopped takes it up again."""

    @app.task(
        name=steps.task,
        queue=QUEUE,
        priority=PRIORITY,
        pass_context=True,
        retry=RetryStrategy(max_attempts=ATTEMPTS, wait=WAIT, retry_exceptions=[Busy]),
    )
    def go_on(context: JobContext, *, import_id: int) -> None:
        started = steps.rows().filter(pk=import_id).first()
        if started is None:
            return
        try:
            steps.go_on(started)
        except Busy as busy:
            if context.job.attempts >= ATTEMPTS:
                steps.interrupt(started, str(busy))
            raise
        except Exception:
            steps.interrupt(started)
            raise

    return go_on
