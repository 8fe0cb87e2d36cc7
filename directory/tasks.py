from procrastinate.contrib.django import app

from directory.importing import imports


@app.periodic(cron="37 3 * * *")
@app.task(name="directory.clean_up", queue="people", queueing_lock="directory.clean_up")
def clean_up(timestamp: int) -> None:
    """Each night: files of agents that nobody confirmed, and old reports."""
    imports.clean_up()
