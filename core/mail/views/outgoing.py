from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.mail import policies
from core.mail.outbound import actions
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
