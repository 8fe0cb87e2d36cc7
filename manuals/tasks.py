from django.utils import timezone
from procrastinate.contrib.django import app

from manuals.contracts.reminders import remind_all
from manuals.importing.actions import software_import


@app.periodic(cron="27 3 * * *")
@app.task(name="manuals.remind_of_contracts", queue="people", queueing_lock="manuals.remind_of_contracts")
def remind_of_contracts(timestamp: int) -> None:
    """Each night: what the dates of the contracts call for; after a night off, the latest of each only."""
    remind_all(on=timezone.localdate())


@app.periodic(cron="47 3 * * *")
@app.task(name="manuals.clean_up", queue="people", queueing_lock="manuals.clean_up")
def clean_up(timestamp: int) -> None:
    """Each night: files of software that were never confirmed, and old reports, which hold names."""
    software_import.clean_up()
