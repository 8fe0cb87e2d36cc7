from functools import cache
from typing import Any

from django.http import HttpRequest

from core.notifications.models import Notification
from core.people.backends import ask_with_agent

MOST = 99
LOADED = "unread_notifications"
READING = frozenset({"GET", "HEAD"})
# The index of those that are not read holds them: no row is fetched.
ask_with_agent(
    LOADED,
    "(SELECT count(*) FROM (SELECT FROM notifications_notification theirs"  # noqa: S608  (only constants)
    f" WHERE theirs.recipient_id = agent.id AND theirs.read_at IS NULL LIMIT {MOST}) AS unread)",
)


def unread(request: HttpRequest) -> dict[str, Any]:
    """How many notifications wait, at most 99; loaded with the agent, and asked again after an action."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated:
        return {"unread_notifications": 0}
    loaded = getattr(agent, LOADED, None)
    if loaded is not None and request.method in READING:
        return {"unread_notifications": loaded}

    @cache
    def unread_notifications() -> int:
        return len(Notification.objects.visible_to(agent).unread().values_list("pk", flat=True)[:MOST])

    # Templates call it.
    return {"unread_notifications": unread_notifications}
