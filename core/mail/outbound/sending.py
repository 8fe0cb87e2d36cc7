"""The jobs that send mails: one for each mail, deferred with it, tried again for three days as the server says."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from smtplib import SMTPSenderRefused
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail import mailers
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.types import JSONDict

from core.french import NBSP
from core.mail.headers import headers_of, sender
from core.mail.models import OutgoingMail
from core.mail.outbound import bounce_handling
from core.mail.outbound.backend import SmtpMessage
from core.mail.outbound.messages import HEADER_BREAKS
from core.mail.outbound.threading import reply_to, return_addresses
from core.mail.signals import mail_lost

TASK = "mail.send"
# A mail waits behind no document, and a few mails, which somebody may be waiting for, behind no announcement to all.
PRIORITY, MASS_PRIORITY, MASS = 20, 10, 50
HOUR = 3600
# Seconds before each try: a server that is down for a night, a weekend or a day of works. Three days in all, then the
# mail is lost.
WAITS = (10, 60, 300, 900, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, *(11 * HOUR,) * 5, 5000)


def defer_sending(mails: Iterable[OutgoingMail]) -> None:
    """Queue the mails in the same database: the jobs exist if and only if the transaction commits."""
    arguments: list[JSONDict] = [{"mail_id": mail.pk} for mail in mails]
    if arguments:
        # By its name: the task itself calls the sending, above this module.
        priority = PRIORITY if len(arguments) < MASS else MASS_PRIORITY
        app.configure_task(TASK, queue="mail", priority=priority).batch_defer(*arguments)


def remove_jobs(jobs: QuerySet[ProcrastinateJob]) -> int:
    """By their table: Procrastinate's models are read-only, and its own deletion wants an event loop."""
    with connection.cursor() as cursor:
        keys = list(jobs.values_list("pk", flat=True))
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [keys])
        return cursor.rowcount


def send_waiting_now() -> int:
    """Send all waiting mails as soon as a worker is free, and return how many there are.

    This try is not counted: if the server is still away, no mail is lost sooner. Confidential mails lost in the last
    days are sent again too: no list shows them, so nobody can choose one.
    """
    lost = OutgoingMail.objects.lost_lately(timezone.now()).confidential()
    lost.update(state=OutgoingMail.State.WAITING)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL, attempts = greatest(attempts - 1, 0)"
            " WHERE task_name = %s AND status = 'todo' AND scheduled_at > now()",
            [TASK],
        )
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, status__in=["todo", "doing"])
    with_job = list(jobs.values_list("args__mail_id", flat=True))
    waiting = OutgoingMail.objects.waiting().order_by("pk")
    # A job that failed outside its retries leaves its mail waiting without any job.
    defer_sending(waiting.exclude(pk__in=with_job).only("pk"))
    return waiting.count()


# One try

SECONDS = 60
SILENT = "le serveur SMTP n’a pas répondu il y a moins d’une minute"
_until = [0.0]


class CircuitOpen(TimeoutError):
    """The server timed out less than a minute ago."""


def reset() -> None:
    _until[0] = 0.0


REFUSED = f"Refusé définitivement par le serveur du destinataire{NBSP}: "
IMPOSSIBLE = f"Impossible à envoyer{NBSP}: "
GIVEN_UP = f"Perdu après trois jours d’essais. Dernière erreur{NBSP}: "


def try_once(mail_id: int, *, is_last: bool) -> None:
    """Raises the error when another try may succeed, and at the last try."""
    mail = OutgoingMail.objects.select_related("reply_address").filter(pk=mail_id).first()
    if mail is None or mail.state == OutgoingMail.State.FAILED:
        return
    try:
        send(mail)
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


def send(mail: OutgoingMail) -> None:
    """Send one waiting mail through the town's server; in the trial it stays on the site.

    At least once: a mail is never lost, and is sent twice only when the machine stops between the server's last reply
    and the statement that follows it. Both copies then have the same Message-ID, by which mailboxes recognise a
    duplicate.

    Raises OSError (SMTP errors are) when the server refuses or is away, ValueError for an address that SMTP cannot
    carry; the caller decides whether to try again.
    """
    if mail.state in (OutgoingMail.State.SENT, OutgoingMail.State.KEPT):
        return
    if settings.TRIAL:
        mail.state = OutgoingMail.State.KEPT
        mail.save(update_fields=["state"])
        return
    if monotonic() < _until[0]:
        raise CircuitOpen(SILENT)
    mail.attempts += 1
    mail.save(update_fields=["attempts"])
    message, backend = _message(mail), mailers.default
    try:
        backend.open()
    except OSError as error:
        # smtplib wraps the timeout of a greeting that does not come.
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            _until[0] = monotonic() + SECONDS
        raise
    try:
        _hand_over(backend, message, return_addresses(mail))
        # Before the connection is closed: as little time as possible passes between the server's reply and the row.
        _note_sent(mail)
    finally:
        with suppress(OSError):
            backend.close()


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
            if error.smtp_code < bounce_handling.PERMANENT or envelope_sender == senders[-1]:
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
