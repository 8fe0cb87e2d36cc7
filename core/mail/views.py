from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.mail import policies
from core.mail.models import OutgoingMail
from core.people.requests import AgentRequest
from core.ui.pagination import paginate


def _check(request: AgentRequest) -> None:
    """The trial's mailbox exists in the trial only, for administrators."""
    if not settings.TRIAL or not policies.can_read_mails(request.user):
        raise Http404


def mailbox(request: AgentRequest) -> HttpResponse:
    """What would have left, had this not been a trial."""
    _check(request)
    page = paginate(OutgoingMail.objects.select_related("agent"), request)
    return render(request, "mail/mailbox.html", {"page": page})


def mail_detail(request: AgentRequest, reference: str) -> HttpResponse:
    _check(request)
    mail = get_object_or_404(OutgoingMail.objects.select_related("agent"), reference=reference)
    return render(request, "mail/mail_detail.html", {"mail": mail})
