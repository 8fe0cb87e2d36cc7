"""Mail in figures: what is counted, for whom, and that no word of an item leaves."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.people.models import Agent, Direction
from mailroom import actions, answers
from mailroom.models import Channel, Item, ItemKind, State
from mailroom.statistics import compute_statistics, counted_for, may_see
from tests.factories import DirectionFactory
from tests.mailroom.factories import SECRET, a_kind, item_in, registered

PAGE = "mailroom:statistics"


def answered_after(days: int, *, office: Agent, agent: Agent, direction: Direction) -> Item:
    day = timezone.localdate()
    item = registered(office, received_on=day - timedelta(days=days))
    item = actions.take(
        actions.assign(item, by=office, direction=direction, kind=a_kind(), due_on=day), by=agent
    )
    # One that was late when it was answered.
    if days > 60:
        Item.objects.filter(pk=item.pk).update(due_on=day - timedelta(days=1))
        item.refresh_from_db()
    answers.answer(item, by=agent, channel=Channel.PAPER, sent_on=day)
    return item


@pytest.fixture
def some(office: Agent, agent: Agent, gardens: Direction) -> None:
    """Three answered, one of them late; one late and open; one filed, one undesirable, one to assign."""
    for days in (2, 10, 90):
        answered_after(days, office=office, agent=agent, direction=gardens)
    late = item_in(State.ASSIGNED, office=office, direction=gardens)
    Item.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    for state in (State.FILED, State.SPAM, State.REGISTERED):
        item_in(state, office=office, direction=gardens)


def test_what_is_counted(some, office):
    known = compute_statistics(counted_for(office), today=timezone.localdate())
    total = known.total
    assert (total.received, total.answered, total.due, total.in_time, total.rate) == (6, 3, 4, 2, 50)
    assert total.delay == 10
    assert [(line.label, line.received) for line in known.by_kind] == [("Demande", 5), ("Sans nature", 1)]
    assert [(line.label, line.received) for line in known.by_direction] == [
        ("Jardins", 5),
        ("À attribuer", 1),
    ]


def test_a_reply_changes_nothing_of_the_first_answer(office, agent, gardens):
    item = answered_after(4, office=office, agent=agent, direction=gardens)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        answers.receive_reply(item, text="Et encore.", address="rose@fai.example")
        line = compute_statistics(Item.objects.all(), today=timezone.localdate()).total
        assert (line.in_time, line.due, line.delay) == (1, 1, 4)


def test_for_whom(some, office, head, agent, elsewhere):
    other = DirectionFactory.create()
    other.head = elsewhere
    other.save()
    counts = {who: counted_for(who).count() for who in (office, head, elsewhere)}
    assert counts == {office: 6, head: 5, elsewhere: 0}
    assert not may_see(agent)


def test_by_year_and_month(some, office, signed_in):
    Item.objects.filter(state=State.ANSWERED).update(received_on=date(2024, 3, 5))
    client = signed_in(office)
    page = client.get(reverse(PAGE), {"annee": "2024", "mois": "3", "par": "direction"})
    assert page.context["total"].received == 3
    assert "mars 2024" in page.text
    assert client.get(reverse(PAGE), {"mois": "4", "annee": "2024"}).context["total"].received == 0
    assert "Année" in client.get(reverse(PAGE), {"annee": "1789"}).text


def test_the_file_has_no_word_nor_formula(some, office, signed_in):
    ItemKind.objects.filter(name="Demande").update(name="=1+1")
    client, path = signed_in(office), reverse("mailroom:statistics_file")
    rows = list(load_workbook(BytesIO(b"".join(client.get(path).streaming_content))).active.values)
    assert ("Par nature", "=1+1", 5, 3, 4, 2, 50, 10) in rows
    assert SECRET not in str(rows)
