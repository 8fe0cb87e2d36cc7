from procrastinate.contrib.django import app

from mailroom.retention.actions import expire


@app.periodic(cron="41 4 * * *")
@app.task(name="mailroom.expire", queue="people", queueing_lock="mailroom.expire")
def expire_undesirable(timestamp: int) -> None:
    """Each night: what stayed undesirable, batch by batch."""
    while expire():
        pass
