"""Large files, away from the pages and the mails."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from deliberations.imports import actions
from deliberations.imports.importer import Busy
from deliberations.models import Import

QUEUE = "long"
# Before the growth of the demonstration: a person waits.
PRIORITY = 10
# Another import is running: for an hour at most.
ATTEMPTS, WAIT = 180, 20


@app.task(
    name="deliberations.go_on",
    queue=QUEUE,
    priority=PRIORITY,
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=WAIT, retry_exceptions=[Busy]),
)
def go_on(context: JobContext, *, import_id: int) -> None:
    """Read or write an import, whichever it waits for."""
    started = (
        Import.objects.select_related("document", "created_by", "confirmed_by").filter(pk=import_id).first()
    )
    if started is None:
        return
    try:
        actions.preview(started)
        actions.write_confirmed(started)
    except Busy as busy:
        if context.job.attempts >= ATTEMPTS:
            actions.interrupt(started, str(busy))
        raise
    except Exception:
        actions.interrupt(started)
        raise
