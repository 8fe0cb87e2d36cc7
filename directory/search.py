"""What search finds of people: what the cards of open accounts show."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import reverse

from core.people.models import Agent, Direction
from core.people.policies import can_keep_directory
from core.search.index import follow
from core.search.readers import EVERYONE
from core.search.registry import Kind, Offer, register
from directory.models import Card


def with_card(agents: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return agents.select_related("direction", "card")


def offer(agent: Agent) -> Offer | None:
    """None once the account is closed: people who left are not in the directory."""
    if not agent.is_active:
        return None
    card = Card.of(agent)
    direction = agent.direction.name if agent.direction else ""
    said = [agent.function, direction, card.office if card else "", card.duties if card else ""]
    return Offer(
        title=str(agent),
        url=reverse("directory:agent_detail", args=[agent.reference]),
        readers=[EVERYONE],
        text=" · ".join(part for part in said if part),
        keywords=agent.phone,
        direction_id=agent.direction_id,
    )


AGENT = register(
    Kind(
        code="directory.agent",
        label="Personnes",
        model=Agent,
        objects=with_card,
        offer=offer,
        can_link=lambda agent, subject: can_keep_directory(agent),
    )
)


def _of_card(card: Card) -> Iterable[Agent]:
    return [card.agent]


def _of_direction(direction: Direction) -> Iterable[Agent]:
    return Agent.objects.filter(direction=direction)


follow(Card, _of_card)
follow(Direction, _of_direction)
