from datetime import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.french import spaced
from core.notifications import actions, digests, policies
from core.notifications.forms import EverythingForm, PreferencesForm
from core.notifications.models import Notification
from core.notifications.registry import Channel
from core.people.requests import AgentRequest
from core.web.pagination import paginate


@require_safe
def notification_list(request: AgentRequest) -> HttpResponse:
    page = paginate(Notification.objects.visible_to(request.user), request)
    return render(request, "notifications/notification_list.html", {"page": page})


@require_POST
def notification_open(request: AgentRequest, reference: str) -> HttpResponse:
    """Mark as read and go to what it is about: a button, since a GET never writes."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), reference=reference)
    actions.mark_read(Notification.objects.filter(pk=notification.pk))
    return redirect(notification.url or "notifications:notification_list")


@require_POST
def all_read(request: AgentRequest) -> HttpResponse:
    actions.mark_read(Notification.objects.visible_to(request.user))
    messages.success(request, "Toutes les notifications sont marquées comme lues.")
    return redirect("notifications:notification_list")


def preferences(request: AgentRequest) -> HttpResponse:
    """Choose how each family of news arrives."""
    form = PreferencesForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.choose(request.user, form.channels(), by=request.user)
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("notifications:preferences")
    context = {
        "form": form,
        "can_choose": policies.can_choose(request.user),
        "digest_at": time(settings.DIGEST_HOUR),
    }
    return render(request, "notifications/preferences.html", context)


@require_POST
def preferences_everything(request: AgentRequest) -> HttpResponse:
    """The same way for all that is offered to me."""
    form = EverythingForm(request.POST)
    if form.is_valid():
        channel = Channel(form.cleaned_data["channel"])
        mine = PreferencesForm(request.user).codes
        actions.choose(request.user, dict.fromkeys(mine, channel), by=request.user)
        messages.success(request, spaced(f"C’est noté pour tout : {channel.label.lower()}."))
    else:
        messages.error(request, spaced("Rien n’a changé : cette façon de recevoir n’existe pas."))
    return redirect("notifications:preferences")


# The mail program that posts here for its reader (RFC 8058) is signed in nowhere and holds no cookie of ours: the
# signed address is what says whose digest it is, and stopping it is all that it can do.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One click of the mail program, or the page's button, stops the digest; the page names nobody."""
    agent = digests.agent_of(token)
    if agent is None:
        raise Http404
    if request.method == "POST":
        digests.leave_digest(agent)
    # No redirection: a mail program would not follow it.
    return render(request, "notifications/unsubscribe.html", {"is_done": request.method == "POST"})
