"""The reminders of a contract's dates: which days, to whom, each once."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from imports.software.actions import software_import
from manuals import actions as software_actions
from manuals import contracts, notifications, tasks
from manuals.contracts import remind_all, reminder_days, reminder_due
from manuals.models import Commitment, Contract, ContractReminder, Software
from tests.factories import AgentFactory
from tests.manuals.factories import ContractFactory

pytestmark = pytest.mark.django_db


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(1)


def walked(
    deadline_on: date, first: date, *, answers: dict[date, date] | None = None, off: set[date] | None = None
) -> list[date]:
    """The plan's days that left, walking day by day from `first` past the date; `answers` are by the day they came."""
    left: list[date] = []
    settled_by = None
    for day in days(first, deadline_on + timedelta(40)):
        settled_by = (answers or {}).get(day, settled_by)
        if day in (off or set()):
            continue
        due = reminder_due(deadline_on, on=day, sent_until=max(left, default=None), settled_by=settled_by)
        if due:
            left.append(due)
    return left


# The schedule


def test_a_simulated_year_has_no_gap_and_no_repeat():
    """Counted from the date, not from each other: the year before has its 29 February."""
    deadline_on = date(2028, 8, 31)
    days_of = "2027-08-31 2027-09-30 2027-10-31 2027-11-30 2027-12-31 2028-01-31"
    days_after = "2028-02-29 2028-03-31 2028-04-30 2028-05-31 2028-06-30 2028-07-31"
    planned = [date.fromisoformat(day) for day in f"{days_of} {days_after}".split()]
    assert [day for _, day in reminder_days(deadline_on)] == planned
    assert walked(deadline_on, deadline_on - timedelta(400)) == planned


def test_every_date_of_four_years_has_its_twelve():
    for deadline_on in days(date(2027, 1, 1), date(2031, 1, 1)):
        planned = [day for _, day in reminder_days(deadline_on)]
        gaps = {(after - before).days for before, after in pairwise([*planned, deadline_on])}
        assert len(planned) == 12, deadline_on
        assert gaps <= {28, 29, 30, 31}, deadline_on


def test_an_answer_silences_each_month_but_three():
    end = date(2027, 12, 31)
    # At once, for the whole year: only those that always leave.
    answered = walked(end, date(2026, 1, 1), answers={date(2026, 12, 31): end})
    assert answered == [date(2026, 12, 31), date(2027, 6, 30), date(2027, 9, 30)]
    # Until its day has passed, then they resume.
    some = walked(end, date(2026, 1, 1), answers={date(2027, 1, 10): date(2027, 4, 30)})
    assert some[:3] == [date(2026, 12, 31), date(2027, 5, 31), date(2027, 6, 30)]
    # Answered again after its day: what was silenced by the first answer does not come back.
    twice = {date(2027, 1, 10): date(2027, 3, 1), date(2027, 3, 20): date(2027, 5, 31)}
    assert walked(end, date(2026, 1, 1), answers=twice)[:2] == [date(2026, 12, 31), date(2027, 6, 30)]


def test_after_days_off_the_latest_only():
    end = date(2027, 12, 31)
    off = set(days(date(2027, 2, 20), date(2027, 5, 10)))
    left = walked(end, date(2026, 1, 1), off=off)
    assert left[:4] == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 4, 30), date(2027, 5, 31)]
    # One that was missed, and answered before the worker came back, is not sent.
    assert date(2027, 4, 30) not in walked(
        end, date(2026, 1, 1), off=off, answers={date(2027, 5, 1): date(2027, 5, 20)}
    )
    # Off for good: nothing leaves once the date has passed.
    assert walked(end, end + timedelta(1)) == []


def test_what_is_over_is_said_each_month_until_somebody_answers():
    end = date(2027, 8, 31)

    def due(on: date, sent_until: date | None = None, settled_by: date | None = None) -> date | None:
        return reminder_due(end, on=on, sent_until=sent_until, settled_by=settled_by, goes_on=True)

    assert due(date(2027, 8, 31)) == date(2027, 7, 31)
    assert due(date(2027, 8, 31), sent_until=date(2027, 7, 31)) is None
    first = date(2027, 9, 1)
    assert due(first, sent_until=date(2027, 7, 31)) == first
    assert due(date(2027, 9, 29), sent_until=first) is None
    assert due(date(2027, 9, 30), sent_until=first) == date(2027, 9, 30)
    # After days off, the latest only.
    assert due(date(2029, 3, 5), sent_until=first) == date(2029, 2, 28)
    # An answer holds to its day, whenever it was given.
    assert due(first, settled_by=end) == first
    assert due(date(2027, 12, 31), sent_until=first, settled_by=date(2028, 1, 15)) is None
    assert due(date(2028, 1, 31), sent_until=first, settled_by=date(2028, 1, 15)) == date(2028, 1, 31)


# What leaves


@pytest.fixture
def contract(software: Software) -> Contract:
    return ContractFactory.create(software=software, ends_on=date(2028, 2, 29), notice_on=date(2027, 11, 30))


def test_a_year_of_nights(contract, moderator, outsider):
    """Each date twelve times, to its people once each; the worker may run twice a night."""
    planned = {day for on in (contract.ends_on, contract.notice_on) for _, day in reminder_days(on)}
    around = {day + timedelta(n) for day in planned for n in (-1, 0, 1)}
    for day in sorted({*around, *days(date(2028, 2, 28), date(2028, 3, 31))}):
        if first := remind_all(on=day):
            assert {reminder.planned_on for reminder in first} == {day}
            assert remind_all(on=day) == []
    sent = ContractReminder.objects.order_by("planned_on")
    # Over, and nobody has answered: the day after, then each month.
    after = [date(2028, 3, 1), date(2028, 3, 29)]
    for deadline, deadline_on, more in (("end", contract.ends_on, after), ("notice", contract.notice_on, [])):
        planned = [day for _, day in reminder_days(deadline_on)] + more
        assert list(sent.filter(deadline=deadline).values_list("planned_on", flat=True)) == planned
    for agent in (*contract.software.referents, moderator):
        assert Notification.objects.filter(kind="manuals.contract", recipient=agent).count() == 26
    mails = OutgoingMail.objects.filter(kind="manuals.contract", agent=moderator)
    assert mails.count() == 26
    last = mails.order_by("-pk")[0]
    assert "Contrat fini depuis le mardi 29\u00a0février\u00a02028" in last.subject
    assert "personne n’a encore dit ce qu’il devient" in last.body
    assert not Notification.objects.filter(recipient=outsider).exists()


def test_a_contract_is_silent_a_year_after_its_end(contract):
    """Its day comes each month; those that ended long ago send nothing on the first night of this rule either."""
    old = ContractFactory.create(ends_on=date(2026, 12, 31), notice_on=None)
    assert remind_all(on=date(2028, 3, 1))
    assert not ContractReminder.objects.filter(contract=old).exists()
    assert [reminder.planned_on for reminder in remind_all(on=date(2029, 2, 28))] == [date(2029, 2, 28)]
    assert remind_all(on=date(2029, 3, 29)) == []
    assert {old, contract} == set(Contract.objects.over_unanswered(on=date(2029, 3, 29)))


def test_what_the_mail_says_and_where_it_leads(contract):
    remind_all(on=date(2027, 11, 29))
    mail = OutgoingMail.objects.filter(kind="manuals.contract", subject__startswith="Préavis").first()
    assert mail
    assert "mardi 30\u00a0novembre\u00a02027" in mail.body
    assert mail.subject.startswith("Préavis à donner au plus tard le mardi 30")
    # What the contract says is for its page, which asks who reads it.
    assert "Cactus Logiciels" not in mail.body
    assert f"/progiciels/{contract.software.reference}/contrat/preavis/" in mail.body


def test_whom_it_reaches(contract, referent, moderator, head, administrator, told):
    """Open accounts only; an administrator reads the contract, and does not look after it."""
    Agent.objects.filter(pk=contract.software.it_referent_id).update(is_active=False)
    remind_all(on=date(2027, 3, 1))
    assert told() == {"manuals.contract": {referent.identifiant, moderator.identifiant, head.identifiant}}


def test_one_that_fails_does_not_silence_the_others(contract, monkeypatch):
    other = ContractFactory.create(ends_on=date(2028, 2, 29), notice_on=None)
    notify = notifications.notify_contract

    def fail_for_the_first(about: Contract, *args: Any) -> None:
        if about.pk == contract.pk:
            raise ValueError("broken")
        notify(about, *args)

    monkeypatch.setattr(notifications, "notify_contract", fail_for_the_first)
    with pytest.raises(RuntimeError, match="1 contracts"):
        remind_all(on=date(2027, 3, 1))
    assert list(ContractReminder.objects.values_list("contract", flat=True)) == [other.pk]


@pytest.mark.parametrize("door", ["action", "import"])
def test_a_former_referent_is_reminded_no_more(contract, software, referent, moderator, door):
    remind_all(on=date(2027, 3, 1))
    successor = AgentFactory.create(first_name="Ève", last_name="Neuve")
    if door == "action":
        software_actions.name_referents(
            software, by=moderator, functional_referent=successor, it_referent=software.it_referent
        )
    else:
        software_import.apply_file(f"Nom;Référent\n{software};Neuve Ève\n".encode(), by=moderator)
    waiting = Notification.objects.filter(kind="manuals.contract", read_at=None)
    assert not waiting.filter(recipient=referent).exists()
    assert waiting.filter(recipient=software.it_referent).exists()
    assert waiting.filter(recipient=moderator).exists()


def test_nothing_stale(contract, software, referent, moderator):
    """A date that changed, a software that is retired: what was told is over, and what is told is new."""
    remind_all(on=date(2027, 11, 29))
    waiting = Notification.objects.filter(kind="manuals.contract", read_at=None)
    assert waiting.exists()
    contracts.fill_in_contract(software, by=referent, ends_on=date(2029, 2, 28), notice_on=None)
    assert not waiting.exists()
    assert remind_all(on=date(2027, 11, 30)) == []
    (renewed,) = remind_all(on=date(2028, 2, 28))
    assert (renewed.deadline_on, renewed.planned_on) == (date(2029, 2, 28), date(2028, 2, 28))
    software_actions.retire(software, by=moderator)
    assert not waiting.exists()
    assert remind_all(on=date(2028, 3, 28)) == []


def test_an_answer_is_of_its_date(contract, referent):
    Commitment.objects.create(
        contract=contract,
        deadline="end",
        deadline_on=contract.ends_on,
        made_by=referent,
        settled_by=contract.ends_on,
    )
    sent = remind_all(on=date(2027, 4, 30))
    assert [reminder.deadline for reminder in sent] == ["notice", "end"]
    assert sent[1].planned_on == date(2027, 2, 28)
    assert [reminder.deadline for reminder in remind_all(on=date(2027, 5, 30))] == ["notice"]


def test_the_task(contract, time_machine):
    time_machine.move_to("2027-05-30 04:00Z")  # type: ignore[attr-defined]
    tasks.remind_of_contracts(0)
    assert ContractReminder.objects.count() == 2
