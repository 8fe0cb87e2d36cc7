"""Wishes of the directions, and the priorities that the group has made of them."""

from core.people.models import Direction
from dematerialisation.models import Action, Priority, Wish
from demo import texts
from demo.data_files import copied
from demo.keys import reference_of


def load_priorities(units: dict[str, Direction]) -> None:
    rows: dict[str, Priority] = {}
    for rank, priority in enumerate(texts.priorities.priorities, start=1):
        rows[priority.key] = row = Priority.objects.create(
            reference=reference_of("priority", priority.key),
            **copied(priority, "name effort discussion"),
            rank=rank,
            values=list(priority.values),
        )
        references = [reference_of("action", key) for key in priority.actions]
        row.actions.add(*Action.objects.filter(reference__in=references))
    for wish in texts.priorities.wishes:
        Wish.objects.create(
            reference=reference_of("wish", wish.sentence),
            direction=units[wish.direction],
            priority=rows.get(wish.priority),
            **copied(wish, "sentence"),
        )
