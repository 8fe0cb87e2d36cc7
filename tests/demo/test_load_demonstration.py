from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import is_password_usable
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from config import run
from core.french import full_date, is_working_day
from core.people.models import Absence, Agent
from core.people.passwords import TRIAL_PASSWORD
from dematerialisation.models import (
    Action,
    Article,
    Interview,
    ReviewIssue,
)
from dematerialisation.policies import can_begin_assessment
from demo import texts
from demo.dates import at
from demo.loading import printerless, survey
from demo.loading.town import load_town
from demo.models import TownGrowth
from rooms.models import Booking, Occupancy
from suggestions.models import (
    Evaluation,
    Idea,
)
from tests.demo.conftest import FIRST_DAY
from tips.models import Tip


def load() -> None:
    call_command("load_demonstration")


@pytest.mark.usefixtures("town_of_the_first_day")
def test_only_the_named_accounts_can_sign_in():
    usable = {a.identifiant for a in Agent.objects.all() if is_password_usable(a.password)}
    assert can_begin_assessment(Agent.objects.get(identifiant="sferracci"))
    assert Interview.objects.asked_of(Agent.objects.get(identifiant="jmbarga")).count() == 1
    chain = {"fmontoya", "amuratore", "drh", "veille", "courrier", "elu", "sferracci", "jmbarga"}
    assert usable == chain | {"agent", "groupe", "salles", "annuaire", "progiciels", "conseil", "admin"}
    assert Agent.objects.get(identifiant="agent").check_password(TRIAL_PASSWORD)
    assert run.PASSWORD == TRIAL_PASSWORD


@pytest.mark.django_db
def test_a_towns_own_database_is_left_alone(author):
    load()
    assert Agent.objects.count() == 1


@pytest.mark.django_db
def test_the_same_at_every_load():
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


# Over a new year, after a change of clock, on a leap day.
@pytest.mark.parametrize("day", [date(2027, 1, 4), date(2027, 4, 4), date(2028, 2, 29)])
@pytest.mark.django_db
def test_its_dates_are_counted_from_the_day_of_the_load(day):
    with time_machine.travel(at(day, "10:00"), tick=False):
        load()
        assert_is_of(day)
        assert Absence.objects.filter(period__contains=day).exists()
        assert not Evaluation.objects.filter(made_at__gt=timezone.now()).exists()
        assert Action.objects.late(on=day).count() == 1


@pytest.mark.parametrize("days", [0, 1, 2, 3, 4, 5, 6, 7, 30])
def test_talks_and_days_without_a_printer_never_fall_on_a_day_off(days):
    today = date(2026, 11, 25) + timedelta(days=days)
    done = [survey.held_on(-said.days_ago, today) for said in texts.survey.done]
    planned = [
        timezone.localdate(at) for each in texts.survey.to_come if (at := survey.planned_at(each, today))
    ]
    past, ahead = sorted(printerless.held_on(day, today) for day in texts.printerless.days)
    assert all(is_working_day(day) for day in (*done, *planned, past, ahead))
    assert max(done) < today < min(planned)
    assert past < today < ahead


def assert_is_of(day: date) -> None:
    """Check the tip of the month, the newest idea, the bookings and what they hold."""
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


def periods() -> list[tuple[object]]:
    return [(period.lower,) for period in Booking.objects.values_list("period", flat=True)]  # type: ignore[return-value]  # (a range has both ends)


# What grows behind the pages


@pytest.mark.django_db
def test_a_towns_own_database_never_grows(author):
    call_command("load_demonstration")
    with pytest.raises(CommandError, match="celle d’une ville"):
        call_command("grow_demonstration")
    assert Agent.objects.count() == 1
    assert not TownGrowth.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="demo.grow").exists()


@pytest.mark.django_db
def test_loading_queues_the_growth_once():
    for _ in range(2):
        call_command("load_demonstration")
    assert ProcrastinateJob.objects.filter(task_name="demo.grow").count() == 1
    assert TownGrowth.objects.get(stage="deliberations").total == 2000
