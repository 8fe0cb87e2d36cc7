"""What the group does with priorities, and what the database refuses of them."""

import pytest
from django.db import IntegrityError

from core.notifications.models import Notification
from dematerialisation import priorities
from dematerialisation.group_actions import actions
from dematerialisation.models import Priority
from tests.dematerialisation.factories import PriorityFactory, WishFactory
from tests.factories import AgentFactory, DirectionFactory

pytestmark = pytest.mark.django_db


def order() -> list[str]:
    return [priority.name for priority in Priority.objects.for_list()]


def test_a_priority_moves_by_one_and_stops_at_the_ends(moderator):
    first, second, third = (
        PriorityFactory.create(name=name, rank=rank) for name, rank in (("Un", 2), ("Deux", 5), ("Trois", 9))
    )
    # Two ranks are exchanged, the others stay.
    priorities.move(third, by=moderator, is_up=True)
    assert list(Priority.objects.values_list("pk", "rank")) == [(first.pk, 2), (third.pk, 5), (second.pk, 9)]
    for row, is_up in ((first, True), (second, False)):
        priorities.move(row, by=moderator, is_up=is_up)
        assert order() == ["Un", "Trois", "Deux"]
    # Of one rank, the numbers are made again.
    Priority.objects.update(rank=1)
    priorities.move(second, by=moderator, is_up=True)
    assert order() == ["Deux", "Un", "Trois"]


def test_the_directions_that_share_a_priority_are_counted_once():
    priority, direction = PriorityFactory.create(), DirectionFactory.create()
    WishFactory.create_batch(2, priority=priority, direction=direction)
    WishFactory.create(priority=priority)
    WishFactory.create()
    assert Priority.objects.for_list().get().direction_count == 2


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"effort": "ages"}, "priority_known_choices"),
        ({"discussion": "never"}, "priority_known_choices"),
        ({"values": ["power"]}, "priority_known_values"),
    ],
)
def test_the_database_refuses_a_priority(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        PriorityFactory.create(**fields)


def test_the_direction_is_notified_of_what_its_wish_becomes(moderator):
    head = AgentFactory.create()
    priority = PriorityFactory.create()
    sports = DirectionFactory.create(name="Sports", head=head)
    WishFactory.create_batch(2, priority=priority, direction=sports)
    WishFactory.create(direction=DirectionFactory.create(head=AgentFactory.create()))
    action = priorities.create_action(
        priority, by=moderator, title="Une seule liste", what_was_decided="Oui."
    )
    actions.drop(action, by=moderator, reason="La loi a changé.")
    told = Notification.objects.order_by("pk")
    assert set(told.values_list("recipient", flat=True)) == {head.pk}
    first, last = (notification.text for notification in told)
    assert "2 souhaits de votre direction" in first
    assert "elle est décidée" in first
    assert "La loi a changé." in last
