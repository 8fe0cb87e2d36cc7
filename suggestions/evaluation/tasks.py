"""Counting the expected evaluations again, by the worker."""

from procrastinate.contrib.django import app

from suggestions.evaluation.actions import refresh_all_tallies

QUEUE = "people"


def defer_tallying() -> None:
    """Count again who is expected, once the caller's transaction is committed."""
    tally_waiting.defer()


@app.task(name="suggestions.tally_waiting", queue=QUEUE)
def tally_waiting() -> None:
    refresh_all_tallies()


# Absences begin at midnight, roles change in the admin: the counts follow within the hour.
@app.periodic(cron="4 * * * *")
@app.task(name="suggestions.tally_each_hour", queue=QUEUE, queueing_lock="suggestions.tally_each_hour")
def tally_each_hour(timestamp: int) -> None:
    refresh_all_tallies()
