from django.utils import timezone
from procrastinate.contrib.django import app

from core.mail.monitoring import heartbeats, watch_loop


@app.periodic(cron="* * * * *")
# Of both workers: the watch must see that one of them stopped.
@app.task(name="mail.watch", queue="mail.in", queueing_lock="mail.watch")
def watch(timestamp: int) -> None:
    watch_loop.run_once()


@app.periodic(cron="37 3 * * *")
@app.task(name="mail.remove_old_heartbeats", queue="mail", queueing_lock="mail.remove_old_heartbeats")
def remove_old_heartbeats(timestamp: int) -> None:
    heartbeats.remove_old(at=timezone.now())
