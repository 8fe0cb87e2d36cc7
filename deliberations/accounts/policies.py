"""What the secretary does with a councillor's account; only while a mandate runs or comes."""

from core.people.models import Agent
from deliberations.models import Councillor
from deliberations.policies import can_prepare


def can_open(agent: Agent, councillor: Councillor) -> bool:
    return can_prepare(agent) and councillor.account is None and not councillor.has_ended


def can_close(agent: Agent, councillor: Councillor) -> bool:
    return can_prepare(agent) and councillor.account is not None and councillor.account.is_active


def can_reopen(agent: Agent, councillor: Councillor) -> bool:
    """After the end of the mandates, a new one is written first: or the night would close it again."""
    is_closed = councillor.account is not None and not councillor.account.is_active
    return can_prepare(agent) and is_closed and not councillor.has_ended


# Another address opens the account: not that of a closed one, which is open nowhere either.
can_change_address = can_end_sessions = can_close
