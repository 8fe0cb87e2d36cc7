"""Hours are universal time."""

from contextlib import suppress

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from rooms.attendees import invitations, notifications


# A database away for a while must not leave guests uninformed: an hour of tries.
@app.task(name="rooms.tell_series", queue="people", retry=RetryStrategy(max_attempts=12, wait=300))
def notify_series(series_id: int) -> None:
    invitations.notify_series(series_id)


def notify_series_later(series_id: int) -> None:
    """Once, however many actions ask for it before the worker comes."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        notify_series.configure(queueing_lock=f"rooms.tell_series:{series_id}").defer(series_id=series_id)


# Each hour from the morning on, for a morning when the worker rested.
@app.periodic(cron="52 4-19 * * *")
@app.task(name="rooms.remind", queue="people", queueing_lock="rooms.remind")
def remind(timestamp: int) -> None:
    """The bookings of tomorrow, to those who asked to be reminded."""
    notifications.remind_all()
