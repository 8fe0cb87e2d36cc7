"""The group leads the survey; a direction's head fills theirs once it was sent to them.

Who reads a survey or an interview is in their querysets: `visible_to`.
"""

from core.people.models import Agent
from dematerialisation.models import Interview
from dematerialisation.policies import can_write


def can_lead(agent: Agent) -> bool:
    """Write questionnaires; open, correct and close a survey; lead its talks, and read which direction said what."""
    return can_write(agent)


def may_say_filled(agent: Agent, interview: Interview) -> bool:
    """Its head, who was asked."""
    return agent.is_active and interview.direction.head_id == agent.pk and interview.was_sent


def can_say_filled(agent: Agent, interview: Interview) -> bool:
    return may_say_filled(agent, interview) and interview.takes_answers and interview.filled_on is None
