"""Rights to read and to act on an item; `ItemQuerySet.visible_to` says the first in SQL.

`may_…` asks about the person alone: an action refuses with PermissionDenied. `can_…` asks about the state too: an
action then says what happened meanwhile.
"""

from core.people.models import Agent, Direction
from core.people.roles import Role
from mailroom.models import Item, Note, State
from mailroom.querysets import TO_ASSIGN

OPEN = (*TO_ASSIGN, State.ASSIGNED, State.TAKEN)


def is_mail_office(agent: Agent) -> bool:
    return agent.is_at_work and agent.has_role(Role.MAIL_OFFICE)


def reads_mail_of(agent: Agent, unit: Direction) -> bool:
    """`querysets.units_of` says the same in SQL."""
    if agent.pk in heads_of(unit) or agent.direction_id == unit.pk:
        return True
    own = agent.direction
    return unit.kind == "direction" and own is not None and own.parent_id == unit.pk


def heads_of(unit: Direction) -> set[int | None]:
    """Return the heads of a unit; of a service, its direction's head too."""
    return {unit.head_id, unit.parent.head_id if unit.kind == "service" and unit.parent else None}


def can_see(agent: Agent, item: Item) -> bool:
    if not agent.is_at_work:
        return False
    if is_mail_office(agent):
        return True
    if item.state == State.SPAM:
        return False
    return agent.pk in people_reading(item) or any(reads_mail_of(agent, unit) for unit in units_reading(item))


def people_reading(item: Item) -> set[int | None]:
    """The readers of an item whatever it is: those that a confidential one has."""
    head = item.direction.head_id if item.direction else None
    return {head, item.taken_by_id, *(reader.pk for reader in item.readers.all())}


def units_reading(item: Item) -> list[Direction]:
    if item.is_confidential:
        return []
    return [*([item.direction] if item.direction else []), *item.copies.all()]


def may_treat(agent: Agent, item: Item) -> bool:
    """The mail office, who follows it, and those of the direction in charge who read it.

    Who has a copy, or is named to read it, only reads.
    """
    if is_mail_office(agent):
        return True
    is_in_charge = item.direction is not None and reads_mail_of(agent, item.direction)
    return can_see(agent, item) and (is_in_charge or item.taken_by_id == agent.pk)


def may_sort(agent: Agent, item: Item | None = None) -> bool:
    return is_mail_office(agent)


def can_assign(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.state in TO_ASSIGN


can_mark_spam = can_assign


def can_change(agent: Agent, item: Item) -> bool:
    """Its sheet: words of a letter, nature, deadline, copies, readers."""
    return may_sort(agent) and item.state in OPEN


def can_reassign(agent: Agent, item: Item) -> bool:
    """The office, and the agent who follows it or heads the direction in charge."""
    return may_reassign(agent, item) and item.state in (State.ASSIGNED, State.TAKEN)


def may_reassign(agent: Agent, item: Item) -> bool:
    if is_mail_office(agent):
        return True
    heads = item.direction is not None and agent.pk in heads_of(item.direction)
    return can_see(agent, item) and (item.taken_by_id == agent.pk or heads)


def can_return(agent: Agent, item: Item) -> bool:
    """« Pas pour nous »."""
    if item.state == State.TAKEN:
        return may_reassign(agent, item)
    return item.state == State.ASSIGNED and may_treat(agent, item)


def can_take(agent: Agent, item: Item) -> bool:
    return may_treat(agent, item) and item.state == State.ASSIGNED


def can_answer(agent: Agent, item: Item) -> bool:
    """The agent who follows it; after an answer too, for a second one."""
    is_theirs = agent.is_at_work and item.taken_by_id == agent.pk
    return is_theirs and item.state in (State.TAKEN, State.ANSWERED)


def can_close(agent: Agent, item: Item) -> bool:
    """File without an answer, or pass on: the agent who follows it, or the office."""
    if is_mail_office(agent):
        return item.state in OPEN
    return agent.is_at_work and item.taken_by_id == agent.pk and item.state == State.TAKEN


def may_give(agent: Agent, item: Item) -> bool:
    """The office, and who heads the direction in charge."""
    heads = item.direction is not None and agent.pk in heads_of(item.direction)
    return is_mail_office(agent) or (heads and can_see(agent, item))


def can_give(agent: Agent, item: Item) -> bool:
    return may_give(agent, item) and item.state in (State.ASSIGNED, State.TAKEN)


def can_reopen(agent: Agent, item: Item) -> bool:
    return may_treat(agent, item) and item.state in (State.ANSWERED, State.FILED, State.PASSED_ON)


def can_note(agent: Agent, item: Item) -> bool:
    return may_treat(agent, item) and item.state != State.SPAM


def can_ask(agent: Agent, item: Item) -> bool:
    """An opinion of another direction, which then reads the item: never a confidential one."""
    is_followed = item.state in (State.ASSIGNED, State.TAKEN)
    return may_treat(agent, item) and is_followed and not item.is_confidential


def may_advise(agent: Agent, item: Item) -> bool:
    asked = [note.asked_of for note in item.notes.all() if note.asked_of]
    return can_see(agent, item) and any(reads_mail_of(agent, unit) for unit in asked)


def can_advise(agent: Agent, item: Item) -> bool:
    return bool(awaited(agent, item)) and item.closed_at is None


def awaited(agent: Agent, item: Item) -> list[Note]:
    """The opinions that this agent's directions still owe."""
    if not can_see(agent, item):
        return []
    asked = [note for note in item.notes.all() if note.given_at is None]
    return [note for note in asked if note.asked_of and reads_mail_of(agent, note.asked_of)]


def can_join(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.state in OPEN


def can_unmark_spam(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.state == State.SPAM and item.erased_at is None


def can_acknowledge(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.acknowledged_at is None and item.state in OPEN and bool(item.email)
