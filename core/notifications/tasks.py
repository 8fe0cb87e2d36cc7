from django.utils import timezone
from procrastinate.contrib.django import app

from core.notifications import batches, digests


# Each hour: a morning when the worker rested is caught up, and DIGEST_HOUR is the town's, summer and winter.
@app.periodic(cron="2 * * * *")
@app.task(name="notifications.send_digests", queue="mail", queueing_lock="notifications.send_digests")
def send_digests(timestamp: int) -> None:
    digests.send_due_digests(timezone.now())
    # In case the jobs that should have sent them were lost.
    batches.send_due_batches(timezone.now())


@app.task(name="notifications.send_gathered", queue="mail")
def send_gathered() -> None:
    batches.send_due_batches(timezone.now())
