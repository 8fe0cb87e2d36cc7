"""Rights to read and to act on an item: the sets of `querysets` say who reads it and who is in charge of it.

`may_…` asks about the person alone: an action refuses with PermissionDenied. `can_…` asks about the state too: an
action then says what happened meanwhile.
"""

from core.people.models import Agent, Direction
from core.people.roles import Role
from mailroom.models import Item, Note, State
from mailroom.querysets import TO_ASSIGN, Standing, units_of

OPEN = (*TO_ASSIGN, State.ASSIGNED, State.TAKEN)


def is_mail_office(agent: Agent) -> bool:
    return agent.is_at_work and agent.has_role(Role.MAIL_OFFICE)


def reads_mail_of(agent: Agent, unit: Direction) -> bool:
    return units_of(agent).filter(pk=unit.pk).exists()


def can_see(agent: Agent, item: Item) -> bool:
    return Item.objects.visible_to(agent).filter(pk=item.pk).exists()


def _standing(agent: Agent, item: Item) -> Standing:
    """Asked once of an item as it was read: an action reads it again under its lock, and asks again."""
    if agent.pk not in item.standings:
        item.standings[agent.pk] = Item.objects.standing_of(agent, item)
    return item.standings[agent.pk]


def may_treat(agent: Agent, item: Item) -> bool:
    """The mail office, who follows it, and those of the direction in charge who read it.

    Who has a copy, or is named to read it, only reads.
    """
    return is_mail_office(agent) or _standing(agent, item).is_in_charge


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
    return may_give(agent, item) or (item.taken_by_id == agent.pk and may_treat(agent, item))


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
    return is_mail_office(agent) or _standing(agent, item).is_head


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
    return bool(_asked(agent, item))


def can_advise(agent: Agent, item: Item) -> bool:
    return bool(awaited(agent, item)) and item.closed_at is None


def awaited(agent: Agent, item: Item) -> list[Note]:
    """The opinions that this agent's directions still owe."""
    return [note for note in _asked(agent, item) if note.given_at is None]


def _asked(agent: Agent, item: Item) -> list[Note]:
    """The opinions that were asked of this agent's directions, if they still read the item."""
    asked = [note for note in item.notes.all() if note.asked_of_id]
    if not asked or not can_see(agent, item):
        return []
    units = set(units_of(agent))
    return [note for note in asked if note.asked_of_id in units]


def can_join(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.state in OPEN


def can_unmark_spam(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.state == State.SPAM and item.erased_at is None


def can_acknowledge(agent: Agent, item: Item) -> bool:
    return may_sort(agent) and item.acknowledged_at is None and item.state in OPEN and bool(item.email)
