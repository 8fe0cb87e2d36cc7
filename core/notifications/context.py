from functools import cache
from typing import Any

from django.db.models import IntegerField, OuterRef, Subquery
from django.http import HttpRequest

from core.notifications.models import Notification
from core.people.backends import ask_with_agent

MOST = 99
READING = frozenset({"GET", "HEAD"})


class _Count(Subquery):
    """How many rows a limited queryset has."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


# The index of those that are not read holds them: no row is fetched.
ask_with_agent(
    unread_notifications=_Count(
        Notification.objects.filter(recipient=OuterRef("pk"), read_at=None).order_by().values("pk")[:MOST]
    )
)


def unread(request: HttpRequest) -> dict[str, Any]:
    """How many notifications wait, at most 99; loaded with the agent, and asked again after an action."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated:
        return {"unread_notifications": 0}
    loaded = getattr(agent, "unread_notifications", None)
    if loaded is not None and request.method in READING:
        return {"unread_notifications": loaded}

    @cache
    def unread_notifications() -> int:
        return Notification.objects.visible_to(agent).unread().order_by()[:MOST].count()

    # Templates call it.
    return {"unread_notifications": unread_notifications}
