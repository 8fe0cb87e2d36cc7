"""Writing, sending and sending again."""

from collections.abc import Iterable, Sequence
from smtplib import SMTPSenderRefused
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.mail import policies, tasks
from core.mail.headers import headers_of, sender
from core.mail.models import OutgoingMail
from core.mail.outbound.backend import SmtpConnection, SmtpMessage
from core.mail.outbound.circuit_breaker import raise_if_open, record_timeout
from core.mail.outbound.messages import HEADER_BREAKS, OutboundMessage, render_layout, split_last_link
from core.mail.outbound.threading import ThreadPosition, reply_to, thread_positions
from core.mail.outbound.verp import return_addresses
from core.people.models import Agent

PERMANENT = 500
__all__ = [
    "HEADER_BREAKS",
    "OutboundMessage",
    "note_failure",
    "send",
    "send_again",
    "send_waiting",
    "write",
    "write_account_message",
]


@transaction.atomic(savepoint=False)
def write(kind: str, letters: Iterable[OutboundMessage]) -> list[OutgoingMail]:
    """Keep each letter and ask the worker to send it, if and only if the caller's transaction commits.

    Letters to agents without an address are passed over: what they are told stands on the site.
    """
    leaving = [letter for letter in letters if letter.to]
    mails = OutgoingMail.objects.bulk_create(
        _mail(kind, letter, place) for letter, place in zip(leaving, thread_positions(leaving), strict=True)
    )
    tasks.defer_sending(mails)
    return mails


def _mail(kind: str, letter: OutboundMessage, place: ThreadPosition) -> OutgoingMail:
    body, html = render_layout(letter, can_answer=place.reply_address is not None)
    return OutgoingMail(
        kind=kind,
        agent=letter.agent,
        address=letter.to,
        subject=letter.subject.translate(HEADER_BREAKS)[:200],
        body=body.replace("\x00", "").strip() + "\n",
        html=html.replace("\x00", ""),
        is_secret=letter.is_secret,
        is_confidential=letter.is_confidential,
        reply_address=place.reply_address,
        in_reply_to=place.in_reply_to,
        references=place.references,
        is_reply=letter.is_reply,
        envelope=letter.envelope,
        calendar=letter.calendar,
        headers={name: value.translate(HEADER_BREAKS) for name, value in letter.headers.items()},
        **place.reference,
    )


def send(mail: OutgoingMail, connection: SmtpConnection | None = None) -> None:
    """Hand one waiting mail to the town's server; in the trial it stays on the site.

    Without a `connection`, through one of its own.

    At least once: a mail is never lost, and is sent twice only when the machine stops between the server's last word
    and the one statement that follows it; both then bear the same Message-ID, by which mailboxes know a double.

    Raises OSError (SMTP errors are) when the server refuses or is away, ValueError for an address that SMTP cannot
    carry; the caller decides on another try.
    """
    if mail.state in (OutgoingMail.State.SENT, OutgoingMail.State.KEPT):
        return
    if settings.TRIAL:
        mail.state = OutgoingMail.State.KEPT
        mail.save(update_fields=["state"])
        return
    raise_if_open()
    mail.attempts += 1
    mail.save(update_fields=["attempts"])
    message = _message(mail)
    if connection is not None:
        _send_through(connection, mail, message)
        return
    # Closed after the row is saved: as little time as possible between the server's answer and the row.
    with SmtpConnection() as own:
        _send_through(own, mail, message)


def _send_through(connection: SmtpConnection, mail: OutgoingMail, message: SmtpMessage) -> None:
    try:
        backend = connection.opened()
    except OSError as error:
        # smtplib wraps a greeting that does not come.
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            record_timeout()
        raise
    _hand_over(backend, message, return_addresses(mail))
    _note_sent(mail)


def _message(mail: OutgoingMail) -> SmtpMessage:
    message = SmtpMessage(
        subject=mail.subject.translate(HEADER_BREAKS),
        body=mail.body,
        from_email=sender(),
        to=[mail.address],
        reply_to=reply_to(mail),
        headers=headers_of(mail),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.calendar = mail.calendar
    return message


def _hand_over(backend: Any, message: SmtpMessage, senders: Sequence[str]) -> None:
    """With the first of the envelope's senders that the server takes: some know their clients' own address only."""
    for envelope_sender in senders:
        message.envelope_sender = envelope_sender
        try:
            backend.send_messages([message])
        except SMTPSenderRefused as error:
            if error.smtp_code < PERMANENT or envelope_sender == senders[-1]:
                raise
        else:
            return


def _note_sent(mail: OutgoingMail) -> None:
    mail.state, mail.sent_at, mail.error = OutgoingMail.State.SENT, timezone.now(), ""
    if mail.is_secret:
        mail.body = "(Ce message portait un lien secret : son texte a été effacé après l’envoi.)"
        mail.html = mail.calendar = ""
    mail.save(update_fields=["state", "sent_at", "error", "body", "html", "calendar"])


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


@transaction.atomic
def send_waiting(*, by: Agent) -> int:
    """All that waits leaves now, after a server that was away for long; returns how many mails that is."""
    if not policies.can_read_mails(by):
        raise PermissionDenied
    return tasks.send_waiting()


def write_account_message(agent: Agent | None, address: str, subject: str, body: str) -> None:
    """What sign-in sends (a link to a new password): a secret, erased once sent."""
    words, button, url = split_last_link(body)
    letter = OutboundMessage(agent, subject, words, address=address, is_secret=True, button=button, url=url)
    write("people.account", [letter])
