"""Compute the days on which the reminders of a date leave.

Each month of the twelve before it, counted back from the date itself, so that 29 February and the 31sts never drift.
Somebody's « je m’en occupe » silences those up to the day that they gave, but for the three that always leave.
Once a contract is over, they go on: the day after, then each month until somebody answers, for a year.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

FIRST = 12
LAST = relativedelta(years=1)
# Months before the date: these leave whatever was answered.
ALWAYS = (12, 6, 3)


def reminder_days(deadline_on: date) -> list[tuple[int, date]]:
    """The months before, and the day; the earliest first. A month too short ends on its last day."""
    return [(months, deadline_on - relativedelta(months=months)) for months in range(FIRST, 0, -1)]


def reminder_due(
    deadline_on: date,
    *,
    on: date,
    sent_until: date | None = None,
    settled_by: date | None = None,
    goes_on: bool = False,
) -> date | None:
    """The day of the plan whose reminder is to leave today, or None.

    `sent_until` is the latest day of the plan whose reminder has left, `settled_by` the day that was answered. Of
    several that were missed, the latest only; once the date has passed, none unless it `goes_on`.
    """
    if on > deadline_on:
        day = _latest_after(deadline_on, on)
        is_quiet = any(until is not None and day <= until for until in (sent_until, settled_by))
        return day if goes_on and not is_quiet else None
    days = (
        day
        for months, day in reminder_days(deadline_on)
        if day <= on
        and (sent_until is None or day > sent_until)
        and (months in ALWAYS or settled_by is None or day > settled_by)
    )
    return max(days, default=None)


def _latest_after(deadline_on: date, on: date) -> date:
    """The day after, or the latest of the months after; counted from the date itself, as those before."""
    months = (on.year - deadline_on.year) * 12 + on.month - deadline_on.month
    if deadline_on + relativedelta(months=months) > on:
        months -= 1
    return deadline_on + (relativedelta(months=months) if months else relativedelta(days=1))
