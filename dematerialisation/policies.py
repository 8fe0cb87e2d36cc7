"""The project group writes the common section; every agent reads it. An action has a leader, of any direction.

`may_…` asks about the person alone, `can_…` about the state too: an action refuses the first with PermissionDenied and
the second with a sentence that says where the action stands.
"""

from __future__ import annotations

from django.db.models import Q

from core.people.models import Agent, Direction
from core.people.querysets import DirectionQuerySet
from core.people.roles import GROUP
from dematerialisation.models import (
    Action,
    Article,
    Assessment,
    GroupMember,
    Interview,
    PrinterlessDay,
    Survey,
)
from dematerialisation.states import ActionState
from tips.models import Tip


def can_write(agent: Agent) -> bool:
    """Write pages and the review, introduce the members, decide and follow actions, lead the survey and its talks."""
    return agent.has_role(*GROUP)


def may_write(agent: Agent, obj: object) -> bool:
    """For the buttons of what the group writes."""
    return can_write(agent)


def leads(agent: Agent, action: Action) -> bool:
    return agent.is_active and action.leader_id == agent.pk


def may_follow(agent: Agent, action: Action) -> bool:
    """Tick steps, and block or unblock it: its leader and the group."""
    return leads(agent, action) or can_write(agent)


def can_change(agent: Agent, action: Action) -> bool:
    """Entrust it, add a step to it, give it up."""
    return can_write(agent) and action.is_open


def can_screen(agent: Agent, action: Action) -> bool:
    """Until it starts; later only when nothing says which values it serves."""
    if not can_write(agent) or action.state == ActionState.DROPPED:
        return False
    return action.state == ActionState.PLANNED or not action.has_passed_the_grid


def can_confirm_screening(agent: Agent, action: Action) -> bool:
    """The member who answered the grid leaves it to another."""
    is_unseen = action.outcome != "" and action.confirmed_by_id is None
    is_planned = action.state == ActionState.PLANNED
    return can_write(agent) and is_planned and is_unseen and action.screened_by_id != agent.pk


def can_start(agent: Agent, action: Action) -> bool:
    return can_write(agent) and action.state == ActionState.PLANNED and action.has_passed_the_grid


def can_block(agent: Agent, action: Action) -> bool:
    return may_follow(agent, action) and action.state == ActionState.IN_PROGRESS


def can_unblock(agent: Agent, action: Action) -> bool:
    return may_follow(agent, action) and action.state == ActionState.BLOCKED


def can_finish(agent: Agent, action: Action) -> bool:
    return can_write(agent) and action.is_open and action.has_passed_the_grid


def can_resume(agent: Agent, action: Action) -> bool:
    return can_write(agent) and action.state == ActionState.DROPPED


def can_tick(agent: Agent, action: Action) -> bool:
    return may_follow(agent, action) and action.is_open


def can_guess_gain(agent: Agent, action: Action) -> bool:
    return can_write(agent) and action.state != ActionState.DROPPED


def can_measure_gain(agent: Agent, action: Action) -> bool:
    """Once something has begun to change."""
    measurable = (ActionState.IN_PROGRESS, ActionState.BLOCKED, ActionState.DONE)
    return can_write(agent) and action.state in measurable


def can_read_survey(agent: Agent, survey: Survey) -> bool:
    return can_write(agent) or not survey.is_open


def can_publish_article(agent: Agent, article: Article) -> bool:
    """And finish it before: what is printed is what is read, words, figures and pictures stop moving together."""
    return can_write(agent) and not article.is_published


def can_take_figures(agent: Agent, article: Article) -> bool:
    """An article on a free subject has none."""
    return can_publish_article(agent, article) and bool(article.figures)


def can_correct_article(agent: Agent, article: Article) -> bool:
    """And withdraw it, once it is published; what is withdrawn stays so."""
    return can_write(agent) and article.is_published and article.withdrawn_at is None


def can_illustrate(agent: Agent, source: Tip | Article) -> bool:
    """A tip at any time; an article until it is published."""
    return can_publish_article(agent, source) if isinstance(source, Article) else can_write(agent)


def can_begin_assessment(agent: Agent) -> bool:
    """And choose its period: the head of the group."""
    return can_write(agent) and GroupMember.objects.filter(agent=agent, is_head=True).exists()


def can_write_assessment(agent: Agent, assessment: Assessment) -> bool:
    """And publish it: from then on its text, its figures and its actions stay."""
    return can_write(agent) and not assessment.is_published


def may_say_filled(agent: Agent, interview: Interview) -> bool:
    """Its head, who was asked."""
    return agent.is_active and interview.direction.head_id == agent.pk and interview.was_sent


def can_say_filled(agent: Agent, interview: Interview) -> bool:
    return may_say_filled(agent, interview) and interview.takes_answers and interview.filled_on is None


def answered_for(agent: Agent) -> DirectionQuerySet:
    """The directions that they sign up, and whose pages they write."""
    directions = Direction.objects.concerned()
    if can_write(agent):
        return directions
    return directions.filter(Q(head=agent) if agent.is_active and not agent.is_elected else Q(pk=None))


def can_report_gain(agent: Agent, day: PrinterlessDay) -> bool:
    return can_write(agent) and day.action is not None and day.has_come
