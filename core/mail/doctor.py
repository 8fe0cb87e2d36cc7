"""The workers and their jobs, the mail in and out: the alarms of the watch, and what went well last."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from core.mail.models import Alarm, Mailbox, OutgoingMail
from core.mail.monitoring import task_queues
from core.mail.monitoring.problems import LOOK, current_problems, since
from core.operations.findings import Finding, check, failure, fine, warning
from core.ui.french import count_of, listed, number

# config/worker.py: one for what is quick, one for what is slow.
WORKERS = 2
RESTART = "Tapez « systemctl restart intranet-worker intranet-documents » : elles reprennent d’elles-mêmes."
FETCHER = "Tapez « systemctl status intranet-mail »."
# These wait for a person, and nothing stops meanwhile.
FOR_A_PERSON = (Alarm.Kind.QUARANTINE, Alarm.Kind.LOST, Alarm.Kind.FAILED)


@check("Traitement des tâches")
def workers(at: datetime) -> Iterator[Finding]:
    living = task_queues.live_workers(at)
    said = f"{count_of(living, 'processus vivant', 'processus vivants')} sur {WORKERS}"
    if living >= WORKERS:
        yield fine(said)
    else:
        yield failure(said, LOOK)
    if stuck := task_queues.stuck(at):
        tasks = listed([f"{task} ({number(jobs)})" for task, jobs in stuck])
        yield failure(f"des tâches commencées n’avancent plus : {tasks}", RESTART)


@check("Tâches, courrier, sauvegarde")
def alarms(at: datetime) -> Iterator[Finding]:
    """Each problem says what to do."""
    found = current_problems(at)
    for problem in found:
        say = warning if problem.kind in FOR_A_PERSON else failure
        yield say(f"{problem.kind.label}. {problem.text}")
    if not found:
        yield fine("aucune alarme")


@check("Courrier reçu")
def mail_in(at: datetime) -> Iterator[Finding]:
    boxes = {box.name: box.last_success_at for box in Mailbox.objects.filter(name__in=settings.MAILBOXES)}
    for name in settings.MAILBOXES:
        if last := boxes.get(name):
            yield fine(f"boîte « {name} » relevée {since(last, at)}")
        else:
            yield warning(f"boîte « {name} » jamais relevée", FETCHER)
    if not settings.MAILBOXES:
        yield fine("aucune boîte n’est relevée (MAILBOXES est vide)")


@check("Courrier envoyé")
def mail_out(at: datetime) -> Iterator[Finding]:
    # By the index of the lists.
    last = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).order_by("-created_at", "-pk").first()
    lost = OutgoingMail.objects.lost_lately(at).count()
    said = (
        f"dernier message parti {since(last.sent_at or at, at)}"
        if last
        else "aucun message n’est encore parti"
    )
    yield fine(f"{said}, {count_of(lost, 'perdu', 'perdus')} depuis une semaine")
