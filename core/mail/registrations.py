"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import Q, QuerySet
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.admin import to_do
from core.admin.to_do import Queue
from core.french import NBSP, count_of, listed, number
from core.mail import policies
from core.mail.imap import accounts
from core.mail.inbound import actions, authentication_results
from core.mail.models import AddressTrouble, IncomingMail, Mailbox, OutgoingMail, RawContent, State
from core.mail.monitoring import LOOK, Kind, live_workers, problems, since, stuck
from core.mail.outbound import sending
from core.mail.registry import INBOXES, is_ours
from core.operations.findings import Finding, check, failure, fine, warning
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, apps_of_offices, keep
from core.people.models import Agent
from core.people.models.agents import RESERVED_ADDRESSES

RESERVED_ADDRESSES.append(is_ours)

# Settings


@register()
def mailboxes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The settings of each mailbox are valid; the fetcher finds out whether its server accepts them."""
    found: list[CheckMessage] = []
    read: dict[tuple[str, int, str, str], str] = {}
    for name, written in settings.MAILBOXES.items():
        try:
            account = accounts.read_account(name, written)
            accounts.context(account)
        except accounts.MailboxSettingsError as error:
            found.append(Error(str(error), id="mail.E001"))
            continue
        place = (account.host, account.port, account.user, account.folder)
        if place in read:
            text = f"Les boîtes {read[place]} et {name} sont le même dossier{NBSP}: n’en gardez qu’une."
            found.append(Error(text, id="mail.E002"))
        read.setdefault(place, name)
    return found


@register()
def internal_relays(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt relay matches nothing, and a network of all addresses would trust the whole world."""
    return [
        Error(
            f"MAIL_INTERNAL_RELAYS{NBSP}: «{NBSP}{word}{NBSP}» n’est pas un réseau, comme 10.0.0.0/8 ou 192.0.2.7, "
            "ou en désigne un trop vaste.",
            id="mail.E020",
        )
        for word in settings.MAIL_INTERNAL_RELAYS
        if not (found := authentication_results.networks([word])) or found[0].prefixlen == 0
    ]


# To do


@to_do.register
def mails(agent: Agent) -> Iterator[Queue]:
    """Queue mails in quarantine, mails that failed and failing addresses, as the admin lists them."""
    if policies.can_list_incoming(agent):
        waiting = policies.readable_incoming(agent, IncomingMail.objects.awaiting_a_person())
        yield Queue(
            waiting,
            "message reçu à regarder",
            "messages reçus à regarder",
            reverse("admin:mail_incomingmail_changelist"),
        )
    if policies.can_read_mails(agent):
        yield Queue(
            OutgoingMail.objects.failed().for_administrators(),
            "message qui n’a pas pu partir",
            "messages qui n’ont pas pu partir",
            f"{reverse('admin:mail_outgoingmail_changelist')}?state__exact={OutgoingMail.State.FAILED}",
            is_late=True,
        )
    if policies.can_see_address_troubles(agent):
        yield Queue(
            AddressTrouble.objects.exclude(failing_since=None),
            "adresse qui ne reçoit plus",
            "adresses qui ne reçoivent plus",
            reverse("admin:mail_addresstrouble_changelist"),
        )


# Kept for how long

DAYS = 365
JOB_DAYS = 7
NOTHING_SENT = "aucun message n’est encore parti"


def sent(at: datetime) -> QuerySet[OutgoingMail]:
    """But about what an office eliminates."""
    of_offices = Q(content_type__app_label__in=apps_of_offices())
    old = OutgoingMail.objects.filter(created_at__lt=at - timedelta(days=DAYS))
    return old.exclude(state=OutgoingMail.State.WAITING).filter(~of_offices | Q(content_type=None))


def originals(at: datetime) -> QuerySet[RawContent]:
    """Purge settled mails: their text stays with what they became. Those of a register open to all belong to it."""
    settled = (State.FILED, State.AUTOMATIC, State.REPEATED, State.REFUSED, State.SET_ASIDE)
    old = RawContent.objects.filter(mail__taken_at__lt=at - timedelta(days=DAYS), mail__state__in=settled)
    return old.exclude(mail__inbox__in=open_inboxes())


def open_inboxes() -> list[str]:
    return [name for name, inbox in INBOXES.items() if inbox.is_open]


def finished_jobs(at: datetime) -> QuerySet[ProcrastinateJob]:
    """Purge successful jobs; failed ones stay for administrators to read."""
    ended = ProcrastinateJob.objects.filter(status="succeeded")
    return ended.exclude(procrastinateevent__at__gte=at - timedelta(days=JOB_DAYS))


keep(
    Kept("Messages envoyés par l’intranet", "12 mois", rows=sent),
    Kept("Messages reçus, tels qu’ils sont arrivés", "12 mois", rows=originals),
    Kept(
        "Messages d’expéditeurs inconnus",
        count_of(settings.MAIL_QUARANTINE_DAYS, "jour"),
        "effacement de leur contenu chaque nuit",
        rows=actions.of_strangers,
        purge=actions.expire,
    ),
    Kept(
        "Tâches terminées",
        count_of(JOB_DAYS, "jour"),
        rows=finished_jobs,
        purge=lambda at: sending.remove_jobs(finished_jobs(at)),
    ),
)


# Personal data

give(
    Part(
        "Les messages que l’intranet m’a envoyés",
        {"objet": "subject", "à l’adresse": "address", "écrit le": "created_at", "parti le": "sent_at"},
        lambda agent: OutgoingMail.objects.filter(agent=agent).order_by("created_at"),
    ),
    Part(
        "Les messages que j’ai envoyés à l’intranet",
        {"objet": "subject", "texte": "text", "de l’adresse": "sender_address", "pris le": "taken_at"},
        lambda agent: (
            IncomingMail.objects.filter(sender=agent).exclude(inbox__in=open_inboxes()).order_by("taken_at")
        ),
    ),
)


# Doctor

# config/worker.py: one for what is quick, one for what is slow.
WORKERS = 2
RESTART = "Tapez « systemctl restart intranet-worker intranet-documents » : elles reprennent d’elles-mêmes."
# These wait for a person, and nothing stops meanwhile.
FOR_A_PERSON = (Kind.QUARANTINE, Kind.LOST, Kind.FAILED)


@check("Traitement des tâches")
def workers(at: datetime) -> Iterator[Finding]:
    living = live_workers(at)
    said = f"{count_of(living, 'processus vivant', 'processus vivants')} sur {WORKERS}"
    if living >= WORKERS:
        yield fine(said)
    else:
        yield failure(said, LOOK)
    if found := stuck(at):
        tasks = listed([f"{task} ({number(jobs)})" for task, jobs in found])
        yield failure(f"des tâches commencées n’avancent plus : {tasks}", RESTART)


@check("Tâches, courrier, sauvegarde")
def mail_and_tasks(at: datetime) -> Iterator[Finding]:
    """Each problem says what to do."""
    found = problems(at)
    for problem in found:
        say = warning if problem.kind in FOR_A_PERSON else failure
        yield say(f"{problem.kind.label}. {problem.text}")
    if not found:
        yield fine("aucun ennui")


@check("Courrier reçu")
def mail_in(at: datetime) -> Iterator[Finding]:
    boxes = {box.name: box.last_success_at for box in Mailbox.objects.filter(name__in=settings.MAILBOXES)}
    for name in settings.MAILBOXES:
        if last := boxes.get(name):
            yield fine(f"boîte « {name} » relevée {since(last, at)}")
    if not settings.MAILBOXES:
        yield fine("aucune boîte n’est relevée (MAILBOXES est vide)")


@check("Courrier envoyé")
def mail_out(at: datetime) -> Iterator[Finding]:
    # By the index of the lists.
    last = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).order_by("-created_at", "-pk").first()
    lost = OutgoingMail.objects.lost_lately(at).count()
    said = f"dernier message parti {since(last.sent_at or at, at)}" if last else NOTHING_SENT
    yield fine(f"{said}, {count_of(lost, 'perdu', 'perdus')} depuis une semaine")
