"""Imports in the queue of what is long, and what nobody confirmed."""

from procrastinate.contrib.django import app

from core.imports.tasks import going_on
from rooms.importers.actions import rooms_import

go_on = going_on(rooms_import)


@app.periodic(cron="47 3 * * *")
@app.task(name="rooms.imports_drop_forgotten", queue="long", queueing_lock="rooms.imports_drop_forgotten")
def drop_forgotten(timestamp: int) -> None:
    rooms_import.clean_up()
