"""The mailboxes that the intranet reads: their status, what is wrong, failing addresses, a button to test each."""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.mail import policies
from core.mail.addresses import mailbox_address
from core.mail.imap import accounts, connection_test
from core.mail.models import AddressTrouble, IncomingMail, Mailbox, State
from core.mail.monitoring.problems import NOBODY_FETCHES, WHAT_TO_DO, Kind, is_forgotten, problems
from core.mail.outbound import bounce_handling
from core.people.requests import AgentRequest


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


MOST_ADDRESSES = 50


@require_safe
def mailboxes(request: AgentRequest) -> HttpResponse:
    """Directory managers see the failing addresses here too."""
    agent = request.user
    sees_mailboxes = policies.can_see_mailboxes(agent)
    sees_addresses = policies.can_see_address_troubles(agent)
    if not sees_mailboxes and not sees_addresses:
        raise Http404
    context: dict[str, object] = {"sees_mailboxes": sees_mailboxes, "sees_addresses": sees_addresses}
    if sees_mailboxes:
        context |= {
            "mailboxes": mailbox_statuses(),
            "can_try": policies.can_read_mails(agent),
            # A mailbox's own stands on its card.
            "problems": [each for each in problems(timezone.now()) if each.kind != Kind.MAILBOX],
            "can_list_incoming": policies.can_list_incoming(agent),
        }
    if sees_addresses:
        failing = bounce_handling.failing_addresses().order_by("-failing_since", "address")
        context["addresses"] = failing[:MOST_ADDRESSES]
    return render(request, "mail/mailboxes.html", context)


@require_POST
def mailbox_try(request: AgentRequest, name: str) -> HttpResponse:
    if not policies.can_see_mailboxes(request.user) or name not in settings.MAILBOXES:
        raise Http404
    if not policies.can_try_mailbox(request.user, name):
        raise PermissionDenied("Les administrateurs essaient les boîtes.")
    answer = connection_test.test_connection(name)
    say = messages.success if answer.is_well else messages.error
    say(request, answer.text)
    return redirect("mail:mailboxes")


@require_POST
def address_corrected(request: AgentRequest) -> HttpResponse:
    if not policies.can_see_address_troubles(request.user):
        raise Http404
    address = request.POST.get("address", "").replace("\x00", "").strip().lower()[:320]
    if not AddressTrouble.objects.filter(address=address).exists():
        messages.warning(
            request, "Cette adresse n’est plus dans la liste\u00a0: quelqu’un s’en est déjà occupé."
        )
    else:
        bounce_handling.clear_errors(address, by=request.user)
        messages.success(
            request, f"C’est noté\u00a0: {address} n’est plus en échec, ses erreurs se comptent à nouveau."
        )
    return redirect("mail:mailboxes")
