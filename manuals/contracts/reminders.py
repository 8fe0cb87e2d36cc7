"""The reminders of the contracts' dates: each leaves once, to the referents and the group."""

import logging
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Max, Q

from core.people.models import Agent
from core.people.roles import GROUP
from core.ui.locks import lock_row
from manuals import notifications
from manuals.models import Contract, ContractReminder, Deadline, Software

FIRST = 12
LAST = relativedelta(years=1)
# Months before the date: these leave whatever was answered.
ALWAYS = (12, 6, 3)


def reminder_days(deadline_on: date) -> list[tuple[int, date]]:
    """The months before, and the day; the earliest first. A month too short ends on its last day."""
    return [(months, deadline_on - relativedelta(months=months)) for months in range(FIRST, 0, -1)]


def reminder_due(
    deadline_on: date,
    *,
    on: date,
    sent_until: date | None = None,
    settled_by: date | None = None,
    goes_on: bool = False,
) -> date | None:
    """The day of the plan whose reminder is to leave today, or None.

    `sent_until` is the latest day of the plan whose reminder has left, `settled_by` the day that was answered. Of
    several that were missed, the latest only; once the date has passed, none unless it `goes_on`.
    """
    if on > deadline_on:
        day = _latest_after(deadline_on, on)
        is_quiet = any(until is not None and day <= until for until in (sent_until, settled_by))
        return day if goes_on and not is_quiet else None
    days = (
        day
        for months, day in reminder_days(deadline_on)
        if day <= on
        and (sent_until is None or day > sent_until)
        and (months in ALWAYS or settled_by is None or day > settled_by)
    )
    return max(days, default=None)


def _latest_after(deadline_on: date, on: date) -> date:
    """The day after, or the latest of the months after; counted from the date itself, as those before."""
    months = (on.year - deadline_on.year) * 12 + on.month - deadline_on.month
    if deadline_on + relativedelta(months=months) > on:
        months -= 1
    return deadline_on + (relativedelta(months=months) if months else relativedelta(days=1))


logger = logging.getLogger(__name__)


def remind_all(*, on: date) -> list[ContractReminder]:
    """Send the reminders of this day, each contract in its own transaction. Run twice, it sends nothing more.

    A contract that fails does not hold up the others; RuntimeError is raised at the end.
    """
    # A day more than the months: counted back, the last days of long months reach as far.
    horizon = (on, on + relativedelta(months=FIRST, days=4))
    # A year without an answer says enough: the table of the three problems still shows what ended before.
    ended = (on - LAST, horizon[1])
    near = Contract.objects.filter(Q(ends_on__range=ended) | Q(notice_on__range=horizon))
    ids = near.exclude(software__state=Software.State.RETIRED).order_by("pk").values_list("pk", flat=True)
    sent: list[ContractReminder] = []
    failed = 0
    for pk in list(ids):
        try:
            sent += _remind(pk, on=on)
        except Exception:
            logger.exception("Contract %s: its reminders could not leave", pk)
            failed += 1
    if failed:
        raise RuntimeError(f"the reminders of {failed} contracts could not leave")
    return sent


@transaction.atomic
def _remind(pk: int, *, on: date) -> list[ContractReminder]:
    """Under the contract's lock: its dates, its answers and what has left are as they are now."""
    contract = lock_row(Contract, pk)
    software = Software.objects.for_page().get(pk=contract.software_id)
    if software.is_retired:
        return []
    due = [
        (deadline, deadline_on, planned_on)
        for deadline in Deadline
        if (deadline_on := contract.day_of(deadline))
        and (planned_on := _due(contract, deadline, deadline_on, on=on))
    ]
    sent = ContractReminder.objects.bulk_create(
        ContractReminder(contract=contract, deadline=deadline, deadline_on=deadline_on, planned_on=planned_on)
        for deadline, deadline_on, planned_on in due
    )
    for reminder in sent:
        notifications.notify_contract(contract, software, reminder, recipients(software))
    return sent


def _due(contract: Contract, deadline: Deadline, deadline_on: date, *, on: date) -> date | None:
    sent = contract.reminders.filter(deadline=deadline, deadline_on=deadline_on)
    made = contract.commitments.filter(deadline=deadline, deadline_on=deadline_on)
    return reminder_due(
        deadline_on,
        on=on,
        sent_until=sent.aggregate(last=Max("planned_on"))["last"],
        settled_by=made.values_list("settled_by", flat=True).first(),
        goes_on=deadline == Deadline.END,
    )


def recipients(software: Software) -> list[Agent]:
    """Its referents, then the group, open accounts only; `notify` tells each once."""
    return [*software.referents, *Agent.objects.with_role(*GROUP).by_name()]
