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
from directory.agent_search import acronyms
from directory.models import Card

# What the head of a direction is called, whatever their function says.
HEAD = "directeur directrice responsable chef"


def with_card(agents: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return agents.select_related("direction", "card").prefetch_related("directions_headed")


def offer(agent: Agent) -> Offer | None:
    """None once the account is closed: people who left are not in the directory, nor are elected members."""
    if not agent.is_at_work:
        return None
    card = Card.of(agent)
    direction = agent.direction.name if agent.direction else ""
    said = [agent.function, direction, card.office if card else "", card.duties if card else ""]
    heads = [f"{HEAD} {headed.name}" for headed in agent.directions_headed.all()]
    return Offer(
        title=str(agent),
        url=reverse("directory:agent_detail", args=[agent.reference]),
        readers=[EVERYONE],
        text=" · ".join(part for part in said if part),
        keywords=" ".join([agent.phone, *_as_typed(agent.phone), agent.function, *heads]).strip(),
        note=agent.phone,
        direction_id=agent.direction_id,
    )


def _as_typed(phone: str) -> list[str]:
    """« 0400002001 » and « 04.00.00.20.01 » beside « 04 00 00 20 01 »; two numbers may be parted by « / »."""
    pairs = [number.partition("poste")[0].split() for number in phone.split("/")]
    return [sign.join(each) for each in pairs if len(each) > 1 for sign in ("", ".")]


AGENT = register(
    Kind(
        code="directory.agent",
        label="Personnes",
        model=Agent,
        objects=with_card,
        offer=offer,
        can_link=lambda agent, subject: can_keep_directory(agent),
        words="personne agent collègue",
        is_people=True,
    )
)


def offer_direction(direction: Direction) -> Offer:
    return Offer(
        title=direction.name,
        url=reverse("directory:direction_detail", args=[direction.reference]),
        readers=[EVERYONE],
        text=direction.parent.name if direction.parent else "",
        keywords=" ".join(acronyms(direction.name)),
        direction_id=direction.pk,
    )


DIRECTION = register(
    Kind(
        code="directory.direction",
        label="Directions et services",
        model=Direction,
        objects=lambda directions: directions.select_related("parent"),
        offer=offer_direction,
        can_link=lambda agent, direction: can_keep_directory(agent),
        words="direction service",
    )
)


def _of_card(card: Card) -> Iterable[Agent]:
    return [card.agent]


def _of_direction(direction: Direction) -> Iterable[Agent]:
    """Its members, its head, and who was its head: they may work elsewhere."""
    once = direction.events.values("head")  # type: ignore[attr-defined]  # of the history
    heads = models.Q(pk=direction.head_id) | models.Q(pk__in=once)
    return Agent.objects.filter(models.Q(direction=direction) | heads)


def _under(direction: Direction) -> Iterable[Direction]:
    """Their results name what they belong to."""
    return direction.children.all()


follow(Card, _of_card)
follow(Direction, _of_direction)
follow(Direction, _under)
