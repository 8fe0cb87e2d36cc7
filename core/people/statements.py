"""An agent among the values of a statement that is kept (`core.ui.statements`): their rights are in its key."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS

from core.people.models import Agent
from core.ui.statements import KINDS, Kind, Take

# What a queryset may ask of an agent beside their keys and their roles: each of them is in the key.
FLAGS = ("is_active", "is_elected")


def _shape(agent: Any) -> Any:
    return *(getattr(agent, name) for name in FLAGS), agent.roles, agent.direction_id is None


def _values(agent: Any) -> list[Any]:
    return [agent.pk, agent.direction_id or 0]


def _stand_in(agent: Any, take: Take) -> Agent:
    """All else of an agent is not loaded: asking for it is refused."""
    pk, direction = map(take, _values(agent))
    given = {"id": pk, "direction_id": direction if agent.direction_id else None}
    given |= {name: getattr(agent, name) for name in FLAGS}
    # In the order of the columns, which `from_db` expects.
    names = [field.attname for field in Agent._meta.concrete_fields if field.attname in given]
    like = Agent.from_db(DEFAULT_DB_ALIAS, names, [given[name] for name in names])
    like.roles = agent.roles
    return like


KINDS[Agent] = Kind(_shape, _values, _stand_in)
