"""Which public holidays close the rooms of a site."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from core.ui.working_days import PUBLIC_HOLIDAYS


@lru_cache(maxsize=1024)
def closing_holiday(day: date, *, opens_on_holidays: bool) -> str:
    """The public holiday for which the rooms of a site close that day, « Noël »; empty when they keep their hours.

    `opens_on_holidays` is the site's `is_open_on_holidays`. The searches for free rooms say the same in SQL.
    """
    return "" if opens_on_holidays else str(PUBLIC_HOLIDAYS.get(day) or "")
