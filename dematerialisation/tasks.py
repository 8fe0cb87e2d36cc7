"""The daily notifications: late actions, months without a tip, the anniversary of the group."""

from django.utils import timezone
from procrastinate.contrib.django import app

from dematerialisation.assessment import actions as assessment
from dematerialisation.group_actions import actions
from dematerialisation.review import actions as review


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


@app.periodic(cron="27 3 * * *")
@app.task(
    name="dematerialisation.notify_missing_tips",
    queue="people",
    queueing_lock="dematerialisation.notify_missing_tips",
)
def notify_missing_tips(timestamp: int) -> None:
    """On the 20th and the 27th, or on the first run after, notify the group of a month to come without a tip."""
    review.notify_missing_tips(on=timezone.localdate())


@app.periodic(cron="29 3 * * *")
@app.task(
    name="dematerialisation.remind_of_anniversary",
    queue="people",
    queueing_lock="dematerialisation.remind_of_anniversary",
)
def remind_of_anniversary(timestamp: int) -> None:
    """A month before the group's anniversary, or on the first run after, remind its head to begin the assessment."""
    assessment.remind_of_anniversary(on=timezone.localdate())
