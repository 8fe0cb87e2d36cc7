"""Write mails, send a lost one again, send all that waits."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.mail import policies
from core.mail.models import OutgoingFile, OutgoingMail
from core.mail.outbound import sending
from core.mail.outbound.messages import HEADER_BREAKS, OutboundMessage, render_layout, split_last_link
from core.mail.outbound.threading import thread_positions
from core.people.models import Agent
from core.web.locks import lock_row


@transaction.atomic(savepoint=False)
def write(kind: str, messages: Iterable[OutboundMessage]) -> list[OutgoingMail]:
    """Store each message and ask the worker to send it, if and only if the caller's transaction commits.

    Messages to agents without an address are skipped: they read on the site.
    """
    leaving = [message for message in messages if message.to]
    mails = OutgoingMail.objects.bulk_create(
        _mail(kind, message, place) for message, place in zip(leaving, thread_positions(leaving), strict=True)
    )
    OutgoingFile.objects.bulk_create(
        OutgoingFile(mail=mail, document=document)
        for mail, message in zip(mails, leaving, strict=True)
        for document in message.documents
    )
    sending.defer_sending(mails)
    return mails


def _mail(kind: str, message: OutboundMessage, place: dict[str, Any]) -> OutgoingMail:
    body, html = render_layout(message, can_answer=place["reply_address"] is not None)
    return OutgoingMail(
        kind=kind,
        agent=message.agent,
        address=message.to,
        from_address=message.from_address,
        subject=message.subject.translate(HEADER_BREAKS)[:200],
        body=body.replace("\x00", "").strip() + "\n",
        html=html.replace("\x00", ""),
        is_secret=message.is_secret,
        is_confidential=message.is_confidential,
        is_reply=message.is_reply,
        envelope=message.envelope,
        calendar=message.calendar,
        headers={name: value.translate(HEADER_BREAKS) for name, value in message.headers.items()},
        **place,
    )


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: Agent) -> None:
    """Queue a failed mail again."""
    if not policies.can_read_mails(by):
        raise PermissionDenied
    mail = lock_row(OutgoingMail, mail.pk)
    if mail.state != OutgoingMail.State.FAILED:
        return
    mail.state = OutgoingMail.State.WAITING
    mail.save(update_fields=["state"])
    sending.defer_sending([mail])


@transaction.atomic
def send_waiting(*, by: Agent) -> int:
    """Send all waiting mails now, after a long outage of the server, and return how many there are."""
    if not policies.can_read_mails(by):
        raise PermissionDenied
    return sending.send_waiting_now()


def write_account_message(agent: Agent | None, address: str, subject: str, body: str) -> None:
    """Write what sign-in sends (a link to a new password): a secret, erased once sent."""
    words, button, url = split_last_link(body)
    message = OutboundMessage(agent, subject, words, address=address, is_secret=True, button=button, url=url)
    write("people.account", [message])
