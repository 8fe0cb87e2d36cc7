from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from core.people import sign_in_journal
from core.people.models import SignInCode


@app.periodic(cron="7 3 * * *")
@app.task(name="people.clear_expired", queue="people", queueing_lock="people.clear_expired")
def clear_expired(timestamp: int) -> None:
    """Each night: the sessions and paper codes that have ended, the old lines of the sign-in journal."""
    call_command("clearsessions")
    SignInCode.objects.filter(expires_at__lt=timezone.now()).delete()
    sign_in_journal.purge()
