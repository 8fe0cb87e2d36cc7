from collections import Counter
from datetime import date, timedelta

import pgtrigger
import pytest
import time_machine
from django.contrib.auth.hashers import is_password_usable
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from config import run
from core.people.models import Absence, Agent, Direction
from core.people.passwords import TRIAL_PASSWORD
from core.ui.french import full_date
from core.ui.working_days import is_working_day
from dematerialisation.group_actions import actions
from dematerialisation.models import (
    Action,
    ActionStep,
    Article,
    AssessedAction,
    Assessment,
    Gain,
    Interview,
    PrinterlessDay,
    ReviewIssue,
)
from dematerialisation.policies import can_begin_assessment
from demo.dates import at
from demo.loading.town import load_town
from demo.models import TownGrowth
from demo.moving.printerless import move_printerless_days
from demo.moving.survey import move_survey
from rooms.availability import occupancy
from rooms.models import Booking, Occupancy, Room
from suggestions.evaluation.actions import take_under_study
from suggestions.models import (
    Comment,
    Decision,
    Evaluation,
    Feedback,
    Idea,
    Meeting,
    Message,
    Opinion,
    Tally,
)
from suggestions.statistics.measures import load_statistics
from tests.demo.conftest import FIRST_DAY
from tips.models import Tip


def load() -> None:
    call_command("load_demonstration")


@pytest.mark.usefixtures("town_of_the_first_day")
def test_the_town_is_whole() -> None:
    assert Agent.objects.agents().count() == 152
    assert Direction.objects.filter(kind="direction").count() == 22
    assert Agent.objects.filter(email=None).count() > 10
    assert Agent.objects.filter(has_workstation=False).count() > 10
    assert Counter(Idea.objects.values_list("state", flat=True)) == {
        "received": 7,
        "under_study": 9,
        "retained": 5,
        "in_progress": 5,
        "done": 6,
        "declined": 6,
        "set_aside": 2,
        "withdrawn": 3,
    }
    assert Tip.objects.count() == 12
    assert Room.objects.count() == 16


@pytest.mark.usefixtures("town_of_the_first_day")
def test_only_the_named_accounts_can_sign_in() -> None:
    usable = {a.identifiant for a in Agent.objects.all() if is_password_usable(a.password)}
    assert can_begin_assessment(Agent.objects.get(identifiant="sferracci"))
    assert Interview.objects.asked_of(Agent.objects.get(identifiant="jmbarga")).count() == 1
    chain = {"fmontoya", "amuratore", "drh", "veille", "courrier", "elu", "sferracci", "jmbarga"}
    assert usable == chain | {"agent", "groupe", "salles", "annuaire", "progiciels", "conseil", "admin"}
    assert Agent.objects.get(identifiant="agent").check_password(TRIAL_PASSWORD)
    assert run.PASSWORD == TRIAL_PASSWORD


@pytest.mark.django_db
def test_a_towns_own_database_is_left_alone(author: Agent) -> None:
    load()
    assert Agent.objects.count() == 1


@pytest.mark.django_db
def test_the_same_at_every_load() -> None:
    def picture() -> list[tuple[object, ...]]:
        with time_machine.travel(FIRST_DAY, tick=False):
            load_town()
        ideas = list(Idea.objects.order_by("reference").values_list("reference", "received_at", "number"))
        bookings = list(Booking.objects.order_by("reference").values_list("reference", "period"))
        return [*ideas, *bookings]

    pictures = []
    for _ in range(2):
        with transaction.atomic():
            pictures.append(picture())
            transaction.set_rollback(True)
    assert pictures[0] == pictures[1]


# The next day, over a new year, over a change of clock, and long after.
@pytest.mark.parametrize("days", [1, 40, 130, 400])
@pytest.mark.usefixtures("town_of_the_first_day")
def test_dates_move_to_today_and_stay_possible(days: int) -> None:
    with time_machine.travel(FIRST_DAY, tick=False):
        before = days_before_today()
    day = date(2026, 11, 25) + timedelta(days=days)
    with time_machine.travel(at(day, "10:00"), tick=False):
        load()
        load()
        assert_the_rest_moved(day)
        # What surrounds the ideas moves with them.
        assert days_before_today() == before
        assert Absence.objects.filter(period__contains=timezone.localdate()).exists()
        assert not Evaluation.objects.filter(made_at__gt=timezone.now()).exists()
        assert Action.objects.late(on=timezone.localdate()).count() == 1


def assert_the_rest_moved(day: date) -> None:
    """The tip of the month, the newest idea, the bookings and what they hold."""
    assert Tip.objects.filter(month=day.replace(day=1)).exists()
    next_month = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    assert ReviewIssue.objects.newest_first()[0].month == next_month
    for article in Article.objects.select_related("issue"):
        assert article.issue.month == timezone.localdate(article.published_at)
        assert full_date(article.taken_on) in article.body
    newest = Idea.objects.order_by("-received_at")[0]
    assert timezone.localdate(newest.received_at) >= day - timedelta(days=3)
    assert not Idea.objects.filter(received_at__gt=timezone.now()).exists()
    week = DateTimeTZRange(timezone.now() - timedelta(days=4), timezone.now() + timedelta(days=4))
    assert Booking.objects.filter(period__overlap=week).count() > 50
    clocks = {timezone.localtime(lower).minute for (lower,) in periods()}
    assert clocks <= {0, 15, 30, 45}
    holding = Booking.objects.holding()
    assert not holding.filter(occupancies=None).exists()
    assert not Occupancy.objects.exclude(booking__in=holding).exists()


def days_before_today() -> list[list[int]]:
    """How many days before today, whatever today is, each thing around the ideas is."""
    today, columns = timezone.localdate(), (
        (Evaluation, "made_at"),
        (Decision, "decided_at"),
        (Comment, "created_at"),
        (Opinion, "due_on"),
        (Message, "due_on"),
        (Meeting, "starts_at"),
        (Idea, "first_answered_at"),
        (Action, "started_on"),
        (Action, "due_on"),
        (ActionStep, "due_on"),
        (Gain, "guessed_on"),
        (Assessment, "ends_on"),
        (Assessment, "published_at"),
    )  # fmt: skip
    found = []
    for model, column in columns:
        moments = model._default_manager.order_by("pk").values_list(column, flat=True)
        found.append(
            [
                (today - (timezone.localdate(value) if hasattr(value, "hour") else value)).days
                for value in moments
                if value
            ]
        )
    return found


@pytest.mark.usefixtures("town_of_the_first_day")
def test_an_action_that_a_visitor_led_on_stays_where_it_is() -> None:
    with time_machine.travel("2026-11-27 10:00 +0100", tick=False):
        member = Agent.objects.get(identifiant="groupe")
        action = Action.objects.filter(state="in_progress")[0]
        actions.finish(action, by=member, done_on=timezone.localdate(), what_it_changed="<p>Ouf.</p>")
    with time_machine.travel("2026-12-04 10:00 +0100", tick=False):
        load()
    action.refresh_from_db()
    assert action.done_on == date(2026, 11, 27)


@pytest.mark.usefixtures("town_of_the_first_day")
def test_the_groups_work_is_there() -> None:
    """One of everything that the group does with an idea."""
    with time_machine.travel(FIRST_DAY, tick=False):
        assert Tally.objects.filter(vetoes=1).count() == 1
        assert Tally.objects.filter(ready_at__isnull=False).count() == 6
        assert (
            Meeting.objects.filter(state="closed").count() == Meeting.objects.filter(state="planned").count()
        )
        assert Idea.objects.filter(identity="anonymous", answer__isnull=False, author=None).count() == 1
        assert Idea.objects.exclude(entered_by=None).count() == 1
        assert Idea.objects.exclude(merged_into=None).count() == 1
        # The group keeps its promise, but for two: of the ideas that wait, and of those that it has answered.
        assert Idea.objects.overdue(on=timezone.localdate()).count() == 2
        assert Idea.objects.filter(first_answered_at__date__gt=F("due_on")).count() == 2
        in_time = load_statistics().total.figures["in_time"].value
        assert in_time is not None
        assert 90 <= in_time < 100
        assert Message.objects.open_questions().count() == 1
        assert Opinion.objects.to_remind(on=timezone.localdate()).count() == 1
        assert Feedback.objects.exclude(change="").count() == 3
        assert set(Action.objects.values_list("state", flat=True)) == set(Action.State.values)
        published = Assessment.objects.published().get()
        done = Action.objects.done().filter(done_on__lte=published.ends_on)
        assert AssessedAction.objects.filter(assessment=published, action__in=done).count() == done.count()
        assert {value for (value,) in Gain.objects.values_list("unit")} == {
            "sheets",
            "hours",
            "links",
            "euros",
        }


@pytest.mark.usefixtures("town_of_the_first_day")
def test_talks_and_days_without_a_printer_never_fall_on_a_day_off() -> None:
    """Whatever the day: loaded, then moved day after day over a week and a public holiday."""
    before = first = date(2026, 11, 25)
    for count in (0, 1, 2, 3, 4, 5, 6, 7, 30):
        today = first + timedelta(days=count)
        with time_machine.travel(at(today, "10:00"), tick=False):
            # As the demonstration moves, without triggers.
            with pgtrigger.ignore():
                move_survey(before, today)
                move_printerless_days(before, today)
            before = today
            held = [row.held_at for row in Interview.objects.exclude(held_at=None)]
            days = [timezone.localdate(moment) for moment in held]
            assert len(days) == 19
            assert all(is_working_day(day) for day in days)
            assert all(row.done_on < today for row in Interview.objects.filter(state="done"))
            assert all(day > today for day in days[-2:])
            past, ahead = PrinterlessDay.objects.order_by("held_on").values_list("held_on", flat=True)
            assert is_working_day(past)
            assert is_working_day(ahead)
            assert past < today < ahead


@pytest.mark.usefixtures("town_of_the_first_day")
def test_a_talk_that_a_visitor_planned_stays_where_it_is() -> None:
    mine = at(date(2026, 12, 2), "15:00")
    Interview.objects.filter(state="to_plan").update(state="planned", held_at=mine)
    with time_machine.travel("2026-11-30 10:00 +0100", tick=False):
        load()
    assert Interview.objects.filter(held_at=mine).count() == 2


def periods() -> list[tuple[object]]:
    return [(period.lower,) for period in Booking.objects.values_list("period", flat=True)]  # type: ignore[return-value]  # (a range has both ends)


@pytest.mark.usefixtures("town_of_the_first_day")
def test_a_visitors_booking_is_never_moved_nor_removed() -> None:
    """It stands where a booking of the demonstration will come: that one gives way."""
    with time_machine.travel(FIRST_DAY, tick=False):
        moved = Booking.objects.filter(state="confirmed", period__startswith__gt=timezone.now())[0]
        period = DateTimeTZRange(
            moved.period.lower + timedelta(weeks=9), moved.period.upper + timedelta(weeks=9), "[)"
        )
        mine = Booking.objects.create(
            room=moved.room, organiser=Agent.objects.get(identifiant="agent"), title="À moi", period=period
        )
        occupancy.hold([mine])
    with time_machine.travel(at(date(2027, 1, 27), "10:00"), tick=False):
        load()
    mine.refresh_from_db()
    moved.refresh_from_db()
    assert (mine.period, mine.state) == (period, "confirmed")
    assert (moved.period, moved.state) == (period, "cancelled")


@pytest.mark.usefixtures("town_of_the_first_day")
def test_an_idea_that_a_visitor_touched_stays_where_it_is() -> None:

    with time_machine.travel("2026-11-27 10:00 +0100", tick=False):
        member = Agent.objects.get(identifiant="groupe")
        idea = Idea.objects.filter(state="received").exclude(author=member)[0]
        take_under_study(idea, by=member)
        received_at = Idea.objects.get(pk=idea.pk).received_at
    with time_machine.travel("2026-12-04 10:00 +0100", tick=False):
        load()
    assert Idea.objects.get(pk=idea.pk).received_at == received_at


# What grows behind the pages


@pytest.mark.django_db
def test_a_towns_own_database_never_grows(author: Agent) -> None:
    call_command("load_demonstration")
    with pytest.raises(CommandError, match="celle d’une ville"):
        call_command("grow_demonstration")
    assert Agent.objects.count() == 1
    assert not TownGrowth.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="demo.grow").exists()


@pytest.mark.django_db
def test_loading_queues_the_growth_once() -> None:
    for _ in range(2):
        call_command("load_demonstration")
    assert ProcrastinateJob.objects.filter(task_name="demo.grow").count() == 1
    assert TownGrowth.objects.get(stage="deliberations").total == 2000
