"""Meetings belong to the group: any member prepares and holds them."""

from core.people.models import Agent
from suggestions.models import Meeting
from suggestions.policies import is_in_group


def can_see(agent: Agent) -> bool:
    return agent.is_active and is_in_group(agent)


def can_prepare(agent: Agent) -> bool:
    return can_see(agent)


def can_amend(agent: Agent, meeting: Meeting) -> bool:
    """Its day, its place, who chairs it."""
    return can_see(agent) and meeting.state == Meeting.State.PLANNED


def can_arrange(agent: Agent, meeting: Meeting) -> bool:
    """Its agenda, until it is closed."""
    return can_see(agent) and meeting.state != Meeting.State.CLOSED


def can_open(agent: Agent, meeting: Meeting) -> bool:
    return can_see(agent) and meeting.state == Meeting.State.PLANNED


def can_hold(agent: Agent, meeting: Meeting) -> bool:
    """Record who came, take notes, and close it."""
    return can_see(agent) and meeting.state == Meeting.State.OPEN


def can_reopen(agent: Agent, meeting: Meeting) -> bool:
    return can_see(agent) and meeting.state == Meeting.State.CLOSED


def abilities(agent: Agent, meeting: Meeting) -> dict[str, bool]:
    return {
        "amend": can_amend(agent, meeting),
        "arrange": can_arrange(agent, meeting),
        "open": can_open(agent, meeting),
        "hold": can_hold(agent, meeting),
        "reopen": can_reopen(agent, meeting),
    }
