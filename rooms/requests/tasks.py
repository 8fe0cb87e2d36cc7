"""Hours are universal time."""

from procrastinate.contrib.django import app

from rooms.requests import actions


@app.periodic(cron="6-59/15 * * * *")
@app.task(name="rooms.end_unanswered", queue="people", queueing_lock="rooms.end_unanswered")
def end_unanswered(timestamp: int) -> None:
    """Bookings begin at quarters of an hour: requests not answered by then end, and their authors are notified."""
    actions.end_unanswered()


@app.periodic(cron="22 * * * *")
@app.task(name="rooms.recall_requests", queue="people", queueing_lock="rooms.recall_requests")
def recall_requests(timestamp: int) -> None:
    """Requests that wait are recalled to those who answer them; their authors are notified."""
    actions.recall_unanswered()
