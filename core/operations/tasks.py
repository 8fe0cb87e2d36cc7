from django.utils import timezone
from procrastinate.contrib.django import app

from core.operations.purges import purge_all


@app.periodic(cron="7 3 * * *")
@app.task(name="operations.purge", queue="people", queueing_lock="operations.purge")
def purge(timestamp: int) -> None:
    """Each night: what has been kept for long enough."""
    purge_all(timezone.now())
