from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job
from procrastinate.types import JSONDict

from core.mail.models import OutgoingMail
from core.ui.locks import alone

HOUR = 3600
# A server that is down for a night, a weekend or a day of works: three days in all, then the mail is said to be lost.
WAITS = (10, 60, 300, 900, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, *(11 * HOUR,) * 5, 5000)


class Patience(BaseRetryStrategy):
    """Wait longer each time, then give up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision(retry_in={"seconds": WAITS[job.attempts]}) if job.attempts < len(WAITS) else None


class Busy(Exception):
    """Another worker is sending this very mail."""


def defer_sending(mails: Iterable[OutgoingMail]) -> None:
    """Queued in the same database: the jobs exist if and only if the transaction commits."""
    arguments: list[JSONDict] = [{"mail_id": mail.pk} for mail in mails]
    if arguments:
        send_mail.batch_defer(*arguments)


def lock_of(mail_id: int) -> str:
    return f"core.mail.send:{mail_id}"


@dataclass(frozen=True)
class DueJob:
    """A job that waits for a worker: `attempts` tries were made."""

    job_id: int
    mail_id: int
    attempts: int


def due_jobs(most: int) -> list[DueJob]:
    """The sendings whose time has come, the oldest first; at its last try, a mail is its own job's alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, (args ->> 'mail_id')::bigint, attempts FROM procrastinate_jobs WHERE task_name = %s"
            " AND status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) AND attempts < %s"
            " ORDER BY id LIMIT %s",
            [send_mail.name, len(WAITS), most],
        )
        return [DueJob(*row) for row in cursor.fetchall()]


def put_off(job: DueJob) -> None:
    """After a try that failed: as `Patience` would, unless a worker has taken the job meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET attempts = attempts + 1, scheduled_at = now() + make_interval(secs => %s)"
            " WHERE id = %s AND status = 'todo' AND attempts = %s",
            [WAITS[job.attempts], job.job_id, job.attempts],
        )


def send_waiting() -> int:
    """Have all that waits sent as soon as a worker is free; returns how many mails that is.

    The try counts among none of the three days': asked for while the server is still away, it loses nothing sooner.
    Confidential mails lost in the last days are sent again too: no list shows them, so nobody can choose one.
    """
    lost = OutgoingMail.objects.lost_lately(timezone.now()).confidential()
    lost.update(state=OutgoingMail.State.WAITING)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL, attempts = greatest(attempts - 1, 0)"
            " WHERE task_name = %s AND status = 'todo' AND scheduled_at > now()",
            [send_mail.name],
        )
        cursor.execute(
            "SELECT array_agg((args ->> 'mail_id')::bigint) FROM procrastinate_jobs"
            " WHERE task_name = %s AND status IN ('todo', 'doing')",
            [send_mail.name],
        )
        [with_job] = cursor.fetchone()
    waiting = OutgoingMail.objects.waiting().order_by("pk")
    # A job that failed by itself left its mail to wait for ever.
    defer_sending(waiting.exclude(pk__in=with_job or []).only("pk"))
    return waiting.count()


@app.task(name="mail.send", queue="mail", retry=Patience(), pass_context=True)
def send_mail(context: JobContext, *, mail_id: int) -> None:
    """One worker at a time: a job taken for stalled while its worker only waits for the server sends nothing twice."""
    from core.mail.outbound import sending

    with alone(lock_of(mail_id)) as is_ours:
        if not is_ours:
            raise Busy
        sending.try_with_others(mail_id, is_last=context.job.attempts >= len(WAITS))


# The offset leaves the minutes of the other periodic tasks to them.
@app.periodic(cron="3-59/10 * * * *")
@app.task(name="mail.list_owed", queue="mail", queueing_lock="mail.list_owed")
def list_owed(timestamp: int) -> None:
    """Acknowledgements that came too fast to be sent one by one."""
    from core.mail.autoreply import acknowledgements

    acknowledgements.list_owed()


@app.periodic(cron="*/5 * * * *")
@app.task(name="mail.retry_stalled", queue="mail", pass_context=True, queueing_lock="mail.retry_stalled")
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs of a worker that was killed stay « doing »: give them to another."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=60):
        # Another waits under the same lock, and will do the work; the others are still to be given.
        with suppress(UniqueViolation):
            await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="mail.remove_old_jobs", queue="mail", pass_context=True, queueing_lock="mail.remove_old_jobs")
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Each night: jobs that succeeded over a week ago; failed ones stay for whoever looks."""
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 7)
