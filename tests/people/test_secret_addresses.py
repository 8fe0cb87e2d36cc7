from datetime import date

import pytest
import time_machine
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from core.people import secret_addresses
from core.people.models import Agent, SecretAddress
from core.people.roles import Role
from core.people.secret_addresses import agent_of, give, has_one, revoke
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_counters")]
FEED = "ideas_feed"


@login_not_required
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    agent = agent_of(secret, FEED, request=request)
    if agent is None:
        raise Http404
    return HttpResponse(str(agent))


urlpatterns = [path("flux/<str:secret>/", feed), path("", include("config.urls"))]


def test_a_secret_leads_to_its_agent_with_roles_and_direction(moderator, django_assert_num_queries):
    secret = give(moderator, FEED)
    with django_assert_num_queries(2):
        found = agent_of(secret, FEED)
        assert found == moderator
        assert found.has_role(Role.PROJECT_GROUP)
        assert found.direction.name


def test_only_a_hash_is_kept(author):
    secret = give(author, FEED)
    kept = SecretAddress.objects.values().get()
    assert secret not in str(kept)
    assert len(secret) == 43
    # The history of the version before holds neither.
    names = {field.name for field in SecretAddress.pgh_event_model._meta.fields}
    assert not {"key_hash", "last_used_on"} & names


def test_a_new_one_revokes_the_earlier_of_its_purpose_only(author, outsider):
    first, calendar, theirs = give(author, FEED), give(author, "rooms_calendar"), give(outsider, FEED)
    second = give(author, FEED)
    assert agent_of(first, FEED) is None
    assert agent_of(second, FEED) == author
    assert (agent_of(calendar, "rooms_calendar"), agent_of(calendar, FEED)) == (author, None)
    assert agent_of(theirs, FEED) == outsider


def test_revoking_is_at_once_and_twice_is_nothing(author):
    secret = give(author, FEED)
    assert has_one(author, FEED)
    assert revoke(author, FEED)
    assert not revoke(author, FEED)
    assert not has_one(author, FEED)
    assert agent_of(secret, FEED) is None


def test_a_closed_account_has_none(author):
    secret = give(author, FEED)
    Agent.objects.filter(pk=author.pk).update(is_active=False)
    assert agent_of(secret, FEED) is None
    with pytest.raises(PermissionDenied):
        give(author, FEED)


@pytest.mark.parametrize("secret", ["", "\x00", "\udcff", "0" * 64])
def test_nonsense_leads_nowhere(author, secret):
    give(author, FEED)
    assert agent_of(secret, FEED) is None
    assert agent_of(SecretAddress.objects.get().key_hash, FEED) is None


def test_the_database_holds_one_live_address_for_a_purpose(author):
    give(author, FEED)
    with pytest.raises(IntegrityError, match="secret_address_one_at_a_time"):
        SecretAddress.objects.create(agent=author, purpose=FEED, key_hash="0" * 64)


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_leave_one_live_address(together):
    agent = AgentFactory.create()
    secrets = together(*[lambda: give(agent, FEED)] * 4)
    assert all(isinstance(secret, str) for secret in secrets)
    assert [agent_of(secret, FEED) for secret in secrets].count(agent) == 1


# In a page


@pytest.mark.django_db(transaction=True)
def test_a_page_read_by_its_secret_notes_the_day_after_its_read_only_transaction(client, settings):
    settings.ROOT_URLCONF = __name__
    agent = AgentFactory.create()
    secret = give(agent, FEED)
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        assert client.get(f"/flux/{secret}/").content.decode() == str(agent)
    assert SecretAddress.objects.get().last_used_on == date(2026, 11, 26)


@pytest.mark.django_db(transaction=True)
def test_wrong_ones_are_404_and_limited(client, settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(secret_addresses, "WRONG_ONES", 3)
    secret = give(AgentFactory.create(), FEED)
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False) as clock:
        for _ in range(3):
            assert client.get(f"/flux/{secret}/").status_code == 200
            assert client.get(f"/flux/{secret}x/").status_code == 404
        assert client.get(f"/flux/{secret}/").status_code == 404
        assert client.get(f"/flux/{secret}/", REMOTE_ADDR="10.0.0.9").status_code == 200
        clock.shift(secret_addresses.PERIOD)
        assert client.get(f"/flux/{secret}/").status_code == 200
