"""What the demonstration knows of the 45 software under their three problems."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from demo import texts
from demo.dates import at, month_end
from demo.loading.manuals import load_software
from demo.loading.software_problems import RECORDS
from demo.lookups import people, units
from manuals.models import Archiving, Commitment, Contract, FollowUp, Software, SoftwareLink
from tests.demo.conftest import FIRST_DAY

NAMES = {entry.name for entry in (*texts.software.small_part, *texts.software.large_part)}


@pytest.fixture
def whole_town(town_of_the_first_day: None) -> None:
    with time_machine.travel(FIRST_DAY, tick=False):
        for entry in texts.software.large_part:
            load_software(entry, (), people(), units(), timezone.localdate())


def test_what_is_known_is_of_software_that_exist():
    assert len(NAMES) == 45
    assert texts.software.known.keys() | {one.software for one in texts.software.follow_ups} <= NAMES


@pytest.mark.usefixtures("whole_town")
def test_every_row_passes_the_forms_checks():
    for model in (*RECORDS.values(), Contract, FollowUp):
        rows = list(model._default_manager.all())
        assert rows
        for row in rows:
            row.full_clean()
    shared = Software.objects.filter(is_collaborative=True)
    assert shared.count() == 8
    assert all(each.shared_by.count() >= 4 for each in shared)


@pytest.mark.usefixtures("whole_town")
def test_eight_follow_ups_two_late_two_done():
    day = date(2026, 11, 25)
    with time_machine.travel(at(day, "10:00"), tick=False):
        assert FollowUp.objects.count() == 8
        assert FollowUp.objects.open().filter(due_on__lt=day).count() == 2
        assert FollowUp.objects.exclude(closed_at=None).count() == 2


@pytest.mark.usefixtures("whole_town")
def test_eight_links_three_wanted():
    assert [link.is_wanted for link in SoftwareLink.objects.for_list()] == [True] * 3 + [False] * 5


@pytest.mark.usefixtures("whole_town")
def test_contracts_are_near_their_end():
    day = date(2026, 11, 25)
    with time_machine.travel(at(day, "10:00"), tick=False):
        near = Contract.objects.filter(ends_on__gt=day, ends_on__lte=month_end(day, 2))
        assert near.count() == 3
        assert not Contract.objects.filter(ends_on__lt=day).exists()
        assert {
            (each.ends_on + timedelta(days=1)).day for each in Contract.objects.all() if each.ends_on
        } == {1}
        commitment = Commitment.objects.get()
        assert commitment.deadline_on == commitment.contract.ends_on
        assert Archiving.objects.filter(filled_on__lt=day - timedelta(days=366)).count() == 5
