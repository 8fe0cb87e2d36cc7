"""By when the group answers."""

from datetime import date, datetime, timedelta

import holidays
from django.conf import settings

from core.ui.french import day_of

PUBLIC_HOLIDAYS = holidays.country_holidays("FR")
SATURDAY = 5


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in PUBLIC_HOLIDAYS


def answer_due_on(received_at: datetime | date) -> date:
    """IDEA_ANSWER_DAYS calendar days later, moved to the next working day."""
    day = day_of(received_at) + timedelta(days=settings.IDEA_ANSWER_DAYS)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
