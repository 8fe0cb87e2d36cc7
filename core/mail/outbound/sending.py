"""Send a mail through the town's server; what the server says decides whether there is another try."""

import time
from collections.abc import Sequence
from smtplib import SMTPSenderRefused
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.mail.headers import headers_of, sender
from core.mail.models import OutgoingMail
from core.mail.outbound import bounce_handling, send_queue
from core.mail.outbound.backend import SmtpConnection, SmtpMessage
from core.mail.outbound.messages import HEADER_BREAKS
from core.mail.outbound.threading import reply_to
from core.mail.outbound.verp import return_addresses
from core.mail.signals import mail_lost
from core.ui.french import NBSP
from core.ui.locks import alone

SECONDS = 60
SILENT = "le serveur SMTP n’a pas répondu il y a moins d’une minute"
_until = [0.0]


class CircuitOpen(TimeoutError):
    """The server timed out less than a minute ago."""


def record_timeout() -> None:
    _until[0] = monotonic() + SECONDS


def reset() -> None:
    _until[0] = 0.0


def raise_if_open() -> None:
    """Raises CircuitOpen within a minute of the last timeout."""
    if monotonic() < _until[0]:
        raise CircuitOpen(SILENT)


PERMANENT = 500
REFUSED = f"Refusé définitivement par le serveur du destinataire{NBSP}: "
IMPOSSIBLE = f"Impossible à envoyer{NBSP}: "
GIVEN_UP = f"Perdu après trois jours d’essais. Dernière erreur{NBSP}: "
# Limits of the mails sent with another one: some servers end long sessions, and the worker has other work.
MOST_MAILS, MOST_SECONDS = 100, 5


def try_with_others(mail_id: int, *, is_last: bool) -> None:
    """Try this mail once, then the others whose time has come, through one connection.

    Raises what `try_once` raises for this mail. A failure of another mail stops none of the rest, and reschedules its
    job as a try of its own would.
    """
    with SmtpConnection() as connection:
        failure: Exception | None = None
        try:
            try_once(mail_id, is_last=is_last, connection=connection)
        except Exception as error:
            failure = error
        if connection.is_open:
            _try_others(connection)
    if failure:
        raise failure


def _try_others(connection: SmtpConnection) -> None:
    end = time.monotonic() + MOST_SECONDS
    for job in send_queue.due_jobs(MOST_MAILS):
        if not connection.is_open or time.monotonic() > end:
            return
        with alone(send_queue.lock_of(job.mail_id)) as is_ours:
            if not is_ours:
                continue
            try:
                try_once(job.mail_id, is_last=False, connection=connection)
            except Exception:
                # The error is stored on its row.
                send_queue.put_off(job)


def try_once(mail_id: int, *, is_last: bool, connection: SmtpConnection | None = None) -> None:
    """Raises the error when another try may succeed, and at the last try."""
    mail = OutgoingMail.objects.select_related("reply_address").filter(pk=mail_id).first()
    if mail is None or mail.state == OutgoingMail.State.FAILED:
        return
    try:
        send(mail, connection)
    except Exception as error:
        if words := bounce_handling.permanent_refusal(error):
            with transaction.atomic():
                note_failure(mail, REFUSED + words, is_final=True)
                bounce_handling.record_refusal(mail, words)
        elif isinstance(error, ValueError) and not mail.address.rpartition("@")[0].isascii():
            # An address that SMTP cannot carry will not change by itself; a wrong setting may.
            note_failure(mail, f"{IMPOSSIBLE}{error}", is_final=True)
        else:
            said = f"{type(error).__name__}{NBSP}: {error}"
            note_failure(mail, GIVEN_UP + said if is_last else said, is_final=is_last)
            raise


def send(mail: OutgoingMail, connection: SmtpConnection | None = None) -> None:
    """Send one waiting mail through the town's server; in the trial it stays on the site.

    Without a `connection`, opens its own. At least once: a mail is never lost, and is sent twice only when the machine
    stops between the server's last reply and the statement that follows it. Both copies then have the same Message-ID,
    by which mailboxes recognise a duplicate.

    Raises OSError (SMTP errors are) when the server refuses or is away, ValueError for an address that SMTP cannot
    carry; the caller decides whether to try again.
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
    # Closed after the row is saved, so that as little time as possible passes between the server's reply and the row.
    with SmtpConnection() as own:
        _send_through(own, mail, message)


def _send_through(connection: SmtpConnection, mail: OutgoingMail, message: SmtpMessage) -> None:
    try:
        backend = connection.opened()
    except OSError as error:
        # smtplib wraps the timeout of a greeting that does not come.
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            record_timeout()
        raise
    _hand_over(backend, message, return_addresses(mail))
    _note_sent(mail)


def _message(mail: OutgoingMail) -> SmtpMessage:
    message = SmtpMessage(
        subject=mail.subject.translate(HEADER_BREAKS),
        body=mail.body,
        from_email=sender(mail),
        to=[mail.address],
        reply_to=reply_to(mail),
        headers=headers_of(mail),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.calendar = mail.calendar
    for file in mail.files.select_related("document"):
        with file.document.file_path.open("rb") as content:
            message.attach(file.document.name, content.read(), file.document.content_type)
    return message


def _hand_over(backend: Any, message: SmtpMessage, senders: Sequence[str]) -> None:
    """Send with the first envelope sender that the server accepts: some accept only their clients' own address."""
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
    """Store the server's words where administrators read them."""
    mail.error = error[:2000]
    mail.state = OutgoingMail.State.FAILED if is_final else OutgoingMail.State.WAITING
    mail.save(update_fields=["error", "state"])
    if is_final:
        mail_lost.send(sender=OutgoingMail, mail=mail)
