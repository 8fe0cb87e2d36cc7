"""A message that the town sends to itself: when it arrives, sending, delivery, fetching and reading all work."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from core.mail.addresses import mailbox_address, with_detail
from core.mail.headers import message_id
from core.mail.models import Envelope, Heartbeat, IncomingMail, Mailbox, OutgoingMail
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage
from core.ui.keys import random_key

HEADER = "X-Intranet-Heartbeat"
KIND = "mail.heartbeat"
# With a « +detail », like the addresses of replies.
DETAIL = "battement"
KEPT = timedelta(days=7)
SUBJECT = "Message témoin de l’intranet"
BODY = (
    "L’intranet s’envoie ce message à lui-même pour vérifier que son courrier arrive.\n"
    "Il n’y a rien à faire, ni à répondre : il se range tout seul.\n"
)


def interval() -> timedelta:
    return timedelta(minutes=settings.MAIL_HEARTBEAT_MINUTES)


def are_sent() -> bool:
    """Not in the trial, where nothing leaves."""
    return bool(settings.MAILBOXES) and not settings.TRIAL


@transaction.atomic
def beat(*, at: datetime) -> list[Heartbeat]:
    """Send one to each mailbox whose last is old enough; the caller holds the lock of the watch."""
    if not are_sent():
        return []
    sent = []
    for name in settings.MAILBOXES:
        mailbox, _ = Mailbox.objects.get_or_create(name=name)
        address = mailbox_address(name)
        if address and not mailbox.heartbeats.filter(sent_at__gt=at - interval()).exists():
            sent.append(_send(mailbox, with_detail(address, DETAIL), at))
    return sent


def _send(mailbox: Mailbox, address: str, at: datetime) -> Heartbeat:
    # While the town's server is away, only the newest waits: otherwise a night of them would arrive together, the
    # oldest long after the server is back, since it is tried less and less often.
    waiting = OutgoingMail.objects.filter(created_at__gt=at - KEPT, kind=KIND, address=address)
    waiting.filter(state=OutgoingMail.State.WAITING).delete()
    heartbeat = Heartbeat.objects.create(mailbox=mailbox, token=random_key() + random_key(), sent_at=at)
    # With a null envelope sender, no report comes back and no autoresponder answers.
    headers = {HEADER: heartbeat.token}
    actions.write(
        KIND, [OutboundMessage(None, SUBJECT, BODY, address=address, envelope=Envelope.NULL, headers=headers)]
    )
    return heartbeat


def arrived(token: str) -> bool:
    """Record that a heartbeat was read, in the reader's transaction; False for an unknown token."""
    known = Heartbeat.objects.filter(token=token[:40])
    known.filter(arrived_at=None).update(arrived_at=timezone.now())
    return known.exists()


def late_since(mailbox: Mailbox, *, at: datetime) -> datetime | None:
    """When the oldest missing heartbeat was sent, after twice the interval without one back; else None."""
    known = mailbox.heartbeats.filter(sent_at__gt=at - KEPT)
    last = known.aggregate(last=Max("sent_at", filter=Q(arrived_at__isnull=False)))["last"]
    missing = known.filter(arrived_at=None, sent_at__lte=at - 2 * interval())
    if last:
        missing = missing.filter(sent_at__gt=last)
    oldest = missing.order_by("sent_at").first()
    return oldest.sent_at if oldest else None


def unsent(mailbox: Mailbox, *, since: datetime) -> OutgoingMail | None:
    """The mail of the newest heartbeat since then, when it was not even sent (with the server's words); else None."""
    tokens = (
        mailbox.heartbeats.filter(sent_at__gte=since).order_by("-sent_at").values_list("token", flat=True)
    )
    mails = OutgoingMail.objects.filter(created_at__gte=since - timedelta(hours=1), kind=KIND)
    mail = mails.filter(headers__contains={HEADER: tokens.first()}).first()
    return mail if mail and mail.state != OutgoingMail.State.SENT else None


def message_ids(mails: Iterable[OutgoingMail]) -> list[str]:
    return [message_id(mail.reference) for mail in mails]


def old(at: datetime) -> QuerySet[Heartbeat]:
    return Heartbeat.objects.filter(sent_at__lt=at - KEPT)


@transaction.atomic
def remove_old(at: datetime) -> int:
    """Delete heartbeats over a week old: the mails sent, and those received once they have left the folder.

    A mail that stays in the folder, marked, keeps its row: the mailbox's count must find each message.
    """
    mails = OutgoingMail.objects.filter(kind=KIND, created_at__lt=at - KEPT)
    archived = [name for name, mailbox in settings.MAILBOXES.items() if mailbox.get("archive")]
    IncomingMail.objects.filter(
        message_id__in=message_ids(mails),
        mailbox__name__in=archived,
        left_folder_at__isnull=False,
        repeats=None,
    ).delete()
    mails.exclude(state=OutgoingMail.State.WAITING).delete()
    return old(at).delete()[0]
