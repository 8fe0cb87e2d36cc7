"""The days by which the group promises an answer and a decision."""

from datetime import date, datetime, timedelta

from django.conf import settings

from core.ui.french import day_of
from core.ui.working_days import working_day_from


def answer_due_on(received_at: datetime | date) -> date:
    """The first human answer: IDEA_ANSWER_DAYS calendar days later, moved to the next working day."""
    return working_day_from(day_of(received_at) + timedelta(days=settings.IDEA_ANSWER_DAYS))


def decision_due_on(received_at: datetime | date) -> date:
    """The decision: IDEA_DECISION_DAYS calendar days later, moved to a working day; never before the first answer."""
    day = working_day_from(day_of(received_at) + timedelta(days=settings.IDEA_DECISION_DAYS))
    return max(day, answer_due_on(received_at))
