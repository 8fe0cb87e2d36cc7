from django.utils import timezone
from procrastinate.contrib.django import app

from manuals.contracts import remind_all


@app.periodic(cron="27 3 * * *")
@app.task(name="manuals.remind_of_contracts", queue="people", queueing_lock="manuals.remind_of_contracts")
def remind_of_contracts(timestamp: int) -> None:
    """Each night: what the dates of the contracts call for; after a night off, the latest of each only."""
    remind_all(on=timezone.localdate())
