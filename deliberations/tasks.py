"""Found by the task queue."""

from django.utils import timezone
from procrastinate.contrib.django import app

from deliberations.accounts import close_ended


@app.periodic(cron="37 3 * * *")
@app.task(name="deliberations.close_accounts", queue="people", queueing_lock="deliberations.close_accounts")
def close_accounts(timestamp: int) -> None:
    """Each night: the accounts of councillors whose mandates are over."""
    close_ended(on=timezone.localdate())
