"""News that a colleague passes on to an author without a workstation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.people.models import Agent
from core.ui.locks import lock_row
from suggestions.models import Idea, Telling
from suggestions.proposing.policies import can_pass_on


@transaction.atomic
def mark_as_told(telling: Telling, *, by: Agent) -> Telling:
    """« C’est dit »; the first click counts."""
    if not can_pass_on(by, telling.idea):
        raise PermissionDenied("Seuls le groupe et la personne qui a saisi l’idée passent les nouvelles.")
    telling = lock_row(Telling, telling.pk)
    if telling.told_at is None:
        telling.told_at, telling.told_by = timezone.now(), by
        telling.save(update_fields=["told_at", "told_by"])
    return telling


def offline_notices_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """The notices, for the colleague who entered the idea and for the group; empty for others. One statement."""
    if not idea.contact or not can_pass_on(agent, idea):
        return {}
    news = Telling.objects.filter(idea=idea).select_related("told_by")
    return {"tellings": news.order_by("told_at", "created_at", "pk")}
