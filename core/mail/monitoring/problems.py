"""What is wrong with the mail and the tasks now; only reads."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min

from core.mail.models import Alarm, IncomingMail, Mailbox, OutgoingMail, Reason
from core.mail.monitoring import heartbeats, task_queues
from core.mail.monitoring.advice import NOBODY_FETCHES, WHAT_TO_DO
from core.operations.findings import last_failure
from core.ui.french import (
    COUNT_LIMIT,
    count_of,
    day_of,
    listed,
    local,
    moment,
    number,
    spaced,
    with_capital,
)
from core.ui.french import clock as hour

Kind = Alarm.Kind
# No alarm for a server that restarts or a password that is being changed.
PATIENCE = timedelta(minutes=5)
SILENCE = timedelta(minutes=10)
UNSENT = timedelta(hours=1)
# There is a dump each night, which may take long.
DUMP_EACH = timedelta(hours=26)
# And a trial of restoring it each month, where there ever was one.
DRILL_EACH = timedelta(days=40)
LOOK = (
    "Voyez « systemctl status intranet-worker intranet-documents », puis « journalctl -u intranet-worker -n 50 ». Rien "
    "n’est perdu."
)


@dataclass(frozen=True)
class Problem:
    """One problem; `text` says what it is, then what to do."""

    kind: Kind
    text: str
    mailbox: Mailbox | None = None


def current_problems(at: datetime) -> list[Problem]:
    found = [trouble for mailbox in _in_use() if (trouble := _of_mailbox(mailbox, at))]
    others = (
        _of_quarantine(),
        _of_reading(at),
        _of_what_was_lost(at),
        _of_sending(at),
        of_workers(at) or _of_queues(at),
        _of_failed_tasks(at),
        of_backup(at),
    )
    return found + [trouble for trouble in others if trouble]


def _in_use() -> Iterator[Mailbox]:
    """The mailboxes of the settings; those removed from them are ignored."""
    return Mailbox.objects.filter(name__in=list(settings.MAILBOXES)).iterator()


def since(then: datetime, at: datetime) -> str:
    """« à 14 h 5 » today, « mardi 24 novembre 2026 à 14 h 5 » before."""
    return f"à {hour(local(then))}" if day_of(then) == day_of(at) else moment(then)


def _of_mailbox(mailbox: Mailbox, at: datetime) -> Problem | None:
    if is_forgotten(mailbox, at):
        last = mailbox.last_pass_at
        said = f"n’est plus relevée, la dernière fois {since(last, at)}" if last else "n’a jamais été relevée"
        return Problem(Kind.MAILBOX, spaced(f"La boîte « {mailbox} » {said}. {NOBODY_FETCHES}"), mailbox)
    if mailbox.trouble and mailbox.trouble_since and mailbox.trouble_since <= at - PATIENCE:
        begun = since(mailbox.trouble_since, at).removeprefix("à ")
        said = f"{mailbox.get_trouble_display().lower()}, depuis {begun}"
        text = f"Boîte « {mailbox} » : {said}. {WHAT_TO_DO[mailbox.trouble]}"
        return Problem(Kind.MAILBOX, spaced(text), mailbox)
    # A mailbox in trouble has no heartbeat either: one cause, one alarm.
    if heartbeats.are_sent() and not mailbox.trouble and (gone := heartbeats.late_since(mailbox, at=at)):
        return Problem(Kind.HEARTBEAT, spaced(_of_heartbeat(mailbox, gone, at)), mailbox)
    return None


def is_forgotten(mailbox: Mailbox, at: datetime) -> bool:
    """Whether the mailbox was not read for long; before its first sync, since the first heartbeat was sent to it."""
    if mailbox.last_pass_at:
        return mailbox.last_pass_at <= at - SILENCE
    return mailbox.heartbeats.filter(sent_at__lte=at - SILENCE).exists()


def _of_heartbeat(mailbox: Mailbox, gone: datetime, at: datetime) -> str:
    said = f"Le message témoin envoyé {since(gone, at)} à la boîte « {mailbox} » n’est pas revenu."
    if mail := heartbeats.unsent(mailbox, since=gone):
        why = f" Mots du serveur : {mail.error}" if mail.error else ""
        return (
            f"{said} Il n’a pas pu partir : le serveur d’envoi ou le traitement des tâches est arrêté.{why}"
        )
    return (
        f"{said} Quelque chose le retient en route : un filtre antispam, une règle de la messagerie, ou une adresse "
        f"avec « +{heartbeats.DETAIL} » que le serveur ne remet plus à cette boîte."
    )


def _of_quarantine() -> Problem | None:
    waiting = IncomingMail.objects.awaiting_a_person().order_by()
    by_reason = dict(waiting.values_list("reason").annotate(found=Count("pk")).order_by("-found", "reason"))
    if not by_reason:
        return None
    total = sum(by_reason.values())
    reasons = listed(
        [f"{Reason(reason).label.lower()} ({number(found)})" for reason, found in by_reason.items()]
    )
    wait = f"{count_of(total, 'message')} {'attend' if total == 1 else 'attendent'} que quelqu’un regarde"
    what = "Au bureau, « Messages reçus », chacun se lit, se traite à nouveau ou s’écarte."
    text = f"{wait}. {with_capital(reasons)}. {what}"
    return Problem(Kind.QUARANTINE, spaced(text))


def _of_reading(at: datetime) -> Problem | None:
    to_read = IncomingMail.objects.to_read().order_by()
    oldest = to_read.aggregate(oldest=Min("taken_at"))["oldest"]
    if oldest is None or oldest > at - SILENCE:
        return None
    count = to_read[: COUNT_LIMIT + 1].count()
    text = (
        f"{count_of(count, 'message pris et pas encore lu', 'messages pris et pas encore lus')}, le plus ancien pris "
        f"{since(oldest, at)}. Le traitement des tâches est arrêté ou débordé : « systemctl status intranet-worker ». "
        "Rien n’est perdu."
    )
    return Problem(Kind.READING, spaced(text))


def _of_what_was_lost(at: datetime) -> Problem | None:
    lost = OutgoingMail.objects.lost_lately(at).exclude(kind=heartbeats.KIND).order_by()
    count = lost[: COUNT_LIMIT + 1].count()
    if not count:
        return None
    said = count_of(count, "message n’a pas pu partir", "messages n’ont pas pu partir")
    text = f"{said}. Au bureau, « Messages envoyés », chacun dit pourquoi et se renvoie d’un bouton."
    if lost.confidential().exists():
        text += (
            " Les lettres confidentielles n’y sont pas : « Envoyer maintenant ce qui attend », au-dessus de la liste, "
            "les renvoie."
        )
    return Problem(Kind.LOST, spaced(text))


def _of_sending(at: datetime) -> Problem | None:
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, created_at__lte=at - UNSENT)
    waiting = waiting.exclude(kind=heartbeats.KIND).order_by("created_at")
    oldest = waiting.first()
    if oldest is None:
        return None
    count = count_of(
        waiting[: COUNT_LIMIT + 1].count(), "message attend de partir", "messages attendent de partir"
    )
    # The server's words name the recipient: those of confidential mails are not shown.
    refused = waiting.for_administrators().exclude(error="").last()
    why = f" Derniers mots du serveur : {refused.error}." if refused else ""
    text = f"{count}, le plus ancien écrit {since(oldest.created_at, at)}.{why} {LOOK}"
    return Problem(Kind.SENDING, spaced(text))


def of_workers(at: datetime) -> Problem | None:
    """The site calls it too: when all workers have stopped, nothing else reports it."""
    silent_since = task_queues.workers_silent_since(at)
    if silent_since is None:
        return None
    text = f"Le traitement des tâches est arrêté, vu pour la dernière fois {since(silent_since, at)}. {LOOK}"
    return Problem(Kind.WORKER, spaced(text))


def _of_queues(at: datetime) -> Problem | None:
    late = [
        f"file « {queue} » ({count_of(jobs, 'tâche')}, depuis {since(oldest, at).removeprefix('à ')})"
        for queue, jobs, oldest in task_queues.overdue(at)
    ]
    late += task_queues.waiting_elsewhere(at)
    if not late:
        return None
    return Problem(Kind.QUEUE, spaced(f"Du travail attend depuis trop longtemps : {listed(late)}. {LOOK}"))


def _of_failed_tasks(at: datetime) -> Problem | None:
    tasks = [f"{task} ({number(jobs)})" for task, jobs in task_queues.failed(at)]
    if not tasks:
        return None
    text = (
        f"Des tâches ont échoué depuis hier : {listed(tasks)}. Voyez « journalctl -u intranet-worker -u "
        "intranet-documents --since yesterday »."
    )
    return Problem(Kind.FAILED, spaced(text))


def drill_note() -> Path:
    """Written after each trial of a restore: why it failed, or nothing."""
    return Path(f"{settings.BACKUP_STAMP}.exercice")


def _of_drill(at: datetime) -> Problem | None:
    try:
        failure = drill_note().read_text()
        last = datetime.fromtimestamp(drill_note().stat().st_mtime, UTC)
    except OSError:
        return None
    if not failure and last > at - DRILL_EACH:
        return None
    said = failure or f"le dernier date de {since(last, at).removeprefix('à ')}."
    text = (
        f"L’exercice de restauration manque ou a échoué : {said} Voyez « journalctl -u intranet-drill », puis "
        "relancez-le à la main (docs/exploitation.md)."
    )
    return Problem(Kind.BACKUP, spaced(text))


def of_backup(at: datetime) -> Problem | None:
    """`manage.py backup` touches BACKUP_STAMP only on success; an empty setting disables this check."""
    if not settings.BACKUP_STAMP:
        return None
    if failed := last_failure(settings.BACKUP_STAMP):
        text = (
            f"La dernière sauvegarde a échoué : {failed} Voyez « journalctl -u intranet-backup », puis relancez-la "
            "à la main (docs/exploitation.md)."
        )
        return Problem(Kind.BACKUP, spaced(text))
    try:
        last = datetime.fromtimestamp(os.stat(settings.BACKUP_STAMP).st_mtime, UTC)
    except OSError as error:
        said = f"aucune n’a réussi, ou sa marque ne se lit pas ({error.strerror} : {settings.BACKUP_STAMP})"
    else:
        if last > at - DUMP_EACH:
            return _of_drill(at)
        said = f"la dernière réussie date de {since(last, at).removeprefix('à ')}"
    text = (
        f"La sauvegarde de la nuit manque : {said}. Voyez « journalctl -u intranet-backup », la place du disque, puis "
        "relancez-la à la main (docs/exploitation.md)."
    )
    return Problem(Kind.BACKUP, spaced(text))
