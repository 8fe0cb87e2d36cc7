from django.conf import settings
from django.http import Http404, HttpResponse
from django.middleware.csp import get_nonce
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from core.mail import policies
from core.mail.models import OutgoingMail
from core.people.requests import AgentRequest
from core.ui.pagination import paginate

# A message runs nothing, fetches nothing and sends nothing; its only style sheet gets the nonce.
STILL = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.NONCE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}


def _check(request: AgentRequest) -> None:
    """Raise 404 outside the trial, and to all but administrators."""
    if not settings.TRIAL or not policies.can_read_mails(request.user):
        raise Http404


@require_safe
def mailbox(request: AgentRequest) -> HttpResponse:
    _check(request)
    page = paginate(OutgoingMail.objects.for_administrators().select_related("agent"), request)
    return render(request, "mail/mailbox.html", {"page": page})


@require_safe
def mail_detail(request: AgentRequest, reference: str) -> HttpResponse:
    _check(request)
    mail = get_object_or_404(
        OutgoingMail.objects.for_administrators().select_related("agent"), reference=reference
    )
    return render(request, "mail/mail_detail.html", {"mail": mail})


@require_safe
@csp_override(STILL)
def mail_html(request: AgentRequest, reference: str) -> HttpResponse:
    """The HTML of the message alone."""
    _check(request)
    mail = get_object_or_404(OutgoingMail.objects.for_administrators().exclude(html=""), reference=reference)
    return HttpResponse(mail.html.replace("<style>", f'<style nonce="{get_nonce(request)}">'))
