"""The mailboxes that the intranet reads: their status, what is wrong, failing addresses, a button to test each."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.mail import policies
from core.mail.imap import connection_test
from core.mail.models import AddressTrouble
from core.mail.monitoring.problems import Kind, problems
from core.mail.outbound import bounce_handling
from core.mail.views import mailbox_status
from core.people.requests import AgentRequest

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
            "mailboxes": mailbox_status.mailbox_statuses(),
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
