"""The register of incoming mail with 100 items and with 10,000: its list, its words, an item.

Both show as much: a full page of what is open, and a full page of the forty items that hold a word.
"""

from datetime import timedelta
from itertools import cycle

from django.contrib.auth.models import Group
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import reverse
from django.utils import timezone

from benchmarks.corpus import Corpus
from benchmarks.databases import filled, use
from benchmarks.measure import Figure, at_most, described, take_turns
from benchmarks.pages import MeasuredPage
from benchmarks.people import make_agents, reader
from core.people.models import Direction
from core.people.roles import Role
from mailroom.models import Channel, Item, ItemKind, State

FEW, MANY = 100, 10_000
WORD, HOLDING = "passerelle", 40
GROWTH_GOAL, MOST_STATEMENTS = 1.2, 20
STATES = (State.REGISTERED, State.ASSIGNED, State.TAKEN, State.FILED, State.FILED, State.FILED)


def make_items(count: int) -> None:
    """Of a year; half of them closed. The reader is of the mail office: no item is left out."""
    agents = make_agents()
    agents[0].groups.add(Group.objects.get(name=Role.MAIL_OFFICE))
    directions = list(Direction.objects.concerned())
    kinds, states, words = list(ItemKind.objects.all()), cycle(STATES), Corpus(18)
    now = timezone.now()
    items = []
    for number in range(count):
        state, at = next(states), now - timedelta(minutes=number * 50)
        is_sorted = state != State.REGISTERED
        taker = agents[number % len(agents)] if state in (State.TAKEN, State.FILED) else None
        items.append(
            Item(
                year=2026,
                sequence=number + 1,
                channel=Channel.PAPER,
                sender_name=f"Rose Habitante {number}",
                sender_address=f"rose{number % 2_000}@fai.example",
                subject=f"{WORD if number < HOLDING else ''} {words.object()}".strip()[:300],
                text=words.object(),
                received_on=timezone.localdate(at),
                registered_at=at,
                state=state,
                kind=kinds[number % len(kinds)] if is_sorted else None,
                direction=directions[number % len(directions)] if is_sorted else None,
                due_on=timezone.localdate(at) + timedelta(days=21) if is_sorted else None,
                assigned_at=at if is_sorted else None,
                taken_by=taker,
                taken_at=at if taker else None,
                closed_at=at if state == State.FILED else None,
                closing_reason="Sans objet" if state == State.FILED else "",
            )
        )
    Item.objects.bulk_create(items, batch_size=1_000)


def town_of(count: int) -> BaseDatabaseWrapper:
    return filled(f"bench_mailroom_{count}", lambda: make_items(count), recipe=(count, STATES, WORD, HOLDING))


def pages_of(count: int) -> dict[str, MeasuredPage]:
    wrapper = town_of(count)
    use(wrapper)
    register = reverse("mailroom:item_list")
    addresses = {
        "register-to-follow": register,
        "register-by-words": f"{register}?words={WORD}",
        "item": Item.objects.get(sequence=2).get_absolute_url(),
    }
    return {
        name: MeasuredPage(f"{name}-{count}", wrapper, reader(), address)
        for name, address in addresses.items()
    }


def figures() -> list[Figure]:
    few, many = pages_of(FEW), pages_of(MANY)
    return [figure for name in few for figure in compared(name, few[name], many[name])]


def compared(name: str, one: MeasuredPage, other: MeasuredPage) -> list[Figure]:
    medians = take_turns({one.name: one.get, other.name: other.get})
    ratio = medians[other.name] / medians[one.name]
    said = f"{name}, with {MANY:,} items"
    return [
        at_most(f"{said}, statements", len(other.statements()), MOST_STATEMENTS),
        at_most(f"{said}, against {FEW}", ratio, GROWTH_GOAL, " ×", note=described(medians)),
    ]
