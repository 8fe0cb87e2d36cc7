"""The number that an idea gets when others first see it."""

from suggestions.models import NumberSeries


def next_number(year: int) -> int:
    """The year's next number; the counter's row stays locked until the commit, always after the idea's own."""
    NumberSeries.objects.bulk_create([NumberSeries(year=year)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update(no_key=True).get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
