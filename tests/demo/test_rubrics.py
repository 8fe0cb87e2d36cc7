"""What the demonstration town holds of each rubric: one of everything, and rows that their actions take further."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.approvals.models import Approval, ApprovalStep
from core.french import is_working_day
from core.mail.models import AddressTrouble, IncomingMail
from core.mail.models import State as MailState
from core.people.models import Agent, Project
from core.people.roles import Role
from core.search.models import SeeAlso
from deliberations import draft_approvals
from deliberations.models import Deliberation
from dematerialisation.models import Action, Gain
from demo import texts
from demo.dates import at, month_end
from demo.loading.manuals import load_software
from demo.loading.software_problems import RECORDS
from demo.lookups import people, units
from directory.models import Card
from legalwatch.models import Entry, LinkReport, Reading
from mailroom import actions as mailroom
from mailroom import retention
from mailroom.models import Channel, Gesture, Item, Movement, NumberSeries
from mailroom.models import State as ItemState
from manuals.models import (
    Archiving,
    Commitment,
    Contract,
    FollowUp,
    Manual,
    Outage,
    OutdatedNotice,
    Pin,
    Software,
    SoftwareLink,
)
from memos import actions as memos
from memos.models import Memo
from memos.models import State as MemoState
from rooms.availability import occupancy
from rooms.models import (
    Attendee,
    Booking,
    Closure,
    Room,
    RoomProblem,
    SearchTally,
    Series,
    ServiceRequest,
    Wait,
)
from rooms.recurrence import Rule
from spaces.models import Event, File, NoteVersion, ProjectRequest
from suggestions.models import Feedback, Idea, Meeting, Message, Tally
from tests.demo.conftest import FIRST_DAY
from tests.memos.factories import approve

DAY = date(2026, 11, 25)


def agent_called(identifiant: str) -> Agent:
    return Agent.objects.get(identifiant=identifiant)


def test_one_of_everything_is_there(town):
    """Every page, and every test that walks over the town, meets it."""
    agent, today = agent_called("agent"), timezone.localdate()
    for model, field, values in (
        (Memo, "state", MemoState.values),
        (Item, "state", ItemState.values),
        (Item, "channel", Channel.values),
        (IncomingMail, "state", set(MailState.values) - {MailState.RECEIVED}),
        (Idea, "state", set(Idea.State.values) - {Idea.State.IN_PLACE}),
        (Action, "state", Action.State.values),
        (Meeting, "state", ["closed", "planned"]),
        (Gain, "unit", ["sheets", "hours", "links"]),
    ):
        assert set(model._default_manager.values_list(field, flat=True)) == set(values), model
    for rows in (
        Memo.objects.expired(),
        Memo.objects.late(on=today),
        Memo.objects.with_open_question(),
        Memo.objects.exclude(written_for=None),
        Memo.objects.filter(is_opened_to_person=True),
        Item.objects.late(on=today),
        Item.objects.filter(is_confidential=True),
        Item.objects.filter(replies__isnull=False, state=ItemState.TAKEN),
        Item.objects.filter(copies__isnull=False),
        Approval.objects.filter(state="running", kind="mailroom.answer"),
        Movement.objects.filter(gesture=Gesture.RETURNED, reason__contains="a fermé"),
        retention.to_eliminate(),
        AddressTrouble.objects.exclude(failing_since=None),
        Project.objects.exclude(closed_on=None),
        Project.objects.filter(is_open=False),
        Project.objects.current().without_lead(),
        Project.objects.of_member(agent),
        ProjectRequest.objects.waiting(),
        NoteVersion.objects.filter(number=3),
        File.objects.exclude(folder=None),
        Event.objects.filter(starts_at__gt=timezone.now()),
        Entry.objects.drafts(),
        Entry.objects.scheduled(),
        Entry.objects.withdrawn(),
        Entry.objects.exclude(replaced_by=None),
        Entry.objects.filter(replaced_by=None).exclude(outdated_reason=""),
        Entry.objects.exclude(document=None),
        Entry.objects.to_read(agent),
        LinkReport.objects.open(),
        Reading.objects.filter(agent=agent),
        Outage.objects.open(),
        OutdatedNotice.objects.all(),
        Pin.objects.filter(agent=agent),
        Manual.objects.exclude(document=None),
        Card.objects.exclude(duties=""),
        SeeAlso.objects.all(),
        Tally.objects.filter(vetoes=1),
        Tally.objects.exclude(ready_at=None),
        Idea.objects.filter(identity="anonymous", answer__isnull=False, author=None),
        Idea.objects.exclude(entered_by=None),
        Idea.objects.exclude(merged_into=None),
        Message.objects.open_questions(),
        Feedback.objects.exclude(change=""),
    ):
        assert rows.exists(), rows.query


# Notes to human resources


def test_the_circuits_of_notes_go_on(town):
    """The rows are what the actions would have left: the next visa is given, the refused note is sent again."""
    agent = agent_called("agent")
    running = Memo.objects.by(agent).get(state=MemoState.IN_CIRCUIT)
    assert approve(running).number
    returned = Memo.objects.by(agent).get(state=MemoState.RETURNED)
    memos.change(returned, by=agent, text="Du 4 au 6 mai, sans la nacelle.")
    numbers = Memo.objects.filter(year=timezone.localdate().year).values_list("number", flat=True)
    assert approve(memos.send(returned, by=agent)).number == max(numbers.all())


# The council's drafts


def test_the_visas_of_drafts_are_in_every_state_and_go_on(town):
    """What was refused is sent again, the rest is withdrawn."""
    drafts = list(Deliberation.objects.filter(session__state="draft").order_by("position"))
    rows = draft_approvals.rows_of(drafts)
    assert [row.label.partition(" Lucile")[0] for row in rows] == [
        "Chez", "Visa", "Visa avec remarque", "Refusé", "Chez", "Chez", "Visa sur papier", "Pas envoyé",
    ]  # fmt: skip
    waiting = ApprovalStep.objects.waiting_for(agent_called("elu"), on=timezone.localdate())
    assert waiting.count() == 3
    # The one without an account is said.
    assert "sans compte" in rows[-1].remarks[0]
    secretary = agent_called("conseil")
    draft_approvals.resend_draft(drafts[3], by=secretary)
    draft_approvals.withdraw_draft(drafts[0], by=secretary)
    sent = draft_approvals.send_drafts(drafts[0].session, by=secretary, due_on=timezone.localdate())
    assert (sent.sent, len(sent.kept)) == ([drafts[0]], 1)


# Mail


def test_the_register_has_no_hole_and_its_office_goes_on(town):
    for series in NumberSeries.objects.all():
        given = Item.objects.filter(year=series.year).order_by("sequence").values_list("sequence", flat=True)
        assert list(given) == list(range(1, series.last + 1))
    assert Agent.objects.with_role(Role.MAIL_OFFICE).count() == 2
    item = Item.objects.filter(state=ItemState.ASSIGNED, direction__name="Espaces verts")[0]
    assert mailroom.take(item, by=agent_called("agent")).state == ItemState.TAKEN
    spam = Item.objects.filter(state=ItemState.SPAM)[0]
    assert mailroom.unmark_spam(spam, by=agent_called("courrier")).state == ItemState.REGISTERED


# Projects, and the legal watch


def test_each_project_is_full(town):
    for project in Project.objects.all():
        for rows in (project.notes, project.files, project.decisions, project.threads):
            assert rows.exists(), project
        assert project.assignments.as_member().count() >= 3
    group = Project.objects.get(is_group=True)
    assert (timezone.localdate() - group.starts_on).days >= 365
    assert all(is_working_day(timezone.localdate(event.starts_at)) for event in Event.objects.all())
    assert not Project.objects.visible_to(agent_called("agent")).filter(is_open=False).exists()


# Rooms


@pytest.mark.usefixtures("town_of_the_first_day")
def test_rooms_live_from_the_first_day():
    now = at(DAY, "10:00")
    assert set(Booking.objects.values_list("state", flat=True)) >= {"requested", "freed", "declined"}
    assert not Booking.objects.filter(state="requested", period__startswith__lte=now).exists()
    for wait in Wait.objects.select_related("room"):
        assert occupancy.conflicts([wait.room], [wait.period])
    present = Booking.objects.filter(checked_in_at__isnull=False)
    assert not present.filter(checked_in_at__gt=now).exists()
    for rows in (
        Wait.objects,
        present,
        Closure.objects.filter(period__startswith__gt=now),
        RoomProblem.objects.filter(fixed_at=None, reported_at__gt=at(DAY - timedelta(days=4), "00:00")),
        SearchTally.objects.filter(on__gt=DAY - timedelta(days=10), on__lt=DAY, people=12),
        Booking.objects.filter(series__isnull=False, is_apart=True),
        Attendee.objects,
        ServiceRequest.objects,
        Room.objects.exclude(photo=None).exclude(photo_alt=""),
    ):
        assert rows.exists()
    for series in Series.objects.prefetch_related("occurrences"):
        rule = Rule.read(series.rule)
        expected = [series.first_date + timedelta(weeks=rule.interval * n) for n in range(rule.count or 0)]
        occurrences = sorted(series.occurrences.all(), key=lambda each: each.series_date)
        assert [each.series_date for each in occurrences] == expected
        assert [timezone.localdate(each.period.lower) for each in occurrences] == expected


# Software under their three problems


@time_machine.travel(FIRST_DAY, tick=False)
@pytest.mark.usefixtures("town_of_the_first_day")
def test_what_is_known_of_software_passes_the_forms_checks():
    for entry in texts.software.large_part:
        load_software(entry, (), people(), units(), DAY)
    for model in (*RECORDS.values(), Contract, FollowUp):
        rows = list(model._default_manager.all())
        assert rows
        for row in rows:
            row.full_clean()
    shared = Software.objects.filter(is_collaborative=True)
    assert shared.exists()
    assert all(each.shared_by.count() >= 4 for each in shared)
    assert {link.is_wanted for link in SoftwareLink.objects.for_list()} == {True, False}
    assert FollowUp.objects.open().filter(due_on__lt=DAY).count() == 2
    assert FollowUp.objects.exclude(closed_at=None).exists()
    assert Contract.objects.filter(ends_on__gt=DAY, ends_on__lte=month_end(DAY, 2)).count() == 3
    assert not Contract.objects.filter(ends_on__lt=DAY).exists()
    ends = {each.ends_on + timedelta(days=1) for each in Contract.objects.all() if each.ends_on}
    assert {each.day for each in ends} == {1}
    commitment = Commitment.objects.get()
    assert commitment.deadline_on == commitment.contract.ends_on
    assert Archiving.objects.filter(filled_on__lt=DAY - timedelta(days=366)).exists()
