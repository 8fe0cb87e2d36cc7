"""What is known of software, as it was loaded but relative to today; what a visitor filled in or changed stays."""

from datetime import date
from typing import Any

from demo.keys import key_of, reference_of
from demo.loading.software_problems import (
    RECORDS,
    answer_fields,
    contract_fields,
    dated,
    follow_up_moments,
)
from demo.texts.software import FOLLOW_UPS, KNOWN
from manuals.models import Commitment, Contract, FollowUp


def move_software(anchor: date, today: date) -> None:
    """Each row that is still what was loaded for the anchor becomes what would be loaded today."""
    for name, known in KNOWN.items():
        reference = reference_of("software", name)
        for part, model in RECORDS.items():
            if part in known:
                rows: Any = model._default_manager.filter(
                    software__reference=reference, **dated(known[part], anchor)
                )
                rows.update(**dated(known[part], today))
        if "contract" in known:
            _move_contract(reference, known["contract"], anchor, today)
    for one in FOLLOW_UPS:
        FollowUp.objects.filter(
            submission_key=key_of("follow-up", one.key),
            assigned_to__identifiant=one.assigned_to,
            **follow_up_moments(one, anchor),
        ).update(**follow_up_moments(one, today))


def _move_contract(reference: str, known: dict[str, Any], anchor: date, today: date) -> None:
    """With the answer to its reminders, unless a visitor gave one."""
    contract = Contract.objects.filter(
        software__reference=reference, **contract_fields(known, anchor)
    ).first()
    if contract is None:
        return
    answer = answer_fields(known, anchor) if "answered" in known else None
    given = Commitment.objects.filter(contract=contract)
    if given.count() == (given.filter(**answer).count() if answer else 0):
        Contract.objects.filter(pk=contract.pk).update(**contract_fields(known, today))
        if answer:
            given.update(**answer_fields(known, today))
