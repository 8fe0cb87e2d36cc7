"""Writing, sending and sending again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from core.mail import policies, tasks
from core.mail.models import OutgoingMail
from core.people.models import Agent

# What a line of a header may not hold; a title typed by an agent reaches subjects.
HEADER_BREAKS = str.maketrans({"\r": " ", "\n": " ", "\x00": ""})


@dataclass(frozen=True)
class Letter:
    """What one person is told; `address` only where it is not the agent's own.

    `body` is plain text and says everything; `html` is the same laid out, a whole document, or empty.
    """

    agent: Agent | None
    subject: str
    body: str
    address: str = ""
    is_secret: bool = False
    html: str = ""


@transaction.atomic
def write(kind: str, letters: Iterable[Letter]) -> list[OutgoingMail]:
    """Keep each letter and ask the worker to send it, if and only if the caller's transaction commits.

    Letters to agents without an address are passed over: what they are told stands on the site.
    """
    mails = OutgoingMail.objects.bulk_create(
        OutgoingMail(
            kind=kind,
            agent=letter.agent,
            address=address,
            subject=letter.subject.translate(HEADER_BREAKS)[:200],
            body=letter.body.replace("\x00", ""),
            html=letter.html.replace("\x00", ""),
            is_secret=letter.is_secret,
        )
        for letter in letters
        if (address := letter.address or (letter.agent and letter.agent.email))
    )
    tasks.defer_sending(mails)
    return mails


def send(mail: OutgoingMail) -> None:
    """Hand one waiting mail to the town's server; in the trial it stays on the site.

    Raises OSError (SMTP errors are) when the server refuses or is away; the caller decides on another try.
    """
    if mail.state in (OutgoingMail.State.SENT, OutgoingMail.State.KEPT):
        return
    if settings.TRIAL:
        mail.state = OutgoingMail.State.KEPT
        mail.save(update_fields=["state"])
        return
    mail.attempts += 1
    mail.save(update_fields=["attempts"])
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.body,
        to=[mail.address],
        headers={
            "Message-ID": f"<{mail.reference}@{settings.MAIL_FROM.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
    mail.state, mail.sent_at, mail.error = OutgoingMail.State.SENT, timezone.now(), ""
    if mail.is_secret:
        mail.body = "(Ce message portait un lien secret : son texte a été effacé après l’envoi.)"
        mail.html = ""
    mail.save(update_fields=["state", "sent_at", "error", "body", "html"])


def note_failure(mail: OutgoingMail, error: str, *, is_final: bool) -> None:
    """Keep the server's words where administrators read them."""
    mail.error = error[:2000]
    mail.state = OutgoingMail.State.FAILED if is_final else OutgoingMail.State.WAITING
    mail.save(update_fields=["error", "state"])


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: Agent) -> None:
    """A failed mail goes back to the worker."""
    if not policies.can_read_mails(by):
        raise PermissionDenied
    mail = OutgoingMail.objects.select_for_update(no_key=True, of=("self",)).get(pk=mail.pk)
    if mail.state != OutgoingMail.State.FAILED:
        return
    mail.state = OutgoingMail.State.WAITING
    mail.save(update_fields=["state"])
    tasks.defer_sending([mail])


def write_account_letter(agent: Agent | None, address: str, subject: str, body: str) -> None:
    """What sign-in sends (a link to a new password): a secret, erased once sent."""
    write("people.account", [Letter(agent, subject, body, address=address, is_secret=True)])
