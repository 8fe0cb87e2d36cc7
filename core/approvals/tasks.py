from django.utils import timezone
from procrastinate.contrib.django import app

from core.approvals.reminders import remind_all


@app.periodic(cron="17 6 * * *")
@app.task(name="approvals.remind", queue="people", queueing_lock="approvals.remind")
def remind(timestamp: int) -> None:
    """Each working morning, before the digests: visas that wait too long."""
    remind_all(on=timezone.localdate())
