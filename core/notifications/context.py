from functools import cache
from typing import Any

from django.http import HttpRequest

from core.notifications.models import Notification

MOST = 99


def unread(request: HttpRequest) -> dict[str, Any]:
    """How many notifications wait, at most 99; asked where the page shows it."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated:
        return {"unread_notifications": 0}

    @cache
    def unread_notifications() -> int:
        return Notification.objects.visible_to(agent).unread().order_by()[:MOST].count()

    # Templates call it.
    return {"unread_notifications": unread_notifications}
