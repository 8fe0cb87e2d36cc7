from procrastinate.contrib.django import app

from legalwatch import actions


# Each hour: a morning when the worker rested is caught up. Before the digest's minute.
@app.periodic(cron="52 * * * *")
@app.task(name="legalwatch.announce", queue="people", queueing_lock="legalwatch.announce")
def announce(timestamp: int) -> None:
    """Announce what was scheduled for today; on Mondays, the week of those who prefer it."""
    actions.announce_due()
    actions.announce_week()
