"""Port-Mimosa's register of incoming mail: in every state."""

from django.utils import timezone

from core.approvals.models import Approval
from core.people.models import Agent
from core.people.roles import Role
from mailroom import actions, retention
from mailroom.models import Channel, Gesture, Item, Movement, NumberSeries, State


def test_there_are_sixty_in_every_state(town):
    items = Item.objects.all()
    assert items.count() == 60
    assert set(items.values_list("state", flat=True)) == set(State.values)
    assert set(items.values_list("channel", flat=True)) == set(Channel.values)
    assert items.late(on=timezone.localdate()).count() == 2
    assert items.filter(is_confidential=True).exists()
    assert items.filter(replies__isnull=False, state=State.TAKEN).exists()
    assert items.filter(copies__isnull=False).exists()
    assert Approval.objects.running().filter(kind="mailroom.answer").exists()
    assert Movement.objects.filter(gesture=Gesture.RETURNED, reason__contains="a fermé").exists()
    assert retention.to_eliminate().exists()


def test_the_numbers_have_no_hole(town):
    for series in NumberSeries.objects.all():
        given = Item.objects.filter(year=series.year).order_by("sequence").values_list("sequence", flat=True)
        assert list(given) == list(range(1, series.last + 1))


def test_the_office_is_two_and_goes_on(town):
    courrier = Agent.objects.get(identifiant="courrier")
    assert Agent.objects.with_role(Role.MAIL_OFFICE).count() == 2
    item = Item.objects.filter(state=State.ASSIGNED, direction__name="Espaces verts").first()
    assert item
    agent = Agent.objects.get(identifiant="agent")
    assert actions.take(item, by=agent).state == State.TAKEN
    spam = Item.objects.filter(state=State.SPAM).first()
    assert spam
    assert actions.unmark_spam(spam, by=courrier).state == State.REGISTERED
