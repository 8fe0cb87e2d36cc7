"""The jobs that send mails: one for each mail, deferred with it, tried again for three days."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.types import JSONDict

from core.mail.models import OutgoingMail

TASK = "mail.send"
# A mail waits behind no document, and a few mails, which somebody may be waiting for, behind no announcement to all.
PRIORITY, MASS_PRIORITY, MASS = 20, 10, 50
HOUR = 3600
# Seconds before each try: a server that is down for a night, a weekend or a day of works. Three days in all, then the
# mail is lost.
WAITS = (10, 60, 300, 900, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, *(11 * HOUR,) * 5, 5000)


@dataclass(frozen=True)
class DueJob:
    """A job that waits for a worker, after `attempts` tries."""

    job_id: int
    mail_id: int
    attempts: int


def defer_sending(mails: Iterable[OutgoingMail]) -> None:
    """Queue the mails in the same database: the jobs exist if and only if the transaction commits."""
    arguments: list[JSONDict] = [{"mail_id": mail.pk} for mail in mails]
    if arguments:
        # By its name: the task itself calls the sending, above this module.
        priority = PRIORITY if len(arguments) < MASS else MASS_PRIORITY
        app.configure_task(TASK, queue="mail", priority=priority).batch_defer(*arguments)


def lock_of(mail_id: int) -> str:
    return f"core.mail.send:{mail_id}"


def due_jobs(most: int) -> list[DueJob]:
    """The jobs whose time has come, as the worker takes them; those at their last try send their mail alone."""
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, status="todo", attempts__lt=len(WAITS))
    due = jobs.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=Now())).order_by("-priority", "pk")
    return [DueJob(*row) for row in due.values_list("pk", "args__mail_id", "attempts")[:most]]


def remove_jobs(jobs: list[int]) -> int:
    """By their table: Procrastinate's models are read-only, and its own deletion wants an event loop."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [jobs])
        return cursor.rowcount


def put_off(job: DueJob) -> None:
    """Schedule the next try after a failure, as the task's retry strategy would, unless a worker has the job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET attempts = attempts + 1, scheduled_at = now() + make_interval(secs => %s)"
            " WHERE id = %s AND status = 'todo' AND attempts = %s",
            [WAITS[job.attempts], job.job_id, job.attempts],
        )


def send_waiting_now() -> int:
    """Send all waiting mails as soon as a worker is free, and return how many there are.

    This try is not counted: if the server is still away, no mail is lost sooner. Confidential mails lost in the last
    days are sent again too: no list shows them, so nobody can choose one.
    """
    lost = OutgoingMail.objects.lost_lately(timezone.now()).confidential()
    lost.update(state=OutgoingMail.State.WAITING)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL, attempts = greatest(attempts - 1, 0)"
            " WHERE task_name = %s AND status = 'todo' AND scheduled_at > now()",
            [TASK],
        )
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, status__in=["todo", "doing"])
    with_job = list(jobs.values_list("args__mail_id", flat=True))
    waiting = OutgoingMail.objects.waiting().order_by("pk")
    # A job that failed outside its retries leaves its mail waiting without any job.
    defer_sending(waiting.exclude(pk__in=with_job).only("pk"))
    return waiting.count()
