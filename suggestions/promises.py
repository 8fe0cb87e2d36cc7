"""By when the group answers."""

from datetime import date, datetime, timedelta

from django.conf import settings

from core.ui.french import day_of
from core.ui.working_days import working_day_from


def answer_due_on(received_at: datetime | date) -> date:
    """IDEA_ANSWER_DAYS calendar days later, moved to the next working day."""
    return working_day_from(day_of(received_at) + timedelta(days=settings.IDEA_ANSWER_DAYS))
