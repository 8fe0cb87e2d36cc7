"""Mails sent, bytes of mails received, what strangers wrote, heartbeats and finished jobs."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.inbound import expiry
from core.mail.models import OutgoingMail, RawContent, State
from core.mail.monitoring import heartbeats
from core.mail.registry import INBOXES
from core.operations.purges import Kept, apps_of_offices, keep
from core.ui.french import count_of

DAYS = 365
JOB_DAYS = 7


def sent(at: datetime) -> QuerySet[OutgoingMail]:
    """But about what an office eliminates."""
    of_offices = Q(content_type__app_label__in=apps_of_offices())
    old = OutgoingMail.objects.filter(created_at__lt=at - timedelta(days=DAYS))
    return old.exclude(state=OutgoingMail.State.WAITING).filter(~of_offices | Q(content_type=None))


def originals(at: datetime) -> QuerySet[RawContent]:
    """Of what was settled: its text stays with what it became. Those of a register open to all belong to it."""
    open_to_all = [name for name, inbox in INBOXES.items() if inbox.is_open]
    settled = (State.FILED, State.AUTOMATIC, State.REPEATED, State.REFUSED, State.SET_ASIDE)
    old = RawContent.objects.filter(mail__taken_at__lt=at - timedelta(days=DAYS), mail__state__in=settled)
    return old.exclude(mail__inbox__in=open_to_all)


def finished_jobs(at: datetime) -> QuerySet[ProcrastinateJob]:
    """Those that failed stay for administrators to read."""
    ended = ProcrastinateJob.objects.filter(status="succeeded")
    return ended.exclude(procrastinateevent__at__gte=at - timedelta(days=JOB_DAYS))


def remove_finished_jobs(at: datetime) -> int:
    """By their table: Procrastinate's models are read-only, and its own deletion wants an event loop."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = ANY(%s)",
            [[*finished_jobs(at).values_list("pk", flat=True)]],
        )
        return cursor.rowcount


keep(
    Kept("Messages envoyés par l’intranet", "12 mois", rows=sent),
    Kept("Messages reçus, tels qu’ils sont arrivés", "12 mois", rows=originals),
    Kept(
        "Messages d’expéditeurs inconnus",
        count_of(settings.MAIL_QUARANTINE_DAYS, "jour"),
        "effacement de leur contenu chaque nuit",
        rows=expiry.of_strangers,
        purge=expiry.expire,
    ),
    Kept("Messages témoins", "7 jours", rows=heartbeats.old, purge=heartbeats.remove_old),
    Kept("Tâches terminées", count_of(JOB_DAYS, "jour"), rows=finished_jobs, purge=remove_finished_jobs),
)
