"""An agent's own sessions: listed, and ended by their owner only."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from core.notifications.models import Notification
from core.operations.purges import purge_all
from core.people import purges
from core.people.models import Agent, SignIn
from core.people.sessions import actions
from core.people.sessions.views import browser_of
from tests.factories import PASSWORD, AgentFactory

pytestmark = pytest.mark.django_db
LOGIN, PAGE = "/compte/connexion/", "/compte/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def nadia(db: None) -> Agent:
    cache.clear()
    return AgentFactory.create(identifiant="nadia")


def browser(login: str = "nadia") -> Client:
    client = Client(HTTP_USER_AGENT=FIREFOX)
    client.post(LOGIN, {"login": login, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("help")).wsgi_request.user.is_authenticated


def test_each_is_listed_and_ended(nadia: Agent) -> None:
    here, there, elsewhere = browser(), browser(), browser()
    page = here.get(PAGE).content.decode()
    assert page.count("<td>Firefox, Windows<br>") == 3
    assert page.count("Celle-ci") == 1
    ended = UserSession.objects.get(session_key=there.session.session_key)
    here.post(PAGE, {"session": ended.pk})
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]
    here.post(PAGE, {"session": "others"})
    assert [is_in(client) for client in (here, elsewhere)] == [True, False]


def test_nobody_ends_another_s(nadia: Agent) -> None:
    AgentFactory.create(identifiant="paul")
    hers, his = browser(), browser("paul")
    row = UserSession.objects.get(user=nadia)
    for sent in (row.pk, "others", "", "zzz", "9" * 30):
        assert his.post(PAGE, {"session": sent}).status_code == 302
    assert is_in(hers)
    assert is_in(his)


@pytest.mark.parametrize("chosen", ["", "0", "12345", "²", "9" * 30])
def test_one_that_is_not_theirs_or_has_ended(nadia: Agent, chosen: str) -> None:
    page = browser().post(PAGE, {"session": chosen}, follow=True).text
    assert "déjà terminée" in page
    assert "C’est terminé" not in page


def test_those_that_ended_are_forgotten(nadia: Agent) -> None:
    client = browser()
    assert not purges.ended_sessions(timezone.now()).exists()
    Session.objects.all().delete()
    purge_all(timezone.now())
    assert not UserSession.objects.exists()
    assert not is_in(client)


@pytest.mark.parametrize(("user_agent", "said"), [(FIREFOX, "Firefox, Windows"), ("", "Navigateur inconnu")])
def test_what_a_browser_is_called(user_agent: str, said: str) -> None:
    assert browser_of(user_agent) == said


def test_each_end_is_in_the_journal(nadia: Agent) -> None:
    here, there = browser(), browser()
    browser()
    ended = UserSession.objects.get(session_key=there.session.session_key)
    for sent in (ended.pk, ended.pk, "others", "others"):
        here.post(PAGE, {"session": sent})
    lines = SignIn.objects.filter(outcome=SignIn.Outcome.ENDED)
    assert [(line.agent, line.means) for line in lines] == [(nadia, SignIn.Means.OWNER)] * 2


def test_a_closed_account_reopened_is_signed_in_nowhere(nadia: Agent, administrator: Agent) -> None:
    """Whatever the door that closes it."""
    client, other = browser(), browser(administrator.identifiant)
    for is_active in (False, True):
        Agent.objects.filter(pk=nadia.pk).update(is_active=is_active)
    assert not is_in(client)
    assert not UserSession.objects.filter(user=nadia).exists()
    assert is_in(other)
    assert is_in(browser())


def test_a_new_secret_key_loses_sight_of_no_session(nadia: Agent, settings: Any) -> None:
    """Django then renews the session's own key."""
    client = browser()
    before = client.session.session_key
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert is_in(client)
    assert client.session.session_key != before
    assert [row.session_key for row in UserSession.objects.all()] == [client.session.session_key]
    for is_active in (False, True):
        Agent.objects.filter(pk=nadia.pk).update(is_active=is_active)
    assert not is_in(client)


def ending(agent: Agent) -> str:
    return reverse("admin:people_agent_action", args=[agent.pk, "sessions"])


def test_an_administrator_ends_them_all(nadia: Agent, administrator: Agent) -> None:
    hers, desk = (browser(), browser()), browser(administrator.identifiant)
    card = reverse("admin:people_agent_change", args=[nadia.pk])
    assert "Mettre fin à ses sessions" in desk.get(card).text
    assert "la personne est prévenue" in desk.post(ending(nadia), follow=True).text
    assert [is_in(client) for client in (*hers, desk)] == [False, False, True]
    entry = history_of(nadia)[0]
    assert (entry.action, entry.by) == ("a mis fin aux sessions de ce compte", administrator)
    told = Notification.objects.get(recipient=nadia)
    assert told.title == "Un administrateur a mis fin à vos sessions"
    lines = SignIn.objects.filter(outcome=SignIn.Outcome.ENDED)
    assert [(line.agent, line.means) for line in lines] == [(nadia, SignIn.Means.ADMIN)] * 2
    assert "ouvert nulle part" in desk.post(ending(nadia)).text
    assert Notification.objects.count() == 1


def test_nobody_else_does(nadia: Agent, administrator: Agent, directory_manager: Agent) -> None:
    client = browser()
    for agent, subject in ((directory_manager, nadia), (administrator, administrator), (nadia, nadia)):
        desk = browser(agent.identifiant)
        card = desk.get(reverse("admin:people_agent_change", args=[subject.pk])).text
        assert "Mettre fin à ses sessions" not in card
        assert desk.post(ending(subject)).status_code in (302, 403)
        with pytest.raises(PermissionDenied):
            actions.end_all(subject, by=agent)
    assert is_in(client)
    assert not SignIn.objects.filter(outcome=SignIn.Outcome.ENDED).exists()
