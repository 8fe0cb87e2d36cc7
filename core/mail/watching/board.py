"""What the mailboxes' page shows of each: four statements, however many there are."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils import timezone

from core.mail.fetching import accounts
from core.mail.models import Heartbeat, IncomingMail, Mailbox, State
from core.mail.watching import heartbeats
from core.mail.watching.addresses import address_of
from core.mail.watching.troubles import is_forgotten
from core.mail.watching.words import NOBODY_FETCHES, WHAT_TO_DO


@dataclass(frozen=True)
class Shown:
    """One mailbox of the settings; `mailbox` is None before its first pass."""

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
        if self.mailbox and self.mailbox.trouble:
            return WHAT_TO_DO[self.mailbox.trouble]
        return NOBODY_FETCHES


def mailboxes() -> list[Shown]:
    rows = {row.name: row for row in Mailbox.objects.filter(name__in=list(settings.MAILBOXES))}
    counts, beats = _counts(), _beats()
    at = timezone.now()
    return [
        Shown(
            name=name,
            **_of_settings(name),
            mailbox=(row := rows.get(name)),
            is_forgotten=bool(row and row.last_pass_at and is_forgotten(row, at)),
            **(beats.get(row.pk, {}) if row else {}),
            counts=counts.get(row.pk, {}) if row else {},
        )
        for name in settings.MAILBOXES
    ]


def _of_settings(name: str) -> dict[str, object]:
    address = address_of(name)
    inbox = next(
        (all_of for all_of in settings.MAIL_ADDRESSES.values() if address in _lower(all_of)), [address]
    )
    known: dict[str, object] = {"addresses": [each for each in _lower(inbox) if each]}
    try:
        account = accounts.account(name)
    except accounts.Misread as error:
        return known | {"misread": str(error)}
    return known | {"server": account.where, "folder": account.folder, "archive": account.archive}


def _lower(addresses: list[str]) -> list[str]:
    return [address.lower() for address in addresses]


def _counts() -> dict[int | None, dict[str, int]]:
    """By mailbox: what waits, and what came today."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(taken_at__gte=midnight)
    waiting = {state: Q(state=state) for state in (State.RECEIVED, State.QUARANTINED, State.HELD)}
    rows = (
        IncomingMail.objects.filter(today | Q(state__in=list(waiting)), mailbox__isnull=False)
        .order_by()
        .values("mailbox")
        .annotate(
            taken=Count("pk", filter=today),
            automatic=Count("pk", filter=today & Q(state=State.AUTOMATIC)),
            refused=Count("pk", filter=today & Q(state=State.REFUSED)),
            **{str(state): Count("pk", filter=condition) for state, condition in waiting.items()},
        )
    )
    return {row["mailbox"]: row for row in rows}


def _beats() -> dict[int, dict[str, datetime | None]]:
    rows = (
        Heartbeat.objects.filter(sent_at__gt=timezone.now() - heartbeats.KEPT)
        .order_by()
        .values("mailbox")
        .annotate(heartbeat_sent_at=Max("sent_at"), heartbeat_back_at=Max("arrived_at"))
    )
    return {row.pop("mailbox"): dict(row) for row in rows}
