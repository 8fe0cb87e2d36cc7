"""Requests of signed-in people, for the types: every page is closed to strangers unless it says otherwise."""

from django.http import HttpRequest

from core.people.models import Agent


class AgentRequest(HttpRequest):
    """What a closed view receives."""

    user: Agent


def agent_of(request: HttpRequest) -> Agent:
    """The signed-in agent, where a library fixes the type of the request."""
    assert isinstance(request.user, Agent)
    return request.user
