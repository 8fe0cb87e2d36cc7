"""Who may do what to a note. Who reads it: `MemoQuerySet.visible_to`."""

from core.people.models import Agent, Direction
from core.people.roles import Role
from core.people.tree import Tree
from memos.models import Memo, State


def is_hr(agent: Agent) -> bool:
    return agent.has_role(Role.HUMAN_RESOURCES)


# The author's


def can_write(agent: Agent) -> bool:
    """Without a direction, nobody knows whose visa to ask."""
    return agent.is_active and not agent.is_elected and agent.direction_id is not None


def manages_somebody(agent: Agent) -> bool:
    return Direction.objects.filter(head=agent).exists() or agent.agents_managed.active().exists()


def can_write_for(agent: Agent, other: Agent) -> bool:
    """For somebody without a workstation, by who was named their manager or heads a unit that they are in."""
    if other == agent or other.has_workstation or not other.is_active:
        return False
    tree = Tree()
    unit = tree.of(other)
    heads = {above.head.pk for above in unit.path if above.head} if unit else set()
    return other.manager_id == agent.pk or agent.pk in heads


def can_change(agent: Agent, memo: Memo) -> bool:
    return memo.author_id == agent.pk and memo.can_be_changed


can_send = can_change


def can_withdraw(agent: Agent, memo: Memo) -> bool:
    """Until HR takes it."""
    states = (State.DRAFT, State.IN_CIRCUIT, State.RETURNED, State.RECEIVED)
    return memo.author_id == agent.pk and memo.state in states


def can_reply(agent: Agent, memo: Memo) -> bool:
    return memo.author_id == agent.pk and memo.state == State.TAKEN


def can_print_copy(agent: Agent, memo: Memo) -> bool:
    """The paper copy, with a code, of a note written for somebody."""
    return memo.author_id == agent.pk and memo.written_for_id is not None and memo.sent_at is not None


# Human resources'


def may_treat(agent: Agent, memo: Memo) -> bool:
    """Never one's own note, nor one about oneself."""
    return is_hr(agent) and agent.pk not in (memo.author_id, memo.written_for_id, memo.person_id)


def can_manage_circuit(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.IN_CIRCUIT


def can_take(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.RECEIVED


def can_hand_over(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.TAKEN


def can_answer(agent: Agent, memo: Memo) -> bool:
    """Whoever took it; another takes it over first."""
    return can_hand_over(agent, memo) and memo.taken_by_id == agent.pk


can_ask = can_answer


def can_file(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.ANSWERED


def can_open(agent: Agent, memo: Memo) -> bool:
    is_received = memo.received_at is not None and memo.state != State.WITHDRAWN
    return (
        may_treat(agent, memo) and is_received and memo.person_id is not None and not memo.is_opened_to_person
    )
