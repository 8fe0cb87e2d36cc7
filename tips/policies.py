"""Rights to write the tips and to act on one, to have a diploma; `TipQuerySet.visible_to` decides what others read."""

from collections.abc import Iterable
from typing import Any

from core.people.models import Agent
from core.people.roles import GROUP
from tips.models import Tip


def can_write(agent: Agent) -> bool:
    return agent.has_role(*GROUP)


def can_publish(agent: Agent, tip: Tip) -> bool:
    return can_write(agent) and tip.published_at is None


def can_unpublish(agent: Agent, tip: Tip) -> bool:
    return can_write(agent) and tip.published_at is not None


def is_done(lessons: Iterable[Any]) -> bool:
    """Whether the agent for whom a level's lessons are loaded has followed all that are published, and at least one."""
    published = [lesson.is_followed for lesson in lessons if lesson.is_published]
    return bool(published) and all(published)
