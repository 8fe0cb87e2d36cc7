"""One message that arrived, as text; its bytes for the readers of the admin."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from core.documents.limits import size_label
from core.mail import policies
from core.mail.models import IncomingMail, RawContent, Trust
from core.mail.outbound import actions
from core.mail.registry import INBOXES
from core.mail.trust_labels import TRUST_LABELS
from core.people.requests import AgentRequest


@require_POST
def send_waiting(request: AgentRequest) -> HttpResponse:
    """The button above the list of mails that left."""
    if not policies.can_read_mails(request.user):
        raise Http404
    if actions.send_waiting(by=request.user):
        messages.success(
            request,
            "Ce qui attendait part dès maintenant. Rechargez cette page dans un moment pour voir où cela en est.",
        )
    else:
        messages.info(request, "Aucun message n’attend de partir.")
    return redirect("admin:mail_outgoingmail_changelist")


# Nothing in it runs or is fetched, whatever a browser takes it for.
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"


def page_of(row: Any) -> str:
    """The address of the row's page; empty without one."""
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


def _written_to(mail: IncomingMail) -> str:
    """The inbox's address, or its label when it has none in use."""
    inbox = INBOXES.get(mail.inbox)
    return (inbox.addresses[0] if inbox.addresses else inbox.label) if inbox else mail.inbox


@require_safe
def incoming_detail(request: AgentRequest, message: str) -> HttpResponse:
    mail = get_object_or_404(IncomingMail.objects.select_related("sender", "same_as"), reference=message)
    if not policies.can_read_message(request.user, mail):
        raise Http404
    can_read_in_admin = policies.can_read_incoming(request.user, mail)
    context = {
        "mail": mail,
        "trust": TRUST_LABELS[mail.trust],
        "size": size_label(mail.size),
        "written_to": _written_to(mail),
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
