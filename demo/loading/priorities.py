"""Wishes of the directions, and the priorities that the group has made of them."""

from core.people.models import Direction
from dematerialisation.models import Action, Priority, Wish
from demo.keys import reference_of
from demo.texts.priorities import PRIORITIES, WISHES


def load_priorities(units: dict[str, Direction]) -> None:
    rows: dict[str, Priority] = {}
    for rank, priority in enumerate(PRIORITIES, start=1):
        rows[priority.key] = row = Priority.objects.create(
            reference=reference_of("priority", priority.key),
            name=priority.name,
            rank=rank,
            effort=priority.effort,
            values=list(priority.values),
            discussion=priority.discussion,
        )
        references = [reference_of("action", key) for key in priority.actions]
        row.actions.add(*Action.objects.filter(reference__in=references))
    for wish in WISHES:
        Wish.objects.create(
            reference=reference_of("wish", wish.sentence),
            direction=units[wish.direction],
            priority=rows.get(wish.priority),
            sentence=wish.sentence,
            problem=wish.problem,
            change=wish.change,
            people=wish.people,
        )
