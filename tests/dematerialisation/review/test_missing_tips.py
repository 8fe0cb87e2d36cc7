"""The reminders of a month without a tip: the 20th, the 27th, once each, whatever the worker missed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from dematerialisation.models import ReviewIssue
from dematerialisation.review.actions import notify_missing_tips
from tests.tips.factories import TipFactory
from tips.actions import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_this_month(moderator: Agent) -> Iterator[None]:
    with time_machine.travel("2027-02-10T10:00:00+01:00", tick=False):
        TipFactory.create(month=date(2027, 2, 1), author=moderator)
        yield


def run_from(first: date, last: date) -> list[date]:
    """The days on which a daily run told the group of something."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days for _ in range(notify_missing_tips(on=day))]


def test_a_year_without_tips_is_told_twice_a_month(moderator, other_moderator):
    told = run_from(date(2027, 3, 1), date(2028, 3, 31))
    months = [date(2027 + (number > 11), number % 12 + 1, 1) for number in range(2, 15)]
    # March was not told of in February: said at once.
    expected = [date(2027, 3, 1), *(month.replace(day=day) for month in months for day in (20, 27))]
    assert told == expected
    assert Notification.objects.count() == 2 * len(told)
    assert {mail.agent for mail in OutgoingMail.objects.all()} == {moderator, other_moderator}


@pytest.mark.parametrize(
    ("days", "expected"),
    [([19, 20, 21, 26, 27, 28], [20, 27]), ([21, 28], [21, 28]), ([28], [28]), ([19], [])],
)
def test_what_the_worker_missed_is_told_on_its_next_run(days, expected):
    told = [day for day in days if notify_missing_tips(on=date(2027, 2, day))]
    assert told == expected


def test_a_tip_that_is_ready_is_not_missing(moderator):
    tip = TipFactory.create(month=date(2027, 3, 1), author=moderator)
    assert notify_missing_tips(on=date(2027, 2, 20)) == 0
    tip.published_at = None
    tip.save()
    assert notify_missing_tips(on=date(2027, 2, 27)) == 1
    assert "son brouillon n’est pas publié" in Notification.objects.get().text


def test_it_waits_in_the_admin_until_the_tip_is_ready(signed_in, moderator):
    notify_missing_tips(on=date(2027, 2, 20))
    client = signed_in(moderator)
    for is_told in (True, False):
        assert ("1 mois sans conseil pour la revue" in client.get(reverse("admin:index")).text) is is_told
        assert ("Mars 2027 n’a pas encore de conseil" in client.get(reverse("review")).text) is is_told
        if is_told:
            TipFactory.create(month=date(2027, 3, 1))


def test_the_link_leads_to_its_draft_or_to_its_month(signed_in, moderator):
    for on in (date(2027, 2, 20), date(2027, 3, 20)):
        notify_missing_tips(on=on)
    draft, client = TipFactory.create(month=date(2027, 3, 1), draft=True), signed_in(moderator)
    page = client.get(reverse("review")).text
    assert reverse("admin:tips_tip_change", args=[draft.pk]) in page
    issue = ReviewIssue.objects.get(month=date(2027, 4, 1)).get_absolute_url()
    add = f"{reverse('admin:tips_tip_add')}?month=2027-04-01"
    for shown in (page, client.get(issue).text):
        assert add in shown
    assert 'value="2027-04-01"' in client.get(add).text


def test_a_tip_published_settles_what_was_told(moderator, other_moderator):
    notify_missing_tips(on=date(2027, 2, 20))
    notify_missing_tips(on=date(2027, 3, 20))
    assert Notification.objects.unread().filter(title__contains="mars").exists()
    publish(TipFactory.create(month=date(2027, 3, 1), draft=True, author=moderator), by=moderator)
    assert {told.title for told in Notification.objects.unread()} == {"Pas encore de conseil pour avril 2027"}
    assert Notification.objects.unread().count() == 2
    # Each month's issue is open, once, ten days before it.
    assert [issue.closing_on for issue in ReviewIssue.objects.order_by("month")] == [
        date(2027, 2, 19),
        date(2027, 3, 22),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_it_once(together):
    def run() -> int:
        return notify_missing_tips(on=date(2027, 2, 20))

    assert sorted(together(run, run)) == [0, 1]
    assert Notification.objects.count() == 1
