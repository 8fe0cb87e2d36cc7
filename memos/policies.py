"""Rights to act on a note; `MemoQuerySet.visible_to` decides who reads it."""

from core.approvals.models import ApprovalStep
from core.people.models import Agent
from core.people.roles import Role
from memos.models import Memo, State


def is_hr(agent: Agent) -> bool:
    return agent.has_role(Role.HUMAN_RESOURCES)


# The author's


def can_write(agent: Agent) -> bool:
    """Without a direction, nobody knows whose visa to ask."""
    return agent.is_active and not agent.is_elected and agent.direction_id is not None


def manages_somebody(agent: Agent) -> bool:
    return Agent.objects.managed_by(agent).exists()


def can_write_for(agent: Agent, other: Agent) -> bool:
    """For somebody of their team without a workstation."""
    return not other.has_workstation and Agent.objects.managed_by(agent).filter(pk=other.pk).exists()


def can_change(agent: Agent, memo: Memo) -> bool:
    return memo.author_id == agent.pk and memo.can_be_changed


can_send = can_change


def can_discard(agent: Agent, memo: Memo) -> bool:
    """Never sent: nobody else has read a word of it."""
    return memo.author_id == agent.pk and memo.state == State.DRAFT


def can_withdraw(agent: Agent, memo: Memo) -> bool:
    states = (State.IN_CIRCUIT, State.RETURNED, State.RECEIVED)
    return memo.author_id == agent.pk and memo.state in states


def can_reply(agent: Agent, memo: Memo) -> bool:
    return memo.author_id == agent.pk and memo.state == State.TAKEN


def can_read_questions(agent: Agent, memo: Memo) -> bool:
    """They are between HR and the author."""
    return memo.author_id == agent.pk or may_treat(agent, memo)


# Human resources'


def may_treat(agent: Agent, memo: Memo) -> bool:
    """Never one's own note, nor one that is or was about oneself."""
    return is_hr(agent) and agent.pk not in {memo.written_for_id, memo.person_id, *memo.concerned}


def can_be_treated(memo: Memo) -> bool:
    """Not when all of HR are those whom it concerns; without any HR agent yet, it waits for one."""
    staff = {agent.pk for agent in Agent.objects.with_role(Role.HUMAN_RESOURCES)}
    return not staff or bool(staff - {memo.written_for_id, memo.person_id, *memo.concerned})


def can_manage_circuit(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.IN_CIRCUIT


def can_entrust(agent: Agent, memo: Memo) -> bool:
    """A visa that nobody can give any more goes to somebody whom HR choose: no one else may read the note."""
    stuck = ApprovalStep.objects.stuck().filter(approval__kind="memos.memo", approval__object_id=memo.pk)
    return can_manage_circuit(agent, memo) and stuck.exists()


def can_take(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.RECEIVED


def can_hand_over(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.TAKEN


def can_answer(agent: Agent, memo: Memo) -> bool:
    """The agent who follows it, or any who may treat it while nobody does; others take it over first."""
    return can_take(agent, memo) or (can_hand_over(agent, memo) and memo.taken_by_id == agent.pk)


can_ask = can_answer


def can_file(agent: Agent, memo: Memo) -> bool:
    return may_treat(agent, memo) and memo.state == State.ANSWERED


def can_open(agent: Agent, memo: Memo) -> bool:
    is_received = memo.received_at is not None and memo.state != State.WITHDRAWN
    is_closed = memo.person_id is not None and not memo.is_opened_to_person
    return may_treat(agent, memo) and is_received and is_closed
