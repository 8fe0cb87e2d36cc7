"""Rights to read and to act on an item; `ItemQuerySet.visible_to` says the first in SQL.

`may_…` asks about the person alone: an action refuses with PermissionDenied. `can_…` asks about the state too: an
action then says what happened meanwhile.
"""

from core.people.models import Agent, Direction
from core.people.roles import Role
from mailroom.models import Item, State
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


def can_change(agent: Agent, item: Item) -> bool:
    """Its sheet: words of a letter, nature, deadline, copies, readers."""
    return may_sort(agent) and item.state in OPEN


def can_reassign(agent: Agent, item: Item) -> bool:
    """The office, and whoever follows it or heads the direction in charge."""
    return may_reassign(agent, item) and item.state in (State.ASSIGNED, State.TAKEN)


def may_reassign(agent: Agent, item: Item) -> bool:
    if is_mail_office(agent):
        return True
    heads = item.direction is not None and agent.pk in heads_of(item.direction)
    return can_see(agent, item) and (item.taken_by_id == agent.pk or heads)


def can_return(agent: Agent, item: Item) -> bool:
    """« Pas pour nous »."""
    is_held = item.state == State.TAKEN
    return (may_reassign(agent, item) if is_held else may_treat(agent, item)) and (
        is_held or item.state == State.ASSIGNED
    )


def can_take(agent: Agent, item: Item) -> bool:
    return may_treat(agent, item) and item.state == State.ASSIGNED


def can_answer(agent: Agent, item: Item) -> bool:
    """Whoever follows it; after an answer too, for a second one."""
    is_theirs = agent.is_at_work and item.taken_by_id == agent.pk
    return is_theirs and item.state in (State.TAKEN, State.ANSWERED)


def can_close(agent: Agent, item: Item) -> bool:
    """File without an answer, or pass on: whoever follows it, or the office."""
    if is_mail_office(agent):
        return item.state in OPEN
    return agent.is_at_work and item.taken_by_id == agent.pk and item.state == State.TAKEN


def can_mark_spam(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.state in TO_ASSIGN


def can_unmark_spam(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.state == State.SPAM and item.erased_at is None


def can_acknowledge(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.acknowledged_at is None and item.state in OPEN and bool(item.email)
