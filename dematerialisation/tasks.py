"""Daily notifications of late actions."""

from procrastinate.contrib.django import app

from dematerialisation.group_actions.actions import tell_late


# In universal time: before the digest, summer and winter.
@app.periodic(cron="23 3 * * *")
@app.task(
    name="dematerialisation.tell_late_actions",
    queue="people",
    queueing_lock="dematerialisation.tell_late_actions",
)
def tell_late_actions(timestamp: int) -> None:
    """Each day: the actions whose due date has passed, told once to their leader and to the group."""
    tell_late()
