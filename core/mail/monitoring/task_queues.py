"""Find what waits too long in any queue, without writing.

A rubric whose waiting rows no task shows registers a check in its `registrations.py`:

    @queues.watched
    def waiting_deposits(at: datetime) -> str:
        # « 2 envois sans nom », or nothing.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Count, DateTimeField, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from core.documents.models import Document
from core.ui.french import count_of

# A worker defers this task each minute; the row of the last time stays when workers stop.
EACH_MINUTE = "mail.watch"
SILENCE = timedelta(minutes=10)
LONGEST = timedelta(minutes=30)
# Large imports and the reading of documents take their time.
LONGEST_OF = {"documents": timedelta(hours=2), "long": timedelta(hours=2)}
FAILED_SINCE = timedelta(hours=24)
# A worker says that it lives every ten seconds; a killed one leaves its row, or its place empty.
PULSE = timedelta(minutes=2)
# Longer than any task takes.
HUNG = timedelta(hours=6)

Watch = Callable[[datetime], str]
WATCHES: list[Watch] = []


def watched(watch: Watch) -> Watch:
    """`watch(at)` returns what has waited too long, with its count, in a few words; empty while all is well."""
    WATCHES.append(watch)
    return watch


def workers_silent_since(at: datetime) -> datetime | None:
    """When a worker was last active, if that is too long ago; None where none ever was, during installation."""
    # The last row, not the latest time: a clock that jumped ahead may have written a future one.
    times = ProcrastinatePeriodicDefer.objects.filter(task_name=EACH_MINUTE).order_by("-pk")
    last = times.values_list("defer_timestamp", flat=True).first()
    heard = datetime.fromtimestamp(last, UTC) if last else None
    if heard is None or heard > at - SILENCE:
        return None
    # While one waits, no other is deferred: a busy worker has not stopped.
    beat = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    heard = max(heard, beat or heard)
    return heard if heard <= at - SILENCE else None


def live_workers(at: datetime) -> int:
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=at - PULSE).count()


def stuck(at: datetime) -> list[tuple[str, int]]:
    """Jobs at work for no living worker, which none has taken again; or for longer than any task takes."""
    started = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="started").order_by("-at")
    doing = ProcrastinateJob.objects.filter(status="doing").annotate(began=Subquery(started.values("at")[:1]))
    is_left = Q(worker=None) | Q(worker__last_heartbeat__lte=at - SILENCE)
    found = doing.filter(Q(began__lte=at - SILENCE) & is_left | Q(began__lte=at - HUNG))
    by_task = found.values("task_name").order_by("task_name").annotate(jobs=Count("pk"))
    return [*by_task.values_list("task_name", "jobs")]


def overdue(at: datetime) -> Iterator[tuple[str, int, datetime]]:
    """The queues whose oldest job is overdue: name, number of due jobs, since when."""
    deferred = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="deferred").order_by("at")
    due_at = Coalesce(F("scheduled_at"), Subquery(deferred.values("at")[:1]), output_field=DateTimeField())
    due = ProcrastinateJob.objects.filter(status="todo").annotate(due_at=due_at).filter(due_at__lte=at)
    by_queue = (
        due.values("queue_name").annotate(jobs=Count("pk"), oldest=Min("due_at")).order_by("queue_name")
    )
    for queue, jobs, oldest in by_queue.values_list("queue_name", "jobs", "oldest"):
        if oldest <= at - LONGEST_OF.get(queue, LONGEST):
            yield queue, jobs, oldest


def waiting_elsewhere(at: datetime) -> list[str]:
    """List rows that wait without a job, or whose job was lost."""
    unread = Document.objects.filter(
        text_state=Document.TextState.WAITING, stored_at__lte=at - 2 * LONGEST_OF["documents"]
    ).count()
    documents = [count_of(unread, "document à lire", "documents à lire")] if unread else []
    return documents + [said for watch in WATCHES if (said := watch(at))]


def failed(at: datetime) -> list[tuple[str, int]]:
    """Tasks that failed for good in the last day, except sending mails, which has its own alarm."""
    events = ProcrastinateEvent.objects.filter(type="failed", at__gt=at - FAILED_SINCE, job__status="failed")
    by_task = events.exclude(job__task_name="mail.send").values("job__task_name").order_by("job__task_name")
    return [*by_task.annotate(jobs=Count("job", distinct=True)).values_list("job__task_name", "jobs")]
