"""Deadlines recalled each working morning: two working days ahead, on the day, then each week.

The week's first working day: a Monday, or the day behind a holiday.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from core.french import after_working_days, is_working_day, working_day_from
from core.web.locks import locked
from mailroom import notifications
from mailroom.models import Item


@app.periodic(cron="27 5 * * *")
@app.task(name="mailroom.remind", queue="people", queueing_lock="mailroom.remind")
def remind(timestamp: int) -> None:
    remind_all(on=timezone.localdate())


def remind_all(*, on: date) -> int:
    """Notify once a day of each item; return of how many."""
    if not is_working_day(on):
        return 0
    # A deadline on a Sunday is recalled ahead with those of its Monday.
    ahead = Q(due_on__gt=after_working_days(on, 1), due_on__lte=after_working_days(on, 2))
    wanted = ahead | Q(due_on=on)
    if on == working_day_from(on - timedelta(days=on.weekday())):
        wanted |= Q(due_on__lt=on)
    due = Item.objects.to_answer().filter(wanted).exclude(reminded_on=on)
    return sum(_remind(pk, on) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, on: date) -> bool:
    item = locked(Item.objects.to_answer().exclude(reminded_on=on)).filter(pk=pk).first()
    if item is None:
        return False
    notifications.notify_due(item, on=on)
    Item.objects.filter(pk=pk).update(reminded_on=on)
    return True
