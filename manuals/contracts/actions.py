"""Writing the contract down, and answering its reminders."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.notifications.actions import outdate
from core.people.models import Agent
from core.ui.french import long_date, short_date, spaced
from core.ui.locks import lock_row
from manuals import notifications, policies
from manuals.models import Commitment, Contract, Deadline, Software

# For what becomes of a contract that is over.
LONGEST_WAIT = relativedelta(years=1)
NOT_READER = "Seuls les référents, le groupe projet et les administrateurs lisent ce contrat."


@transaction.atomic
def fill_in_contract(software: Software, *, by: Agent, **fields: Any) -> Contract:
    """Store what its readers know of a contract. A date that changes gets its own reminders; the old one's are over."""
    software = lock_row(Software, software.pk)
    if not policies.can_see_contract(by, software):
        raise PermissionDenied(NOT_READER)
    contract = Contract.objects.filter(software=software).first()
    if contract is None:
        if not any(fields.values()):
            raise ValidationError(spaced("Rien n’est rempli : écrivez au moins une ligne."))
        contract = Contract(software=software)
    before = contract.ends_on, contract.notice_on
    for name, value in fields.items():
        setattr(contract, name, value)
    contract.filled_by, contract.filled_on = by, timezone.localdate()
    contract.full_clean()
    with action_context("a renseigné le contrat", by=by):
        contract.save()
    if (contract.ends_on, contract.notice_on) != before:
        outdate([notifications.CONTRACT], about=contract)
    return contract


@transaction.atomic
def commit(contract: Contract, deadline: Deadline, *, by: Agent, settled_by: date) -> Commitment:
    """« Je m’en occupe »: the monthly reminders of this date stop until the day given.

    It is before the date, or within the year for a contract that is over already.

    Once for a date; when the day has passed, or by the same person, the answer is given again.
    """
    contract = lock_row(Contract, contract.pk)
    if not policies.can_see_contract(by, contract.software):
        raise PermissionDenied(NOT_READER)
    today, deadline_on = timezone.localdate(), contract.day_of(deadline)
    if contract.software.is_retired or deadline_on is None or is_past(deadline, deadline_on, on=today):
        raise ValidationError("Cette échéance est passée, ou n’est plus au contrat.")
    if deadline_on < today and not today <= settled_by <= today + LONGEST_WAIT:
        raise ValidationError({"settled_by": "Choisissez un jour dans l’année qui vient."})
    if deadline_on >= today and not today <= settled_by <= deadline_on:
        raise ValidationError(
            {"settled_by": f"Choisissez un jour d’ici l’échéance, le {short_date(deadline_on)}."}
        )
    made = contract.commitments.select_related("made_by").filter(deadline=deadline, deadline_on=deadline_on)
    commitment = made.first() or Commitment(contract=contract, deadline=deadline, deadline_on=deadline_on)
    if commitment.pk and commitment.made_by_id != by.pk and commitment.settled_by >= today:
        raise ValidationError(
            f"{commitment.made_by} s’en occupe déjà, pour le {long_date(commitment.settled_by)}."
        )
    commitment.made_by, commitment.made_on, commitment.settled_by = by, today, settled_by
    with action_context("a dit s’en occuper", by=by):
        commitment.save()
    notifications.outdate_reminders(contract.software, deadline)
    return commitment


def is_past(deadline: Deadline, deadline_on: date, *, on: date) -> bool:
    """Too late to answer: a notice that was not given. A contract that is over still asks what becomes of it."""
    return deadline == Deadline.NOTICE and deadline_on < on
