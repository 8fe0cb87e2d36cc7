"""What is known of software, moved by days; contracts end at the end of a month, and move by months."""

from datetime import date
from typing import Any

from django.db.models import F, Q

from demo.dates import month_before, month_end
from demo.keys import key_of, reference_of
from demo.loading.software_problems import RECORDS
from demo.texts.software import FOLLOW_UPS, KNOWN
from manuals.models import Commitment, Contract, FollowUp


def move_software(anchor: date, today: date) -> None:
    """All that the demonstration filled in is older than the anchor: what is not, a visitor filled in."""
    gap = today - anchor
    references = [reference_of("software", name) for name in KNOWN]
    for model in RECORDS.values():
        rows: Any = model._default_manager.filter(software__reference__in=references, filled_on__lt=anchor)
        rows.update(filled_on=F("filled_on") + gap, tested_on=F("tested_on") + gap)
    FollowUp.objects.filter(
        Q(closed_at=None) | Q(closed_at__date__lt=anchor),
        submission_key__in=[key_of("follow-up", one.key) for one in FOLLOW_UPS],
    ).update(due_on=F("due_on") + gap, opened_at=F("opened_at") + gap, closed_at=F("closed_at") + gap)
    months = (today.year - anchor.year) * 12 + today.month - anchor.month
    contracts = Contract.objects.filter(software__reference__in=references, filled_on__lt=anchor)
    for contract in contracts.exclude(commitments__made_on__gte=anchor):
        contract.filled_on += gap
        if contract.starts_on and contract.ends_on:
            contract.starts_on = month_before(contract.starts_on, -months)
            contract.ends_on = month_end(contract.ends_on, months)
        if contract.notice_on:
            contract.notice_on = month_end(contract.notice_on, months)
        contract.save(update_fields=["filled_on", "starts_on", "ends_on", "notice_on"])
        for commitment in Commitment.objects.filter(contract=contract):
            commitment.made_on += gap
            commitment.deadline_on = month_end(commitment.deadline_on, months)
            commitment.settled_by = month_end(commitment.settled_by, months)
            commitment.save(update_fields=["made_on", "deadline_on", "settled_by"])
