from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.mail.inbound import actions, sender_confirmation
from core.mail.models import IncomingMail, Reason, State, Trust

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
