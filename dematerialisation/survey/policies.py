"""The group leads the survey; a direction's head fills theirs once it was sent to them."""

from core.people.models import Agent
from dematerialisation.models import Interview, Questionnaire, Survey
from dematerialisation.policies import can_write


def can_open(agent: Agent) -> bool:
    return can_write(agent)


def can_lead(agent: Agent, interview: Interview) -> bool:
    """Prepare, send, say done; and read who was met and the notes."""
    return can_write(agent)


def may_fill(agent: Agent, interview: Interview) -> bool:
    """The part of `can_fill` that concerns the person."""
    is_head = agent.is_active and interview.direction.head_id == agent.pk
    return can_write(agent) or (is_head and interview.was_sent)


def can_fill(agent: Agent, interview: Interview) -> bool:
    """Until the talk is said done, and the survey closed."""
    is_over = interview.state == Interview.State.DONE or not interview.survey.is_open
    return may_fill(agent, interview) and not is_over


def can_see_by_direction(agent: Agent, survey: Survey) -> bool:
    """Which direction answered what: the group's alone."""
    return can_write(agent)


def can_copy(agent: Agent, questionnaire: Questionnaire) -> bool:
    return can_write(agent)
