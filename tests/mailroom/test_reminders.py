"""Deadlines recalled: two working days ahead, on the day, then each Monday; to the person and the head."""

from datetime import date, timedelta

import pytest

from core.notifications.models import Notification
from mailroom import actions, tasks
from mailroom.models import Item, State
from tests.mailroom.factories import item_in

# A Wednesday and the days around it, without a public holiday.
DUE = date(2027, 3, 10)
REMINDED = {date(2027, 3, 8), date(2027, 3, 10), date(2027, 3, 15), date(2027, 3, 22)}


def told() -> set[str]:
    return {row.recipient.last_name for row in Notification.objects.filter(kind="mailroom.due")}


def test_the_days_of_a_deadline(item):
    Item.objects.update(due_on=DUE)
    for day in (date(2027, 3, 5) + timedelta(days=shift) for shift in range(18)):
        Notification.objects.all().delete()
        assert tasks.remind_all(on=day) == (day in REMINDED), day
        assert told() == ({"Benali", "Chef"} if day in REMINDED else set())
        for row in Notification.objects.filter(kind="mailroom.due"):
            assert item.subject not in f"{row.title}{row.text}"
            assert ("en retard" in row.title, "aujourd’hui" in row.title) == (day > DUE, day == DUE)
        # The task run twice notifies once.
        assert tasks.remind_all(on=day) == 0


@pytest.mark.parametrize(
    ("due_on", "first", "reminded"),
    [
        pytest.param(date(2027, 3, 14), date(2027, 3, 8), [11, 15], id="a Sunday, before it comes"),
        # Easter Monday is the 29th of March.
        pytest.param(DUE, date(2027, 3, 27), [30], id="a week that begins on its Tuesday"),
    ],
)
def test_days_of_rest(item, due_on, first, reminded):
    Item.objects.update(due_on=due_on)
    days = [first + timedelta(days=shift) for shift in range(8)]
    assert [day.day for day in days if tasks.remind_all(on=day)] == reminded


def test_named_readers_are_reminded_where_nobody_else_would_be(office, agent, elsewhere, gardens):
    """Of the direction in charge: those from elsewhere only read."""
    given = {"is_confidential": True, "readers": (agent, elsewhere)}
    item_in(State.ASSIGNED, office=office, direction=gardens, **given)
    gardens.head = None
    gardens.save()
    Item.objects.update(due_on=DUE)
    tasks.remind_all(on=DUE)
    assert told() == {"Benali"}


def test_nobody_follows_it_yet_or_it_is_over(office, agent, head, gardens):
    item = item_in(State.ASSIGNED, office=office, direction=gardens)
    Item.objects.update(due_on=DUE)
    tasks.remind_all(on=DUE)
    assert told() == {"Chef"}
    actions.file_without_answer(item, by=office, reason="Réglé.")
    assert tasks.remind_all(on=date(2027, 3, 15)) == 0
