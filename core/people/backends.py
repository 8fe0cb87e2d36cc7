from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection

from core.people.models import Agent, Direction
from core.people.passwords import TRIAL_PASSWORD

# What each page asks of its agent, as attributes: SQL about the row `agent`.
ASKED = {
    "role_names": (
        "ARRAY(SELECT role.name FROM people_agent_groups given JOIN auth_group role ON role.id = given.group_id"
        " WHERE given.agent_id = agent.id)"
    ),
    "has_second_factor": (
        "EXISTS (SELECT FROM mfa_authenticator factor"
        f" WHERE factor.user_id = agent.id AND factor.type <> '{Authenticator.Type.RECOVERY_CODES}')"
    ),
}


def ask_with_agent(name: str, expression: str) -> None:
    """For the apps above, at start-up: an attribute more, in the same statement."""
    ASKED[name] = expression


AGENT, DIRECTION = ([field.attname for field in model._meta.concrete_fields] for model in (Agent, Direction))


@cache
def _statement() -> str:
    """Composed once, and not by the ORM, which takes longer than PostgreSQL to answer: every page asks it."""
    columns = [f"agent.{name}" for name in AGENT] + [f"direction.{name}" for name in DIRECTION]
    return (
        f"SELECT {', '.join([*columns, *ASKED.values()])} FROM people_agent agent"  # noqa: S608  (only constants)
        " LEFT JOIN people_direction direction ON direction.id = agent.direction_id WHERE agent.id = %s"
    )


def agent_of_session(pk: int) -> Agent | None:
    """With their direction, and what each page asks of them."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [pk])
        row = cursor.fetchone()
    if row is None:
        return None
    own, theirs = len(AGENT), len(AGENT) + len(DIRECTION)
    agent = Agent.from_db(DEFAULT_DB_ALIAS, AGENT, row[:own])
    direction = (
        Direction.from_db(DEFAULT_DB_ALIAS, DIRECTION, row[own:theirs]) if agent.direction_id else None
    )
    Agent._meta.get_field("direction").set_cached_value(agent, direction)
    for name, value in zip(ASKED, row[theirs:], strict=True):
        setattr(agent, name, value)
    return agent


class AgentBackend(AuthenticationBackend):
    """allauth's, with the agent's roles and direction loaded in the request's one statement."""

    def get_user(self, user_id: Any) -> Agent | None:
        agent = agent_of_session(user_id)
        return agent if agent and self.user_can_authenticate(agent) else None

    def _check_password(self, user: Agent | None, password: str) -> Agent | None:
        # A trial's database put to real use: its demonstration accounts stay shut.
        if password == TRIAL_PASSWORD and not settings.TRIAL:
            return None
        return super()._check_password(user, password)
