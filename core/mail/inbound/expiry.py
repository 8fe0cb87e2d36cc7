"""End the storage of content from unknown senders, and the wait for an agent's confirmation."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from core.mail.inbound.sender_confirmation import DAYS
from core.mail.models import Bounce, IncomingMail, RawContent, Reason, State
from core.ui.locks import locked

AT_ONCE = 500
NOT_ANSWERED = f"L’agent n’a pas répondu à « est-ce bien vous ? » en {DAYS} jours."


def expire(at: datetime) -> int:
    """Erase in batches and return how many; if killed, the rest is erased the next night."""
    erased = 0
    while count := _erase(at):
        erased += count
    return erased


def of_strangers(at: datetime) -> QuerySet[IncomingMail]:
    """From unknown senders, kept for long enough."""
    is_of_one = Q(state=State.QUARANTINED, reason=Reason.UNKNOWN_SENDER) | Q(
        state__in=(State.AUTOMATIC, State.SET_ASIDE), sender=None
    )
    return IncomingMail.objects.filter(
        is_of_one, taken_at__lt=at - timedelta(days=settings.MAIL_QUARANTINE_DAYS)
    )


@transaction.atomic
def _erase(at: datetime) -> int:
    """Erase bytes and texts; the row stays: who wrote, when, and that it was erased."""
    keys = list(
        locked(of_strangers(at).order_by("pk"), skip_locked=True).values_list("pk", flat=True)[:AT_ONCE]
    )
    erase_content(keys)
    return len(keys)


def erase_content(keys: list[int]) -> None:
    RawContent.objects.filter(mail__in=keys).delete()
    IncomingMail.objects.filter(pk__in=keys).update(
        state=State.EXPIRED,
        subject="",
        text="",
        folded="",
        remarks=[],
        error="",
        set_aside_reason="",
    )


def erase_with_sender(keys: list[int]) -> None:
    """Only that a mail came, and when, is left: its place in the mailbox, so that it is never taken again."""
    erase_content(keys)
    Bounce.objects.filter(incoming__in=keys).delete()
    IncomingMail.objects.filter(pk__in=keys).update(
        sender=None, sender_name="", sender_address="", message_id="", body_digest="", source=""
    )


@transaction.atomic
def hand_to_group(at: datetime) -> None:
    """Quarantine the mails whose confirmation link has expired: the group decides."""
    before = at - timedelta(days=DAYS)
    held = IncomingMail.objects.filter(state=State.HELD, reason=Reason.UNVERIFIED, read_at__lt=before)
    for mail in locked(held.order_by("pk"), skip_locked=True):
        mail.state, mail.error = State.QUARANTINED, NOT_ANSWERED
        mail.save(update_fields=["state", "error"])
