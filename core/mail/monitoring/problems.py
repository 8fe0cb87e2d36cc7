"""List problems of mail and tasks, with what to do: for the doctor, `/sante/`, the banner and a page."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Count, Min

from core.mail.models import IncomingMail, Mailbox, OutgoingMail, Reason
from core.mail.monitoring import task_queues
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

Trouble = Mailbox.Trouble
# No problem for a server that restarts or a password that is being changed.
PATIENCE = timedelta(minutes=5)
SILENCE = timedelta(minutes=10)
NOTED = "mail.problems"
UNSENT = timedelta(hours=1)
# There is a dump each night, which may take long.
DUMP_EACH = timedelta(hours=26)
# And a trial of restoring it each month, where there ever was one.
DRILL_EACH = timedelta(days=40)
LOOK = (
    "Voyez « systemctl status intranet-worker intranet-documents », puis « journalctl -u intranet-worker -n 50 ». Rien "
    "n’est perdu."
)


_WORDS: dict[str, str] = {
    Trouble.UNREACHABLE: (
        "Le serveur de messagerie ne répond pas. Est-il arrêté, son nom a-t-il changé, un pare-feu bloque-t-il son "
        "port ? Les messages attendent sur le serveur : ils seront pris dès qu’il répondra."
    ),
    Trouble.REFUSED: (
        "Le serveur refuse le mot de passe ou le jeton. A-t-il changé ou expiré ? Mettez le nouveau dans les réglages, "
        "puis redémarrez intranet-mail et intranet-web (qui fait l’essai)."
    ),
    Trouble.NO_FOLDER: (
        "Le dossier nommé à la fin de l’adresse de la boîte n’existe pas (ou plus). Recréez-le, ou corrigez son nom "
        "dans les réglages."
    ),
    Trouble.CUT: (
        "La connexion se coupe avant la fin. Si cela dure, regardez les journaux du serveur et la charge du réseau : "
        "rien n’est perdu, chaque passage reprend où le précédent s’est arrêté."
    ),
    Trouble.FULL: (
        "L’intranet n’arrive pas à enregistrer les messages : disque plein, ou base de données en difficulté. Les "
        "messages restent sur le serveur jusqu’à ce que ce soit réparé."
    ),
    Trouble.COUNT: (
        "Le serveur compte plus de messages que l’intranet n’en connaît. Un passage de plus les prend d’ordinaire ; "
        "si cela dure, comparez le dossier avec les messages reçus."
    ),
}
WHAT_TO_DO = {trouble: spaced(text) for trouble, text in _WORDS.items()}
NOBODY_FETCHES = spaced(
    "Le service qui relève la boîte est arrêté : « systemctl status intranet-mail », puis "
    "« systemctl restart intranet-mail »."
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
    found = [problem for name in settings.MAILBOXES if (problem := _of_mailbox(name, rows.get(name), at))]
    others = (
        _of_quarantine(),
        _of_reading(at),
        _of_what_was_lost(at),
        _of_sending(at),
        of_workers(at) or _of_queues(at),
        _of_failed_tasks(at),
        of_backup(at),
    )
    return found + [problem for problem in others if problem]


def note(at: datetime) -> None:
    """Cache the sentences of the banner: a page must not compute them all."""
    cache.set(NOTED, (at, [problem.sentence for problem in problems(at)]), None)


def banner(at: datetime) -> list[str]:
    """The problems that the worker noted, or that none works any more."""
    if stopped := of_workers(at):
        return [stopped.sentence]
    noted_at, sentences = cache.get(NOTED) or (at, [])
    return sentences if noted_at > at - SILENCE else []


def since(then: datetime, at: datetime) -> str:
    """« à 14 h 5 » today, « mardi 24 novembre 2026 à 14 h 5 » before."""
    return f"à {hour(local(then))}" if day_of(then) == day_of(at) else moment(then)


def _of_mailbox(name: str, mailbox: Mailbox | None, at: datetime) -> Problem | None:
    if mailbox is None or is_forgotten(mailbox, at):
        last = mailbox.last_pass_at if mailbox else None
        said = f"n’est plus relevée, la dernière fois {since(last, at)}" if last else "n’a jamais été relevée"
        return Problem(Kind.MAILBOX, spaced(f"La boîte « {name} » {said}. {NOBODY_FETCHES}"))
    if mailbox.trouble and mailbox.trouble_since and mailbox.trouble_since <= at - PATIENCE:
        begun = since(mailbox.trouble_since, at).removeprefix("à ")
        said = f"{mailbox.get_trouble_display().lower()}, depuis {begun}"
        return Problem(Kind.MAILBOX, spaced(f"Boîte « {name} » : {said}. {WHAT_TO_DO[mailbox.trouble]}"))
    return None


def is_forgotten(mailbox: Mailbox, at: datetime) -> bool:
    """Whether the mailbox was not read for long; its first sync, which may be long, has no end yet."""
    return mailbox.last_pass_at is not None and mailbox.last_pass_at <= at - SILENCE


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
    lost = OutgoingMail.objects.lost_lately(at).order_by()
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
    waiting = waiting.order_by("created_at")
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
    """The banner calls it too: when all workers have stopped, none notes the problems."""
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
