"""The status of each mailbox, in four statements however many there are."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils import timezone

from core.mail.addresses import mailbox_address
from core.mail.imap import accounts
from core.mail.models import Heartbeat, IncomingMail, Mailbox, State
from core.mail.monitoring import heartbeats
from core.mail.monitoring.advice import NOBODY_FETCHES, WHAT_TO_DO
from core.mail.monitoring.problems import is_forgotten


@dataclass(frozen=True)
class MailboxStatus:
    """A mailbox of the settings; `mailbox` is None before its first sync."""

    name: str
    addresses: list[str]
    server: str = ""
    folder: str = ""
    archive: str = ""
    misread: str = ""
    mailbox: Mailbox | None = None
    is_forgotten: bool = False
    heartbeat_sent_at: datetime | None = None
    heartbeat_back_at: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        return bool(
            self.mailbox and self.mailbox.last_pass_at and not self.mailbox.trouble and not self.is_forgotten
        )

    @property
    def what_to_do(self) -> str:
        if self.mailbox and self.mailbox.trouble and not self.is_forgotten:
            return WHAT_TO_DO[self.mailbox.trouble]
        return NOBODY_FETCHES


def mailbox_statuses() -> list[MailboxStatus]:
    rows = {row.name: row for row in Mailbox.objects.filter(name__in=list(settings.MAILBOXES))}
    counts, beats = _counts(), _beats()
    shown = []
    for name in settings.MAILBOXES:
        one = _of_settings(name)
        if row := rows.get(name):
            sent_at, back_at = beats.get(row.pk, (None, None))
            one = replace(
                one,
                mailbox=row,
                is_forgotten=bool(row.last_pass_at and is_forgotten(row, timezone.now())),
                heartbeat_sent_at=sent_at,
                heartbeat_back_at=back_at,
                counts=counts.get(row.pk, {}),
            )
        shown.append(one)
    return shown


def _of_settings(name: str) -> MailboxStatus:
    address = mailbox_address(name)
    inboxes = (_lower(addresses) for addresses in settings.MAIL_ADDRESSES.values())
    addresses = next((every for every in inboxes if address in every), [address] if address else [])
    try:
        account = accounts.account(name)
    except accounts.MailboxSettingsError as error:
        return MailboxStatus(name, addresses, misread=str(error))
    return MailboxStatus(name, addresses, account.where, account.folder, account.archive)


def _lower(addresses: list[str]) -> list[str]:
    return [address.lower() for address in addresses]


def _counts() -> dict[int, dict[str, int]]:
    """By mailbox: the mails that wait, and those that came today."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(taken_at__gte=midnight)
    waiting = {state: Q(state=state) for state in (State.RECEIVED, State.QUARANTINED, State.HELD)}
    counted = {
        "taken": Count("pk", filter=today),
        "automatic": Count("pk", filter=today & Q(state=State.AUTOMATIC)),
        "refused": Count("pk", filter=today & Q(state=State.REFUSED)),
        **{str(state): Count("pk", filter=condition) for state, condition in waiting.items()},
    }
    mails = IncomingMail.objects.filter(today | Q(state__in=list(waiting)), mailbox__isnull=False)
    rows = mails.order_by().values("mailbox").annotate(**counted).values_list("mailbox", *counted)
    return {mailbox: dict(zip(counted, numbers, strict=True)) for mailbox, *numbers in rows}


def _beats() -> dict[int, tuple[datetime, datetime | None]]:
    """By mailbox: when the last heartbeat left, and when one last came back."""
    recent = Heartbeat.objects.filter(sent_at__gt=timezone.now() - heartbeats.KEPT).order_by()
    rows = recent.values("mailbox").annotate(sent=Max("sent_at"), back=Max("arrived_at"))
    return {mailbox: (sent, back) for mailbox, sent, back in rows.values_list("mailbox", "sent", "back")}
