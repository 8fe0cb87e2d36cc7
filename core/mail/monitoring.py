"""The problems of mail and tasks, with what to do: for the doctor, `/sante/`, the banner and a page.

A rubric whose waiting rows no task shows registers a check in its `registrations.py`:

    @monitoring.watched
    def waiting_deposits(at: datetime) -> str:
        # « 2 envois sans nom », or nothing.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Count, DateTimeField, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from core.documents.models import Document
from core.french import COUNT_LIMIT, count_of, day_of, listed, local, moment, number, spaced, with_capital
from core.french import clock as hour
from core.mail import policies
from core.mail.models import IncomingMail, Mailbox, OutgoingMail, Reason
from core.operations.findings import last_failure
from core.web.mails import render_text

# No problem for a server that restarts or a password that is being changed.
PATIENCE = timedelta(minutes=5)
SILENCE = timedelta(minutes=10)
NOTED = "mail.problems"
# The mailboxes' page lists them all.
MOST_IN_BANNER = 3
UNSENT = timedelta(hours=1)
# There is a dump each night, which may take long.
DUMP_EACH = timedelta(hours=26)
# The files each hour, unless the site is closed meanwhile.
FILES_EACH = timedelta(hours=3)
# And a trial of restoring all of it each month, where there ever was one.
DRILL_EACH = timedelta(days=40)
LOOK = spaced(
    "Voyez « systemctl status intranet-worker intranet-documents », puis « journalctl -u intranet-worker -n 50 ». Rien "
    "n’est perdu."
)


class Kind(models.TextChoices):
    MAILBOX = "mailbox", "Boîte en panne"
    QUARANTINE = "quarantine", "Quarantaine à regarder"
    READING = "reading", "Messages pris et pas encore lus"
    LOST = "lost", "Messages qui n’ont pas pu partir"
    SENDING = "sending", "Messages qui attendent de partir"
    WORKER = "worker", "Traitement des tâches arrêté"
    QUEUE = "queue", "Travail en retard"
    FAILED = "failed", "Tâches en échec"
    BACKUP = "backup", "Sauvegarde à vérifier"


@dataclass(frozen=True)
class Problem:
    """One problem; `text` says what it is, then what to do."""

    kind: Kind
    text: str

    @property
    def sentence(self) -> str:
        """The problem, without what to do."""
        return f"{self.text.partition('. ')[0].rstrip('.')}."


def problems(at: datetime) -> list[Problem]:
    rows = {row.name: row for row in Mailbox.objects.filter(name__in=list(settings.MAILBOXES))}
    found = (
        *(_of_mailbox(name, rows.get(name), at) for name in settings.MAILBOXES),
        _of_quarantine(),
        _of_reading(at),
        _of_what_was_lost(at),
        _of_sending(at),
        of_workers(at) or _of_queues(at),
        _of_failed_tasks(at),
        of_backup(at),
    )
    return [problem for problem in found if problem]


def note(at: datetime) -> None:
    """Cache the sentences of the banner: a page must not compute them all."""
    cache.set(NOTED, (at, [problem.sentence for problem in problems(at)]), None)


def banner(at: datetime) -> list[str]:
    """The problems that the worker noted, or that none works any more."""
    if stopped := of_workers(at):
        return [stopped.sentence]
    noted_at, sentences = cache.get(NOTED) or (at, [])
    return sentences if noted_at > at - SILENCE else []


def mail_problems(request: HttpRequest) -> dict[str, Any]:
    """The banner on every page, for those who can act on it: fetched in two statements when a template shows it."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated or not policies.can_see_mailboxes(agent):
        return {"mail_problems": []}
    return {"mail_problems": SimpleLazyObject(lambda: banner(timezone.now())[:MOST_IN_BANNER])}


def since(then: datetime, at: datetime) -> str:
    """« à 14 h 5 » today, « mardi 24 novembre 2026 à 14 h 5 » before."""
    return f"à {hour(local(then))}" if day_of(then) == day_of(at) else moment(then)


def _since(then: datetime, at: datetime) -> str:
    return since(then, at).removeprefix("à ")


def what_to_do(trouble: str) -> str:
    return render_text("mail/mails/what_to_do.txt", trouble=trouble).strip()


def _problem(kind: Kind, **words: object) -> Problem:
    return Problem(kind, render_text("mail/mails/problem.txt", kind=kind.value, look=LOOK, **words).strip())


# Mails


def _of_mailbox(name: str, mailbox: Mailbox | None, at: datetime) -> Problem | None:
    if mailbox is None or is_forgotten(mailbox, at):
        last = mailbox.last_pass_at if mailbox else None
        trouble, label, when = "", "", since(last, at) if last else ""
    elif not mailbox.trouble or not mailbox.trouble_since or mailbox.trouble_since > at - PATIENCE:
        return None
    else:
        trouble, label = mailbox.trouble, mailbox.get_trouble_display().lower()
        when = _since(mailbox.trouble_since, at)
    return _problem(Kind.MAILBOX, name=name, trouble=label, since=when, what_to_do=what_to_do(trouble))


def is_forgotten(mailbox: Mailbox, at: datetime) -> bool:
    """Whether the mailbox was not read for long; its first sync, which may be long, has no end yet."""
    return mailbox.last_pass_at is not None and mailbox.last_pass_at <= at - SILENCE


def _counted(rows: models.QuerySet[Any], *words: str) -> str:
    return count_of(rows[: COUNT_LIMIT + 1].count(), *words)


def _of_quarantine() -> Problem | None:
    waiting = IncomingMail.objects.awaiting_a_person().order_by()
    by_reason = dict(waiting.values_list("reason").annotate(found=Count("pk")).order_by("-found", "reason"))
    if not by_reason:
        return None
    total = count_of(sum(by_reason.values()), "message attend", "messages attendent")
    reasons = [f"{Reason(reason).label.lower()} ({number(found)})" for reason, found in by_reason.items()]
    return _problem(Kind.QUARANTINE, waiting=total, reasons=with_capital(listed(reasons)))


def _of_reading(at: datetime) -> Problem | None:
    to_read = IncomingMail.objects.to_read().order_by()
    oldest = to_read.aggregate(oldest=Min("taken_at"))["oldest"]
    if oldest is None or oldest > at - SILENCE:
        return None
    words = "message pris et pas encore lu", "messages pris et pas encore lus"
    return _problem(Kind.READING, count=_counted(to_read, *words), since=since(oldest, at))


def _of_what_was_lost(at: datetime) -> Problem | None:
    lost = OutgoingMail.objects.lost_lately(at).order_by()
    if not lost.exists():
        return None
    count = _counted(lost, "message n’a pas pu partir", "messages n’ont pas pu partir")
    return _problem(Kind.LOST, count=count, is_confidential=lost.confidential().exists())


def _of_sending(at: datetime) -> Problem | None:
    waiting = OutgoingMail.objects.waiting().filter(created_at__lte=at - UNSENT).order_by("created_at")
    oldest = waiting.first()
    if oldest is None:
        return None
    count = _counted(waiting, "message attend de partir", "messages attendent de partir")
    # The server's words name the recipient: those of confidential mails are not shown.
    refused = waiting.for_administrators().exclude(error="").last()
    error = refused.error if refused else ""
    return _problem(Kind.SENDING, count=count, since=since(oldest.created_at, at), refused=error)


# Tasks

# A worker defers this task each minute; the row of the last time stays when workers stop.
EACH_MINUTE = "mail.watch"
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


def of_workers(at: datetime) -> Problem | None:
    """The banner calls it too: when all workers have stopped, none notes the problems."""
    # The last row, not the latest time: a clock that jumped ahead may have written a future one.
    times = ProcrastinatePeriodicDefer.objects.filter(task_name=EACH_MINUTE).order_by("-pk")
    last = times.values_list("defer_timestamp", flat=True).first()
    heard = datetime.fromtimestamp(last, UTC) if last else None
    # None where none ever was, during installation.
    if heard is None or heard > at - SILENCE:
        return None
    # While one waits, no other is deferred: a busy worker has not stopped.
    beat = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    heard = max(heard, beat or heard)
    return _problem(Kind.WORKER, since=since(heard, at)) if heard <= at - SILENCE else None


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
    by_queue = due.values("queue_name").annotate(jobs=Count("pk"), oldest=Min("due_at"))
    for queue, jobs, oldest in by_queue.order_by("queue_name").values_list("queue_name", "jobs", "oldest"):
        if oldest <= at - LONGEST_OF.get(queue, LONGEST):
            yield queue, jobs, oldest


def _of_queues(at: datetime) -> Problem | None:
    late = [
        spaced(f"file « {queue} » ({count_of(jobs, 'tâche')}, depuis {_since(oldest, at)})")
        for queue, jobs, oldest in overdue(at)
    ]
    # Rows that wait without a job, or whose job was lost.
    unread = Document.objects.filter(
        text_state=Document.TextState.WAITING, stored_at__lte=at - 2 * LONGEST_OF["documents"]
    ).count()
    late += [count_of(unread, "document à lire", "documents à lire")] if unread else []
    late += [said for watch in WATCHES if (said := watch(at))]
    return _problem(Kind.QUEUE, late=listed(late)) if late else None


def _of_failed_tasks(at: datetime) -> Problem | None:
    """Tasks that failed for good in the last day, except sending mails, which has its own problem."""
    events = ProcrastinateEvent.objects.filter(type="failed", at__gt=at - FAILED_SINCE, job__status="failed")
    by_task = events.exclude(job__task_name="mail.send").values("job__task_name").order_by("job__task_name")
    failed = by_task.annotate(jobs=Count("job", distinct=True)).values_list("job__task_name", "jobs")
    tasks = [f"{task} ({number(jobs)})" for task, jobs in failed]
    return _problem(Kind.FAILED, tasks=listed(tasks)) if tasks else None


# Backups


def drill_note() -> Path:
    """Written after each trial of a restore: why it failed, or nothing."""
    return Path(f"{settings.BACKUP_STAMP}.exercice")


def of_backup(at: datetime) -> Problem | None:
    """`deploy/backup` touches BACKUP_STAMP only on success; an empty setting disables this check."""
    if not settings.BACKUP_STAMP:
        return None
    if failed := last_failure(settings.BACKUP_STAMP):
        return _problem(Kind.BACKUP, failed=failed)
    problem = _of_stamp(settings.BACKUP_STAMP, "sauvegarde de la nuit", "intranet-backup", DUMP_EACH, at)
    files = f"{settings.BACKUP_STAMP}.fichiers"
    # The first night leaves this mark too: a version that has just come in has none.
    if not problem and os.path.exists(files):
        problem = _of_stamp(files, "sauvegarde des fichiers déposés", "intranet-files", FILES_EACH, at)
    return problem or _of_drill(at)


def _of_stamp(path: str, name: str, unit: str, each: timedelta, at: datetime) -> Problem | None:
    try:
        last = datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
    except OSError as error:
        missing = spaced(f"aucune n’a réussi, ou sa marque ne se lit pas ({error.strerror} : {path})")
    else:
        if last > at - each:
            return None
        missing = f"la dernière réussie date de {_since(last, at)}"
    return _problem(Kind.BACKUP, missing=missing, name=name, unit=unit)


def _of_drill(at: datetime) -> Problem | None:
    try:
        failure = drill_note().read_text()
        last = datetime.fromtimestamp(drill_note().stat().st_mtime, UTC)
    except OSError:
        return None
    if not failure and last > at - DRILL_EACH:
        return None
    return _problem(Kind.BACKUP, drill=failure or f"le dernier date de {_since(last, at)}.")
