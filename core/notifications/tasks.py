from django.utils import timezone
from procrastinate.contrib.django import app

from core.notifications import digests, gathering


# Each hour: a morning when the worker rested is caught up, and DIGEST_HOUR is the town's, summer and winter.
@app.periodic(cron="2 * * * *")
@app.task(name="notifications.send_digests", queue="mail", queueing_lock="notifications.send_digests")
def send_digests(timestamp: int) -> None:
    digests.send_due(timezone.now())
    # Whatever became of the jobs that should have sent them.
    gathering.send_due(timezone.now())


@app.task(name="notifications.send_gathered", queue="mail")
def send_gathered() -> None:
    gathering.send_due(timezone.now())
