"""One try at sending a mail: what the server says decides whether there is another."""

import time

from django.db import transaction

from core.mail import tasks
from core.mail.models import OutgoingMail
from core.mail.outbound import actions, bounce_handling
from core.mail.outbound.backend import SmtpConnection
from core.ui.french import NBSP
from core.ui.locks import alone

REFUSED = f"Refusé définitivement par le serveur du destinataire{NBSP}: "
IMPOSSIBLE = f"Impossible à envoyer{NBSP}: "
GIVEN_UP = f"Perdu après trois jours d’essais. Dernière erreur{NBSP}: "


# Of the mails that go with another one: some servers end longer conversations, and the worker has other work.
MOST_MAILS, MOST_SECONDS = 100, 5


def try_with_others(mail_id: int, *, is_last: bool) -> None:
    """One try at this mail, then at the others whose turn has come, through one connection.

    Raises what `try_once` raises of this mail. What the server refuses of another one stops none of them, and puts off
    its job as a try of its own would.
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
    for job in tasks.due_jobs(MOST_MAILS):
        if not connection.is_open or time.monotonic() > end:
            return
        with alone(tasks.lock_of(job.mail_id)) as is_ours:
            if not is_ours:
                continue
            try:
                try_once(job.mail_id, is_last=False, connection=connection)
            except Exception:
                # Its words stand on its row.
                tasks.put_off(job)


def try_once(mail_id: int, *, is_last: bool, connection: SmtpConnection | None = None) -> None:
    """Raises what went wrong when another try may do better, and at the last."""
    mail = OutgoingMail.objects.select_related("reply_address").filter(pk=mail_id).first()
    if mail is None or mail.state == OutgoingMail.State.FAILED:
        return
    try:
        actions.send(mail, connection)
    except Exception as error:
        if words := bounce_handling.permanent_refusal(error):
            with transaction.atomic():
                actions.note_failure(mail, REFUSED + words, is_final=True)
                bounce_handling.record_refusal(mail, words)
        elif isinstance(error, ValueError) and not mail.address.rpartition("@")[0].isascii():
            # An address that this road cannot carry will not change by itself; a wrong setting may.
            actions.note_failure(mail, f"{IMPOSSIBLE}{error}", is_final=True)
        else:
            said = f"{type(error).__name__}{NBSP}: {error}"
            actions.note_failure(mail, GIVEN_UP + said if is_last else said, is_final=is_last)
            raise
