"""Leaving the digest by one click of the mail program: signed, without a session, as often as one likes."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from core.mail.headers import headers_of
from core.notifications import digests
from core.notifications.digests import send_due_digests
from core.notifications.models import Notification, Preference
from core.notifications.registry import Channel, offered_to
from core.people.models import Agent
from tests.factories import AgentFactory
from tests.notifications.factories import NotificationFactory
from tests.notifications.test_digests import NOW, mail_of, waiting

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def channels(agent: Agent) -> dict[str, Channel]:
    chosen = dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))
    return {
        kind.code: Channel(chosen.get(kind.code, kind.default))
        for kinds in offered_to(agent).values()
        for kind in kinds
    }


def in_digest(agent: Agent) -> list[str]:
    """Give this agent two kinds in the digest, one of them by choice."""
    for code in ("suggestions.answered", "directory.decided"):
        Preference.objects.update_or_create(agent=agent, kind=code, defaults={"channel": Channel.DIGEST})
    return [code for code, channel in channels(agent).items() if channel == Channel.DIGEST]


def test_the_digest_says_how(author, client, settings):
    settings.SITE_URL = "https://intranet.ville.example"
    waiting(recipient=author)
    send_due_digests(NOW)
    headers = headers_of(mail_of(author))
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    before, path = headers["List-Unsubscribe"].split(".example", 1)
    assert (before, path[-1]) == ("<https://intranet.ville", ">")
    assert path.startswith("/courrier/desabonnement/")
    assert client.get(path[:-1]).status_code == 200


def test_one_click_without_session_cookie_or_csrf(author, outsider):
    codes, kept = in_digest(author), channels(outsider)
    assert len(codes) >= 2
    news = NotificationFactory.create(recipient=author, waiting=True)
    client = Client(enforce_csrf_checks=True)
    before = channels(author)
    for _ in range(2):
        response = client.post(digests.url_for(author), ONE_CLICK)
        assert response.status_code == 200
        assert "C’est fait" in response.text
        assert channels(author) == before | dict.fromkeys(codes, Channel.SITE)
    assert channels(outsider) == kept
    news.refresh_from_db()
    assert not news.awaits_digest
    assert Notification.objects.get().read_at is None
    # The way back.
    assert reverse("notifications:preferences") in response.text


def test_looking_changes_nothing_and_names_nobody(author, client):
    codes = in_digest(author)
    response = client.get(digests.url_for(author))
    assert "Ne plus le recevoir" in response.text
    assert author.last_name not in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert {channels(author)[code] for code in codes} == {Channel.DIGEST}


@pytest.mark.parametrize("token", ["zzzz", "zzz:zzz", "a" * 5000, "%00", "..", "é:é"])
def test_any_other_address_leads_nowhere(client, token):
    path = digests.url_for(AgentFactory.create())
    path = path.replace(path.rstrip("/").rpartition("/")[2], token)
    assert client.get(path).status_code == client.post(path, ONE_CLICK).status_code == 404


@pytest.mark.parametrize("value", [None, 12, ["a"], "inconnu"])
def test_a_signature_for_something_else(client, value):
    for salt in (digests.SALT, "another"):
        path = reverse("unsubscribe", args=[signing.dumps(value, salt=salt)])
        assert client.get(path).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once(together):
    agent = AgentFactory.create()
    codes = in_digest(agent)
    assert together(*[lambda: digests.leave_digest(agent)] * 2) == [None, None]
    assert {channels(agent)[code] for code in codes} == {Channel.SITE}
