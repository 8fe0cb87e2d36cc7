"""Readers who wish are told of a new tip, once, on the day it can be read."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications.actions import choose
from core.notifications.models import Notification
from core.notifications.registry import Channel
from core.people.models import Agent
from tests.tips.factories import TipFactory
from tips import actions
from tips.actions import NEW_TIP

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(outsider: Agent) -> Agent:
    choose(outsider, {NEW_TIP.code: Channel.AT_ONCE}, by=outsider)
    return outsider


def test_published_in_its_month_it_is_told_at_once(reader, colleague, moderator):
    tip = TipFactory.create(draft=True, title="Les onglets")
    actions.publish(tip, by=moderator)
    [told] = Notification.objects.filter(kind=NEW_TIP.code)
    assert (told.recipient, told.url) == (reader, tip.get_absolute_url())
    assert "Les onglets" in OutgoingMail.objects.get(kind=NEW_TIP.code).subject


def test_published_ahead_it_is_told_on_its_first_day(reader, moderator):
    with time_machine.travel("2027-02-26T10:00:00+01:00", tick=False):
        tip = TipFactory.create(draft=True, month=date(2027, 3, 1))
        actions.publish(tip, by=moderator)
        assert not actions.announce_new_tip()
    with time_machine.travel("2027-03-01T05:00:00+01:00", tick=False):
        assert actions.announce_new_tip()
        assert not actions.announce_new_tip()
    assert Notification.objects.filter(kind=NEW_TIP.code).count() == 1


def test_withdrawn_and_published_again_it_is_not_told_twice(reader, moderator):
    tip = TipFactory.create(draft=True)
    actions.publish(tip, by=moderator)
    assert Notification.objects.unread().exists()
    actions.unpublish(tip, by=moderator)
    # It would lead to a page that is not there.
    assert not Notification.objects.unread().exists()
    actions.publish(tip, by=moderator)
    assert Notification.objects.filter(kind=NEW_TIP.code).count() == 1


def test_an_old_month_is_no_news(reader, moderator):
    actions.publish(TipFactory.create(draft=True, months_ago=3), by=moderator)
    assert not Notification.objects.filter(kind=NEW_TIP.code).exists()


def test_on_the_site_only_it_is_not_told_and_the_page_of_preferences_says_so(client, outsider, moderator):
    client.force_login(outsider)
    assert (
        "il paraît sur l’accueil, sans notification" in client.get(reverse("notifications:preferences")).text
    )
    actions.publish(TipFactory.create(draft=True), by=moderator)
    assert not Notification.objects.filter(kind=NEW_TIP.code).exists()
