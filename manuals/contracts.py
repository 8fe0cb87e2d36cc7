"""The contract of a software, read by few: what its page shows, its writing, reminders of its dates, the list."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import long_date, short_date, spaced, with_capital
from core.history.context import action_context
from core.history.entries import history_of
from core.notifications.actions import outdate
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.people.roles import GROUP
from core.web.fields import DayField, OneLineField, offer
from core.web.locks import lock_row
from core.web.pagination import paginate
from core.web.refusals import submitted
from core.web.spreadsheets import table_response
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from manuals import notifications, policies
from manuals.models import Commitment, Contract, ContractReminder, Deadline, Software
from manuals.querysets import ContractQuerySet

FACTS = ("vendor", "number", "starts_on", "ends_on", "notice_on", "renewals", "yearly_cost", "hosting")


def contract_sheet(software: Software, *, on: date) -> dict[str, Any]:
    """Return the contract, its fields, and its dates to come or an end that has passed, with who looks after each.

    Two statements at most. The caller asks `policies.can_see_contract` first.
    """
    contract = Contract.objects.filter(software=software).select_related("filled_by").first()
    if contract is None:
        return {"contract": None}
    made = {
        (each.deadline, each.deadline_on): each for each in contract.commitments.select_related("made_by")
    }
    days = [(deadline, contract.day_of(deadline)) for deadline in Deadline]
    lines = [
        {"deadline": deadline, "on": day, "commitment": made.get((deadline, day)), "is_over": day < on}
        for deadline, day in days
        if day and (day >= on or (deadline == Deadline.END and not software.is_retired))
    ]
    return {"contract": contract, "facts": _facts(contract), "deadlines": lines}


def _facts(contract: Contract) -> list[tuple[str, str]]:
    """List each field: what is empty is said, for it is short."""
    facts = []
    for name in FACTS:
        field: Any = Contract._meta.get_field(name)
        value = getattr(contract, name)
        words = long_date(value) if isinstance(value, date) else dict(field.flatchoices).get(value, value)
        facts.append((with_capital(str(field.verbose_name)), str(words) if value else "pas encore renseigné"))
    return facts


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


class ContractForm(StaleCheckForm):
    vendor = OneLineField(label="Titulaire", required=False, max_length=120)
    number = OneLineField(label="Numéro du contrat", required=False, max_length=60)
    starts_on = DayField(label="Début", required=False)
    ends_on = DayField(
        label="Fin", required=False, help_text="Les référents et le groupe sont prévenus un an avant."
    )
    notice_on = DayField(
        label="Dernier jour du préavis",
        required=False,
        help_text="Jusqu’à ce jour, la ville peut dire qu’elle ne reconduit pas.",
    )
    renewals = OneLineField(
        label="Reconductions",
        required=False,
        max_length=200,
        help_text=spaced("Par exemple « tacite, d’un an, trois fois au plus »."),
    )
    yearly_cost = forms.ChoiceField(label="Coût annuel", required=False)
    hosting = forms.ChoiceField(label="Hébergement", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("yearly_cost", Contract.YearlyCost), ("hosting", Contract.Hosting)):
            offer(self, name, [(value, label.capitalize()) for value, label in choices.choices])

    def clean(self) -> dict[str, Any]:
        """Report what the database would refuse, beside the date to correct."""
        data = super().clean() or {}
        starts_on, ends_on, notice_on = (data.get(name) for name in ("starts_on", "ends_on", "notice_on"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "La fin du contrat vient après son début.")
        if notice_on and ends_on and notice_on > ends_on:
            self.add_error("notice_on", "Le préavis se donne avant la fin du contrat.")
        elif notice_on and starts_on and notice_on < starts_on:
            self.add_error("notice_on", "Le préavis se donne après le début du contrat.")
        return data


class CommitForm(StaleCheckForm):
    """« Je m’en occupe »; stamped with the date that the page spoke of, which may change meanwhile."""

    settled_by = DayField(
        label="Ce sera réglé pour le",
        help_text="Jusqu’à ce jour, les rappels de chaque mois s’arrêtent.",
        error_messages={"required": "Dites pour quel jour ce sera réglé."},
    )


@atomic_post
def contract_edit(request: AgentRequest, reference: str) -> HttpResponse:
    software = _software(request.user, reference)
    lock_on_post(request, software)
    contract = Contract.objects.filter(software=software).first()
    form = ContractForm(request.POST or None, initial=ContractForm.initial_for(contract))
    action = partial(fill_in_contract, software, by=request.user)
    if submitted(request, form, action, done="Le contrat est à jour."):
        return redirect(f"{software.get_absolute_url()}#contrat")
    entries = history_of(contract) if contract else []
    context = {"form": form, "software": software, "entries": entries}
    return render(request, "manuals/contracts/contract_edit.html", context)


@atomic_post
def contract_commit(request: AgentRequest, reference: str, deadline: str) -> HttpResponse:
    software = _software(request.user, reference)
    contract = get_object_or_404(Contract, software=software)
    asked = next((each for each in Deadline if each.slug == deadline), None)
    if asked is None:
        raise Http404
    lock_on_post(request, contract)
    if (deadline_on := contract.day_of(asked)) is None:
        raise Http404
    made = contract.commitments.select_related("made_by").filter(deadline=asked, deadline_on=deadline_on)
    commitment = made.first()
    initial = CommitForm.initial_for(commitment) | {"deadline_on": deadline_on}
    form = CommitForm(request.POST or None, initial=initial)
    action = partial(commit, contract, asked, by=request.user)
    if submitted(request, form, action, done="C’est noté : vous vous en occupez."):
        return redirect(f"{software.get_absolute_url()}#contrat")
    context = {
        "form": form,
        "software": software,
        "contract": contract,
        "deadline": asked,
        "deadline_on": deadline_on,
        "commitment": commitment,
        "is_ended": deadline_on < timezone.localdate(),
        "is_closed": is_past(asked, deadline_on, on=timezone.localdate()) or software.is_retired,
    }
    return render(request, "manuals/contracts/contract_commit.html", context)


def _software(agent: Agent, reference: str) -> Software:
    """404 for those who may not read its contract: to them there is none."""
    software = get_object_or_404(Software.objects.for_page(), reference=reference)
    if not policies.can_see_contract(agent, software):
        raise Http404
    return software


# Contracts by date

COLUMNS = [
    "Progiciel",
    "Direction",
    "Titulaire",
    "Numéro",
    "À dénoncer au plus tard le",
    "Fin",
    "Reconductions",
]
COLUMNS += ["Coût annuel", "S’en occupe", "Réglé pour le"]
# Printed whole: a town has forty-five.
ROWS_A_PAGE = 200


@require_safe
def contract_list(request: AgentRequest) -> HttpResponse:
    on = timezone.localdate()
    page = paginate(_by_date(request.user, on=on), request, size=ROWS_A_PAGE)
    groups = [(title, list(_with_commitments(rows, on=on))) for title, rows in groupby(page, key=_group_of)]
    return render(request, "manuals/contracts/contract_list.html", {"page": page, "groups": groups, "on": on})


@require_safe
def contract_export(request: AgentRequest) -> FileResponse:
    on = timezone.localdate()
    rows = _with_commitments(_by_date(request.user, on=on), on=on)
    return table_response(COLUMNS, (_line(*row) for row in rows), name="contrats")


def _by_date(agent: Agent, *, on: date) -> ContractQuerySet:
    """404 for those who may read none."""
    if not policies.can_see_contracts(agent):
        raise Http404
    return Contract.objects.visible_to(agent).by_date(on=on)


def _group_of(contract: Contract) -> str:
    if contract.next_on:  # type: ignore[attr-defined]  # by_date annotates it
        return "À venir"
    return "Finis" if contract.ends_on else "Sans date de fin"


def _with_commitments(
    contracts: Iterable[Contract], *, on: date
) -> Iterator[tuple[Contract, Commitment | None]]:
    """Pair each with who looks after its notice while it can be given, then its end."""
    for contract in contracts:
        notice_on = contract.notice_on
        is_gone = notice_on is None or is_past(Deadline.NOTICE, notice_on, on=on)
        asked = Deadline.END if is_gone else Deadline.NOTICE
        key = asked, contract.day_of(asked)
        made = (each for each in contract.commitments.all() if (each.deadline, each.deadline_on) == key)
        yield contract, next(made, None)


def _line(contract: Contract, commitment: Commitment | None) -> list[Any]:
    software = contract.software
    return [
        *(software.name, software.owner.name, contract.vendor, contract.number),
        *(contract.notice_on, contract.ends_on, contract.renewals, contract.get_yearly_cost_display()),
        *((str(commitment.made_by), commitment.settled_by) if commitment else ("", None)),
    ]
