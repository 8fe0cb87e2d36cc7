"""What the rooms do by themselves; each task loads, calls an action, returns. Hours are universal time."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rooms.importers import tasks as imports  # noqa: F401  (they register themselves)

QUEUE = "people"


# Each minute: a room where nobody came is freed as soon as it may be, an offer ends when its mail said so.
@app.periodic(cron="* * * * *")
@app.task(name="rooms.free_unattended", queue=QUEUE, queueing_lock="rooms.free_unattended")
def free_unattended(timestamp: int) -> None:
    from rooms.check_in import actions as presence

    presence.free_unattended()


@app.periodic(cron="* * * * *")
@app.task(name="rooms.settle_waits", queue=QUEUE, queueing_lock="rooms.settle_waits")
def settle_waits(timestamp: int) -> None:
    from rooms.waiting_list import actions as waiting

    waiting.settle()


@app.periodic(cron="6-59/15 * * * *")
@app.task(name="rooms.end_unanswered", queue=QUEUE, queueing_lock="rooms.end_unanswered")
def end_unanswered(timestamp: int) -> None:
    """Bookings begin at quarters of an hour: requests whose time came unanswered are told."""
    from rooms.requests import actions

    actions.end_unanswered()


@app.periodic(cron="22 * * * *")
@app.task(name="rooms.recall_requests", queue=QUEUE, queueing_lock="rooms.recall_requests")
def recall_requests(timestamp: int) -> None:
    """Requests that wait are recalled to those who answer them, and their authors are told."""
    from rooms.requests import actions

    actions.recall_unanswered()


# A database away for a while must not leave guests without news: an hour of tries.
@app.task(name="rooms.tell_series", queue=QUEUE, retry=RetryStrategy(max_attempts=12, wait=300))
def tell_series(series_id: int) -> None:
    """What a series has become, to all that are invited to it."""
    from rooms.attendees import receivers

    receivers.tell_series(series_id)


# Each hour from the morning on, for a morning when the worker rested.
@app.periodic(cron="52 4-19 * * *")
@app.task(name="rooms.remind", queue=QUEUE, queueing_lock="rooms.remind")
def remind(timestamp: int) -> None:
    """The bookings of tomorrow, to whoever asked to be reminded."""
    from rooms.attendees import reminders

    reminders.remind_all()
