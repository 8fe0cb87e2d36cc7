from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.notifications import actions
from core.notifications.models import Notification
from core.people.requests import AgentRequest
from core.ui.pagination import paginate


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
