"""Imports in the queue of what is long: pages and mails do not wait for them."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rooms.importers import steps
from rooms.models import CalendarImport


@app.task(name=steps.GO_ON, queue=steps.QUEUE, priority=steps.PRIORITY)
def go_on(*, import_id: int) -> None:
    """Read or book an import, whichever it waits for; a worker that is stopped takes it up again."""
    begun = CalendarImport.objects.select_related("room", "created_by").filter(pk=import_id).first()
    if begun is None:
        return
    try:
        steps.go_on(begun)
    except Exception:
        steps.interrupt(begun)
        raise


@app.periodic(cron="47 3 * * *")
@app.task(name="rooms.imports_drop_forgotten", queue="long", queueing_lock="rooms.imports_drop_forgotten")
def drop_forgotten(timestamp: int) -> None:
    steps.drop_forgotten()
