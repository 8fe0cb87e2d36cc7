"""The status of each mailbox, in three statements however many there are."""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from core.mail.addresses import mailbox_address
from core.mail.imap import accounts
from core.mail.models import IncomingMail, Mailbox, State
from core.mail.monitoring.problems import NOBODY_FETCHES, WHAT_TO_DO, is_forgotten


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
    counts = _counts()
    shown = []
    for name in settings.MAILBOXES:
        one = _of_settings(name)
        if row := rows.get(name):
            one = replace(
                one,
                mailbox=row,
                is_forgotten=is_forgotten(row, timezone.now()),
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
