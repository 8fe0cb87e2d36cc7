from __future__ import annotations

from django.db.models import QuerySet

from core.people.models import Agent, Direction
from mailroom.models import Item, State
from mailroom.policies import is_mail_office
from mailroom.querysets import ItemQuerySet, headed_by


def may_see(agent: Agent) -> bool:
    return is_mail_office(agent) or (agent.is_at_work and _headed_by(agent).exists())


def counted_for(agent: Agent) -> ItemQuerySet:
    """All to the mail office; to others what is in the charge of the units that they head, and their services."""
    items = Item.objects.exclude(state=State.SPAM)
    return items if is_mail_office(agent) else items.filter(direction__in=_headed_by(agent))


def _headed_by(agent: Agent) -> QuerySet[Direction]:
    return Direction.objects.filter(headed_by(agent)).order_by()
