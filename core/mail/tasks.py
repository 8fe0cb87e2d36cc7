from collections.abc import Iterable
from contextlib import suppress

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job
from procrastinate.types import JSONDict

from core.mail.models import OutgoingMail

# A server that is down for a night is retried in the morning: about 20 hours in all.
WAITS = (10, 60, 300, 900, 3600, 3600 * 3, 3600 * 6, 3600 * 10)


class Patience(BaseRetryStrategy):
    """Wait longer each time, then give up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision(retry_in={"seconds": WAITS[job.attempts]}) if job.attempts < len(WAITS) else None


def defer_sending(mails: Iterable[OutgoingMail]) -> None:
    """Queued in the same database: the jobs exist if and only if the transaction commits."""
    arguments: list[JSONDict] = [{"mail_id": mail.pk} for mail in mails]
    if arguments:
        send_mail.batch_defer(*arguments)


@app.task(name="mail.send", queue="mail", retry=Patience(), pass_context=True)
def send_mail(context: JobContext, *, mail_id: int) -> None:
    from core.mail import actions

    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is None:
        return
    try:
        actions.send(mail)
    except Exception as error:
        is_final = context.job.attempts >= len(WAITS)
        actions.note_failure(mail, f"{type(error).__name__} : {error}", is_final=is_final)
        raise


@app.periodic(cron="*/5 * * * *")
@app.task(name="mail.retry_stalled", queue="mail", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs of a worker that was killed stay « doing »: give them to another."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=60):
        # Another waits under the same lock, and will do the work; the others are still to be given.
        with suppress(UniqueViolation):
            await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="mail.remove_old_jobs", queue="mail", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Each night: jobs that succeeded over a week ago; failed ones stay for whoever looks."""
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 7)
