"""The daily notification of late actions."""

from procrastinate.contrib.django import app

from dematerialisation.group_actions import actions


# In universal time: before the digest, summer and winter.
@app.periodic(cron="23 3 * * *")
@app.task(
    name="dematerialisation.notify_late_actions",
    queue="people",
    queueing_lock="dematerialisation.notify_late_actions",
)
def notify_late_actions(timestamp: int) -> None:
    """Notify the leader and the group of each action whose due date has passed, once."""
    actions.notify_late_actions()
