"""An agent's own sessions: listed, and ended by their owner only."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.operations.purges import purge_all
from core.people import purges
from core.people.models import Agent, SignIn
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
