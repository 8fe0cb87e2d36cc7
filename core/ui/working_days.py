"""The days on which the town hall works: neither weekends nor France's public holidays."""

from datetime import date, timedelta

import holidays

PUBLIC_HOLIDAYS = holidays.country_holidays("FR")
SATURDAY = 5


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in PUBLIC_HOLIDAYS


def working_day_from(day: date) -> date:
    """This day, or the first after it on which one works."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after_working_days(day: date, count: int) -> date:
    """The day that comes `count` working days after this one."""
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day
