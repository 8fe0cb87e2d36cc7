"""The background tasks of mail: send, read, note what is wrong, and clean up."""

from contextlib import suppress

from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job

from core.mail import monitoring
from core.mail.inbound import actions, read
from core.mail.outbound import sending
from core.web.locks import alone

# Short, and what puts the others right.
URGENT = sending.PRIORITY + 10


class SendRetry(BaseRetryStrategy):
    """Wait longer after each try, then give up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        waits = sending.WAITS
        return RetryDecision(retry_in={"seconds": waits[job.attempts]}) if job.attempts < len(waits) else None


class Busy(Exception):
    """Another worker is sending this very mail."""


@app.task(name=sending.TASK, queue="mail", retry=SendRetry(), pass_context=True)
def send_mail(context: JobContext, *, mail_id: int) -> None:
    """Send under a lock: a job taken for stalled while its worker only waits for the server sends nothing twice."""
    with alone(f"core.mail.send:{mail_id}") as is_ours:
        if not is_ours:
            raise Busy
        sending.try_once(mail_id, is_last=context.job.attempts >= len(sending.WAITS))


@app.task(name=read.TASK, queue=read.QUEUE)
def read_mails() -> None:
    if read.read_waiting():
        read.defer_reading()


# What a killed job left, and what was stored while no job could be deferred.
@app.periodic(cron="* * * * *")
@app.task(name="mail.read_left", queue=read.QUEUE, priority=sending.PRIORITY, queueing_lock="mail.read_left")
def read_left(timestamp: int) -> None:
    read_mails()


@app.periodic(cron="37 4 * * *")
@app.task(name="mail.hand_to_group", queue=read.QUEUE, queueing_lock="mail.hand_to_group")
def hand_to_group(timestamp: int) -> None:
    """Each night: mails whose senders did not confirm them."""
    actions.hand_to_group(timezone.now())


@app.periodic(cron="* * * * *")
# On the queue of both workers; that it runs each minute shows that one lives.
@app.task(name="mail.watch", queue=read.QUEUE, priority=URGENT, queueing_lock="mail.watch")
def watch(timestamp: int) -> None:
    monitoring.note(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="mail.retry_stalled",
    queue="mail",
    priority=URGENT,
    pass_context=True,
    queueing_lock="mail.retry_stalled",
)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs that a killed worker left « doing » to another worker."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=60):
        # Another waits under the same lock, and will do the work; the others are still to be given.
        with suppress(UniqueViolation):
            await manager.retry_job(job)
