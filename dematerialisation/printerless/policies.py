"""Agents speak for themselves, heads for their direction, the group for all."""

from __future__ import annotations

from django.db.models import Q

from core.people.models import Agent, Direction
from core.people.querysets import DirectionQuerySet
from dematerialisation import policies
from dematerialisation.models import PrinterlessDay


def answered_for(agent: Agent) -> DirectionQuerySet:
    """The directions that they sign up, and whose pages they write."""
    directions = Direction.objects.concerned()
    if policies.can_write(agent):
        return directions
    return directions.filter(Q(head=agent) if agent.is_active and not agent.is_elected else Q(pk=None))


def can_answer_for(agent: Agent, direction: Direction) -> bool:
    return answered_for(agent).filter(pk=direction.pk).exists()


def can_report_gain(agent: Agent, day: PrinterlessDay) -> bool:
    return policies.can_write(agent) and day.action is not None and day.has_come
