from functools import cache
from typing import Any

from django.http import HttpRequest

from core.notifications.models import Notification

MOST = 99


def unread(request: HttpRequest) -> dict[str, Any]:
    """How many notifications wait, at most 99; asked only when a template shows it."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated:
        return {"unread_notifications": 0}

    @cache
    def unread_notifications() -> int:
        # Every page asks: a count within a limit takes the ORM longer to compose than these few numbers to read.
        return len(Notification.objects.visible_to(agent).unread().values_list("pk", flat=True)[:MOST])

    # Templates call it.
    return {"unread_notifications": unread_notifications}
