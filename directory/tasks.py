from procrastinate.contrib.django import app

from directory.imports.actions import agents_import


@app.periodic(cron="37 3 * * *")
@app.task(name="directory.clean_up", queue="people", queueing_lock="directory.clean_up")
def clean_up(timestamp: int) -> None:
    """Each night: files of agents that were never confirmed, and old reports."""
    agents_import.clean_up()
