"""Send a test message: stored raw by the fetcher's own function, which has a worker read it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.documents.models import Upload
from core.french import NBSP
from core.mail.imap import storage
from core.mail.imap.connection import FetchedMessage
from core.mail.inbound.message_context import agent_at
from core.mail.models import IncomingMail, Mailbox
from core.people.models import Agent
from core.web.locks import locked
from demo.models import TrialMail
from demo.trial_mail.messages import as_delivered, composed, invitation

# Of no server: the fetcher, which reads the mailboxes of the settings, does not know it.
MAILBOX, UIDVALIDITY = "page-d-essai", 1
MOST_AN_HOUR = 20
TOO_MANY = (
    f"Vous avez envoyé {MOST_AN_HOUR} messages d’essai en une heure{NBSP}: c’est la limite. Attendez un peu avant le "
    "suivant."
)


def send_written(
    *,
    by: Agent,
    submission_key: UUID,
    sender: str,
    to: str,
    subject: str,
    text: str,
    attachments: Iterable[Upload],
) -> TrialMail:
    """The town's server vouches for an agent's own address only, as for whoever signs in to send."""
    files = list(attachments)
    check_size(sum(file.size for file in files))
    is_own = agent_at(sender) == by
    content = composed(
        by=by if is_own else None, sender=sender, to=to, subject=subject, text=text, files=files
    )
    domain = sender.rpartition("@")[2] if is_own else ""
    return _send(as_delivered(content, vouched_domain=domain), by=by, submission_key=submission_key)


def send_invitation(*, by: Agent, submission_key: UUID, **event: Any) -> TrialMail:
    """Send it like the calendar of who is signed in: the town's server vouches for them."""
    domain = (by.email or "").rpartition("@")[2]
    content = as_delivered(invitation(by=by, **event), vouched_domain=domain)
    return _send(content, by=by, submission_key=submission_key)


def send_file(*, by: Agent, submission_key: UUID, file: bytes) -> TrialMail:
    """Nobody vouches for what a file says of its sender."""
    return _send(as_delivered(file), by=by, submission_key=submission_key)


def check_size(size: int) -> None:
    if size > settings.MAIL_LARGEST:
        megabytes = settings.MAIL_LARGEST // (1024 * 1024)
        raise ValidationError(
            f"Ce message dépasse {megabytes}{NBSP}Mo, la limite du courrier qui arrive{NBSP}: envoyez-en un plus léger."
        )


@transaction.atomic
def _send(content: bytes, *, by: Agent, submission_key: UUID) -> TrialMail:
    check_size(len(content))
    mailbox, _ = Mailbox.objects.get_or_create(name=MAILBOX)
    # One at a time: each takes the next UID, and counts those of the hour.
    mailbox = locked(Mailbox.objects).get(pk=mailbox.pk)
    if (
        TrialMail.objects.by(by).filter(sent_at__gt=timezone.now() - timedelta(hours=1)).count()
        >= MOST_AN_HOUR
    ):
        raise ValidationError(TOO_MANY)
    uid = (IncomingMail.objects.filter(mailbox=mailbox).aggregate(last=Max("uid"))["last"] or 0) + 1
    message = FetchedMessage(content, size=len(content), uid=uid, delivered_at=timezone.now())
    storage.store(mailbox, UIDVALIDITY, message)
    mail = IncomingMail.objects.get(mailbox=mailbox, uidvalidity=UIDVALIDITY, uid=uid)
    return TrialMail.objects.create(agent=by, mail=mail, submission_key=submission_key)
