"""« Le contrat » on a software's page, for those who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.ui.french import long_date, with_capital
from manuals.models import Commitment, Contract, Deadline, Software


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A date to come, or the end of a contract that is over, and who has said that they look after it."""

    deadline: Deadline
    on: date
    commitment: Commitment | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class ContractSheet:
    contract: Contract | None
    facts: list[tuple[str, str]]
    deadlines: list[DeadlineLine]


FACTS = ("vendor", "number", "starts_on", "ends_on", "notice_on", "renewals", "yearly_cost", "hosting")


def contract_sheet(software: Software, *, on: date) -> ContractSheet:
    """Two statements at most. The caller asks `policies.can_see_contract` first."""
    contract = Contract.objects.filter(software=software).select_related("filled_by").first()
    if contract is None:
        return ContractSheet(None, [], [])
    made = {
        (each.deadline, each.deadline_on): each for each in contract.commitments.select_related("made_by")
    }
    days = [(deadline, contract.day_of(deadline)) for deadline in Deadline]
    lines = [
        DeadlineLine(deadline, day, made.get((deadline, day)), day < on)
        for deadline, day in days
        if day and (day >= on or (deadline == Deadline.END and not software.is_retired))
    ]
    return ContractSheet(contract, _facts(contract), lines)


def _facts(contract: Contract) -> list[tuple[str, str]]:
    """Each field: what is empty is said, for it is short."""
    return [(_label(name), _words(contract, name) or "pas encore renseigné") for name in FACTS]


def _label(name: str) -> str:
    field: Any = Contract._meta.get_field(name)
    return with_capital(str(field.verbose_name))


def _words(contract: Contract, name: str) -> str:
    value = getattr(contract, name)
    if not value:
        return ""
    if isinstance(value, date):
        return long_date(value)
    labels = {"yearly_cost": contract.get_yearly_cost_display(), "hosting": contract.get_hosting_display()}
    return str(labels.get(name, value))
