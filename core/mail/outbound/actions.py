"""Write mails, send a lost one again, send all that waits."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.mail import policies
from core.mail.models import OutgoingMail
from core.mail.outbound import send_queue
from core.mail.outbound.messages import HEADER_BREAKS, OutboundMessage, render_layout, split_last_link
from core.mail.outbound.threading import ThreadPosition, thread_positions
from core.people.models import Agent
from core.ui.locks import lock_row


@transaction.atomic(savepoint=False)
def write(kind: str, letters: Iterable[OutboundMessage]) -> list[OutgoingMail]:
    """Keep each letter and ask the worker to send it, if and only if the caller's transaction commits.

    Letters to agents without an address are passed over: what they are told stands on the site.
    """
    leaving = [letter for letter in letters if letter.to]
    mails = OutgoingMail.objects.bulk_create(
        _mail(kind, letter, place) for letter, place in zip(leaving, thread_positions(leaving), strict=True)
    )
    send_queue.defer_sending(mails)
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


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: Agent) -> None:
    """A failed mail goes back to the worker."""
    if not policies.can_read_mails(by):
        raise PermissionDenied
    mail = lock_row(OutgoingMail, mail.pk)
    if mail.state != OutgoingMail.State.FAILED:
        return
    mail.state = OutgoingMail.State.WAITING
    mail.save(update_fields=["state"])
    send_queue.defer_sending([mail])


@transaction.atomic
def send_waiting(*, by: Agent) -> int:
    """All that waits leaves now, after a server that was away for long; returns how many mails that is."""
    if not policies.can_read_mails(by):
        raise PermissionDenied
    return send_queue.send_waiting_now()


def write_account_message(agent: Agent | None, address: str, subject: str, body: str) -> None:
    """What sign-in sends (a link to a new password): a secret, erased once sent."""
    words, button, url = split_last_link(body)
    letter = OutboundMessage(agent, subject, words, address=address, is_secret=True, button=button, url=url)
    write("people.account", [letter])
