"""What the group does with priorities, and what the database refuses of them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from dematerialisation.models import Action, Priority
from dematerialisation.priorities import actions
from tests.dematerialisation.factories import PriorityFactory, WishFactory
from tests.factories import DirectionFactory

pytestmark = pytest.mark.django_db


def order() -> list[str]:
    return [priority.name for priority in Priority.objects.for_list()]


def test_a_priority_moves_by_one_and_stops_at_the_ends(moderator):
    # Two of one rank: the numbers are made again.
    first, second, third = (
        PriorityFactory.create(name=name, rank=rank) for name, rank in (("Un", 1), ("Deux", 1), ("Trois", 9))
    )
    actions.move(first, by=moderator, is_up=True)
    assert order() == ["Un", "Deux", "Trois"]
    actions.move(third, by=moderator, is_up=True)
    assert order() == ["Un", "Trois", "Deux"]
    actions.move(first, by=moderator, is_up=False)
    assert order() == ["Trois", "Un", "Deux"]
    actions.move(second, by=moderator, is_up=False)
    assert order() == ["Trois", "Un", "Deux"]


def test_a_move_exchanges_two_ranks_and_leaves_the_others(moderator):
    first, second, third = (PriorityFactory.create(rank=rank) for rank in (2, 5, 9))
    actions.move(third, by=moderator, is_up=True)
    assert list(Priority.objects.values_list("pk", "rank")) == [(first.pk, 2), (third.pk, 5), (second.pk, 9)]


@pytest.mark.parametrize(
    "call",
    [
        lambda priority, by: actions.move(priority, by=by, is_up=True),
        lambda priority, by: actions.create_action(priority, by=by, title="Une", what_was_decided="Deux"),
    ],
)
def test_only_the_group_may(call, outsider, administrator):
    priority = PriorityFactory.create()
    for agent in (outsider, administrator):
        with pytest.raises(PermissionDenied):
            call(priority, agent)
    assert not Action.objects.exists()


def test_a_form_sent_twice_creates_one_action(moderator):
    priority = PriorityFactory.create()
    for _ in range(2):
        actions.create_action(priority, by=moderator, title="Une fiche", what_was_decided="L’écrire.")
    action = priority.actions.get()
    assert (action.state, action.title) == ("planned", "Une fiche")


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
