"""The tasks of all the features, but those that `attendees` defers itself. Hours are universal time."""

from procrastinate.contrib.django import app

from rooms import check_in, waiting_list
from rooms.attendees import invitations
from rooms.requests import actions as requests

__all__ = ["invitations"]


@app.periodic(cron="6-59/15 * * * *")
@app.task(name="rooms.end_unanswered", queue="people", queueing_lock="rooms.end_unanswered")
def end_unanswered(timestamp: int) -> None:
    """Bookings begin at quarters of an hour: requests not answered by then end, and their authors are notified."""
    requests.end_unanswered()


@app.periodic(cron="22 * * * *")
@app.task(name="rooms.recall_requests", queue="people", queueing_lock="rooms.recall_requests")
def recall_requests(timestamp: int) -> None:
    """Requests that wait are recalled to those who answer them; their authors are notified."""
    requests.recall_unanswered()


# Each minute: a room where nobody came is freed as soon as it may be.
@app.periodic(cron="* * * * *")
@app.task(name="rooms.free_unattended", queue="people", queueing_lock="rooms.free_unattended")
def free_unattended(timestamp: int) -> None:
    check_in.free_unattended()


# Each minute: an offer ends when its mail said so.
@app.periodic(cron="* * * * *")
@app.task(name="rooms.settle_waits", queue="people", queueing_lock="rooms.settle_waits")
def settle_waits(timestamp: int) -> None:
    waiting_list.settle()
