"""Counts of the room searches of the last three months, without names."""

from datetime import date, timedelta

from core.french import is_working_day
from demo import texts
from rooms.models import SearchTally, Site

DAYS = 90


def count_searches(today: date) -> None:
    sites = {site.slug: site for site in Site.objects.all()}
    days = [today - timedelta(days=number) for number in range(1, DAYS)]
    SearchTally.objects.bulk_create(
        [
            SearchTally(
                on=day, site=sites.get(row.site or ""), people=row.people, sought=row.sought, found=row.found
            )
            for day in days
            if is_working_day(day)
            for row in texts.rooms.searches
            if day.toordinal() % row.every == 0 and (row.site is None or row.site in sites)
        ]
    )
