"""Pages of mail: one message that arrived, its sender's confirmation, the mailboxes read, the trial's mailbox."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.documents.limits import size_label
from core.mail import policies
from core.mail.imap import accounts, fetcher
from core.mail.inbound import actions, sender_confirmation
from core.mail.models import (
    AddressTrouble,
    IncomingMail,
    Mailbox,
    OutgoingMail,
    OutgoingMailQuerySet,
    RawContent,
    Reason,
    State,
    Trust,
)
from core.mail.monitoring import Kind, is_forgotten, problems, what_to_do
from core.mail.outbound import bounce_handling
from core.mail.outbound.actions import send_waiting as send_waiting_mails
from core.mail.outbound.threading import reply_to
from core.mail.registry import INBOXES, address_of
from core.people.requests import AgentRequest
from core.web.mails import render_text
from core.web.pagination import paginate

# One message that arrived

# Nothing in it runs or is fetched, whatever a browser takes it for.
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"


def trust_label(trust: str) -> str:
    """How much a sender's address can be trusted, in a sentence for the readers of the message."""
    return render_text("mail/mails/trust.txt", trust=trust).strip()


def page_of(row: Any) -> str:
    """The address of the row's page; empty without one."""
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


@require_safe
def incoming_detail(request: AgentRequest, message: str) -> HttpResponse:
    mail = get_object_or_404(IncomingMail.objects.select_related("sender", "same_as"), reference=message)
    if not policies.can_read_message(request.user, mail):
        raise Http404
    can_read_in_admin, inbox = policies.can_read_incoming(request.user, mail), INBOXES.get(mail.inbox)
    context = {
        "mail": mail,
        "trust": trust_label(mail.trust),
        "size": size_label(mail.size),
        "written_to": address_of(mail.inbox) or (inbox.label if inbox else mail.inbox),
        "can_read_in_admin": can_read_in_admin,
        "is_mine": mail.sender_id == request.user.pk,
        # Somebody else may have forged their address.
        "is_in_their_name_only": mail.trust in (Trust.NONE, Trust.UNVERIFIED, Trust.FAILED),
        "became_url": page_of(mail.became),
        "has_original": can_read_in_admin and RawContent.objects.filter(mail=mail).exists(),
    }
    return render(request, "mail/incoming_detail.html", context)


@require_safe
def incoming_original(request: AgentRequest, message: str) -> HttpResponse:
    """The bytes as they came, to keep or to open in a mail program."""
    mail = get_object_or_404(IncomingMail, reference=message)
    if not policies.can_read_incoming(request.user, mail):
        raise Http404
    raw = get_object_or_404(RawContent, mail=mail)
    response = HttpResponse(bytes(raw.content), content_type="application/octet-stream")
    name = f"{'en-tetes' if mail.is_headers_only else 'message'}-{mail.reference}.eml"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = NOTHING
    response.headers["Cache-Control"] = "private, no-store"
    return response


# « Est-ce bien vous ? »

DECISIONS = {"oui": actions.confirm, "non": actions.deny}


# The link grants the right: it was sent to the address that the directory knows.
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """« Est-ce bien vous ? »: the message with two answers; afterwards, the answer given."""
    mail = sender_confirmation.mail_for_token(token)
    if mail is None:
        raise Http404
    if request.method == "POST":
        if decide := DECISIONS.get(request.POST.get("reponse", "")):
            decide(mail)
        return redirect("mail:confirm", token=token)
    return render(request, "mail/confirm.html", {"mail": mail, "stage": _stage(mail)})


def _stage(mail: IncomingMail) -> str:
    """« asked », then « confirmed » or « denied », by this page or the admin."""
    if mail.state == State.HELD and mail.reason == Reason.UNVERIFIED:
        return "asked"
    if mail.trust == Trust.CONFIRMED:
        return "confirmed"
    return "denied" if mail.state == State.SET_ASIDE else "settled"


# The mailboxes that are read, and what is wrong with them


def _mailbox_address(name: str) -> str:
    """The address that reaches the mailbox of this name; empty when the settings do not tell.

    The first address of the inbox of the same name, else the mailbox's own account, else the only address there is.
    """
    if own := settings.MAIL_ADDRESSES.get(name):
        return str(own[0]).lower()
    account = unquote(urlsplit(settings.MAILBOXES.get(name, {}).get("url", "")).username or "")
    every = [address for addresses in settings.MAIL_ADDRESSES.values() for address in addresses]
    if "@" in account:
        return account.lower()
    return every[0].lower() if every and len(settings.MAILBOXES) == 1 else ""


def _status(name: str, row: Mailbox | None, counts: dict[int, dict[str, int]]) -> dict[str, Any]:
    """A mailbox of the settings, as its card shows it; `row` is None before its first sync."""
    address = _mailbox_address(name)
    inboxes = ([one.lower() for one in every] for every in settings.MAIL_ADDRESSES.values())
    gone = row is not None and is_forgotten(row, timezone.now())
    status: dict[str, Any] = {
        "name": name,
        "addresses": next((every for every in inboxes if address in every), [address] if address else []),
        "mailbox": row,
        "counts": counts.get(row.pk, {}) if row else {},
        "is_forgotten": gone,
        "is_well": bool(row and row.last_pass_at and not row.trouble and not gone),
        "what_to_do": what_to_do(row.trouble if row and not gone else ""),
    }
    try:
        account = accounts.account(name)
    except accounts.MailboxSettingsError as error:
        return status | {"misread": str(error), "server": ""}
    place = {"server": account.where, "folder": account.folder, "archive": account.archive}
    return status | place | {"misread": ""}


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
        rows = {row.name: row for row in Mailbox.objects.filter(name__in=list(settings.MAILBOXES))}
        counts = _counts()
        context |= {
            "mailboxes": [_status(name, rows.get(name), counts) for name in settings.MAILBOXES],
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
    if not policies.can_read_mails(request.user):
        raise PermissionDenied("Les administrateurs essaient les boîtes.")
    is_well, text = fetcher.test_connection(name)
    (messages.success if is_well else messages.error)(request, text)
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


@require_POST
def send_waiting(request: AgentRequest) -> HttpResponse:
    """The button above the list of mails that left."""
    if not policies.can_read_mails(request.user):
        raise Http404
    if send_waiting_mails(by=request.user):
        said = "Ce qui attendait part dès maintenant. Rechargez cette page dans un moment pour voir où cela en est."
        messages.success(request, said)
    else:
        messages.info(request, "Aucun message n’attend de partir.")
    return redirect("admin:mail_outgoingmail_changelist")


# The trial's mailbox

# A message runs nothing, fetches nothing and sends nothing; its only style sheet gets the nonce.
STILL = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.NONCE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}


def _trial_mails(request: AgentRequest) -> OutgoingMailQuerySet:
    """Raise 404 outside the trial, and to all but administrators."""
    if not settings.TRIAL or not policies.can_read_mails(request.user):
        raise Http404
    return OutgoingMail.objects.for_administrators().select_related("agent", "reply_address")


@require_safe
def mailbox(request: AgentRequest) -> HttpResponse:
    return render(request, "mail/mailbox.html", {"page": paginate(_trial_mails(request), request)})


@require_safe
def mail_detail(request: AgentRequest, reference: str) -> HttpResponse:
    mail = get_object_or_404(_trial_mails(request), reference=reference)
    context = {"mail": mail, "answered_at": next(iter(reply_to(mail)), mail.from_address)}
    return render(request, "mail/mail_detail.html", context)


@require_safe
@csp_override(STILL)
def mail_html(request: AgentRequest, reference: str) -> HttpResponse:
    """The HTML of the message alone."""
    mail = get_object_or_404(_trial_mails(request).exclude(html=""), reference=reference)
    return HttpResponse(mail.html.replace("<style>", f'<style nonce="{get_nonce(request)}">'))
