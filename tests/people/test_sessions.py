"""An agent's own sessions: listed, and ended by their owner only."""

import re

import pytest
import time_machine
from allauth.account.utils import user_pk_to_url_str
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
from core.people import purges, sessions
from core.people.actions import print_sign_in_code
from core.people.models import Agent, AgentSkill, SignIn
from core.people.passwords import ResetLinkTokens
from core.people.sessions import device_of, name_of
from tests.factories import PASSWORD, AgentFactory
from tests.people.factories import SkillFactory
from tests.people.pages import card_sent

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


def row_of(client: Client) -> UserSession:
    row: UserSession = UserSession.objects.get(session_key=client.session.session_key)
    return row


def is_in(client: Client) -> bool:
    return client.get(reverse("help")).wsgi_request.user.is_authenticated


def test_passwords_tried_too_often_are_refused_in_the_site_s_page(nadia):
    here, wrong = browser(), {"oldpassword": "x", "password1": "x", "password2": "x"}
    pages = [here.post(reverse("account_change_password"), wrong) for _ in range(6)]
    assert [page.status_code for page in pages] == [200] * 5 + [429]
    assert "Attendez une minute, puis recommencez." in pages[-1].text
    assert 'class="masthead"' in pages[-1].text


def test_each_is_listed_and_ended(nadia):
    here, there, elsewhere = browser(), browser(), browser()
    page = here.get(PAGE).content.decode()
    assert page.count("Ordinateur Windows, Firefox\u00a0140<br>") == 3
    assert page.count("Cet appareil") == page.count("sert en ce moment") == 1
    # No number is in the page.
    assert f'value="{name_of(row_of(there))}"' in page
    assert f'value="{row_of(there).pk}"' not in page
    # First, though it was opened before the others.
    assert page.index("Cet appareil") < page.index("Terminer la session")
    here.post(PAGE, {"session": name_of(row_of(there))})
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]
    for sent in ("others", "others"):
        here.post(PAGE, {"session": sent})
    assert [is_in(client) for client in (here, elsewhere)] == [True, False]
    lines = SignIn.objects.filter(outcome=SignIn.Outcome.ENDED)
    assert [(line.agent, line.means) for line in lines] == [(nadia, SignIn.Means.OWNER)] * 2


def test_another_password_leaves_this_one_only(nadia):
    here, there = browser(), browser()
    chosen = {
        "oldpassword": PASSWORD,
        **dict.fromkeys(("password1", "password2"), "quatre chevaux très roux"),
    }
    page = here.post(reverse("account_change_password"), chosen, follow=True)
    assert "Partout ailleurs où votre compte était ouvert, il faudra se connecter" in page.text
    # Before the other browser comes back, and finds that it is signed out.
    page = here.get(PAGE).text
    assert page.count("<br><span") == page.count("Cet appareil") == 1
    assert "Terminer toutes les autres" not in page
    assert [is_in(client) for client in (here, there)] == [True, False]


def test_nobody_ends_another_s(nadia):
    AgentFactory.create(identifiant="paul")
    hers, his = browser(), browser("paul")
    row = row_of(hers)
    for sent in (name_of(row), row.pk, row.session_key, "zzz", "²", "9" * 30):
        assert his.post(PAGE, {"session": sent}).status_code == 404
    # An empty form ends nothing.
    assert his.post(PAGE, {"session": ""}).status_code == his.post(PAGE).status_code == 302
    assert his.post(PAGE, {"session": "others"}).status_code == 302
    assert is_in(hers)
    assert is_in(his)


def test_one_that_has_ended_is_said(nadia):
    here, there = browser(), browser()
    name = name_of(row_of(there))
    there.post(reverse("account_logout"))
    page = here.post(PAGE, {"session": name}, follow=True).text
    assert "déjà terminée" in page
    assert "C’est terminé" not in page


def test_those_that_ended_are_forgotten(nadia):
    client = browser()
    assert not purges.ended_sessions(timezone.now()).exists()
    Session.objects.all().delete()
    purge_all(timezone.now())
    assert not UserSession.objects.exists()
    assert not is_in(client)


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Ordinateur Windows, Firefox\u00a0140"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
            "Ordinateur Windows, Edge\u00a0142",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10) Chrome/142.0.0.0 Mobile Safari/537.36",
            "Téléphone Android, Chrome\u00a0142",
        ),
        (
            "Mozilla/5.0 (iPhone; like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1",
            "iPhone, Safari\u00a018",
        ),
        ("", "Appareil inconnu"),
    ],
)
def test_what_a_device_is_called(user_agent, said):
    assert device_of(user_agent) == said


def test_when_a_session_served_last_as_far_as_is_kept(nadia):
    with time_machine.travel("2026-11-26T08:30:00Z", tick=False) as clock:
        here, there = browser(), browser()
        page = here.get(PAGE).text
        assert "au moins" not in page
        clock.shift(3600)
        session = there.session
        session["something"] = "written"
        session.save()
        page = here.get(PAGE).text
    assert page.count("au moins") == 1
    assert re.search(r"au moins jusqu’au [^<]* à 10\u00a0h\u00a030", page)


def close_and_reopen(agent: Agent) -> None:
    """Close the account as each action does, then open it again."""
    Agent.objects.filter(pk=agent.pk).update(is_active=False)
    sessions.end_what_is_open([agent.pk])
    Agent.objects.filter(pk=agent.pk).update(is_active=True)


def test_the_page_that_closes_an_account_ends_what_it_had_open(nadia, administrator):
    AgentSkill.objects.create(agent=nadia, skill=SkillFactory.create())
    client, other = browser(), browser(administrator.identifiant)
    assert card_sent(other, nadia, is_active=None, groups=None).status_code == 302
    Agent.objects.filter(pk=nadia.pk).update(is_active=True)
    assert not is_in(client)
    assert not AgentSkill.objects.exists()
    assert not UserSession.objects.filter(user=nadia).exists()
    assert is_in(other)
    assert is_in(browser())


@pytest.mark.django_db(transaction=True)
def test_a_new_secret_key_ends_no_session_and_loses_sight_of_none(nadia, settings):
    """Django then renews the session's own key, in a page that writes nothing else."""
    client = browser()
    before = client.session.session_key
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert is_in(client)
    assert client.session.session_key != before
    assert [row.session_key for row in UserSession.objects.all()] == [client.session.session_key]
    settings.SECRET_KEY_FALLBACKS = []
    assert is_in(client)
    close_and_reopen(nadia)
    assert not is_in(client)


def ending(agent: Agent) -> str:
    return reverse("admin:people_agent_action", args=[agent.pk, "sessions"])


def test_an_administrator_ends_them_all(nadia, administrator):
    hers, desk = (browser(), browser()), browser(administrator.identifiant)
    card = reverse("admin:people_agent_change", args=[nadia.pk])
    assert "Mettre fin à ses sessions" in desk.get(card).text
    asked = desk.get(ending(nadia)).text
    assert "code imprimé" in asked
    assert "lien de mot de passe" in asked
    assert "la personne est prévenue" in desk.post(ending(nadia), follow=True).text
    assert [is_in(client) for client in (*hers, desk)] == [False, False, True]
    entry = history_of(nadia)[0]
    assert (entry.action, entry.by) == ("a mis fin aux sessions de ce compte", administrator)
    told = Notification.objects.get(recipient=nadia)
    assert told.title == "Vos sessions ont été terminées"
    lines = SignIn.objects.filter(outcome=SignIn.Outcome.ENDED)
    assert [(line.agent, line.means) for line in lines] == [(nadia, SignIn.Means.ADMIN)] * 2
    assert SignIn.objects.get(outcome=SignIn.Outcome.VOIDED).agent == nadia
    Agent.objects.filter(pk=nadia.pk).update(is_active=False)
    assert "ouvert nulle part" in desk.post(ending(nadia)).text
    assert Notification.objects.count() == 1


def test_nobody_else_does(nadia, administrator, directory_manager):
    client = browser()
    for agent, subject in ((directory_manager, nadia), (administrator, administrator), (nadia, nadia)):
        desk = browser(agent.identifiant)
        card = desk.get(reverse("admin:people_agent_change", args=[subject.pk])).text
        assert "Mettre fin à ses sessions" not in card
        for answer in (desk.get(ending(subject)), desk.post(ending(subject)), desk.put(ending(subject))):
            assert answer.status_code in (302, 403, 405)
        with pytest.raises(PermissionDenied):
            sessions.end_all(subject, by=agent)
    assert is_in(client)
    assert not SignIn.objects.filter(outcome=SignIn.Outcome.ENDED).exists()


# What else opens the account


def link_of(agent: Agent) -> str:
    agent.refresh_from_db()
    token = ResetLinkTokens().make_token(agent)
    url: str = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(agent), token])
    return url


def opens(link: str) -> bool:
    return "token_fail" not in Client().get(link, follow=True).context


def code_opens(agent: Agent, code: str) -> bool:
    client = Client()
    sent = {"identifiant": agent.identifiant, "code": code, "password": "quatre mots sans lien aucun"}
    client.post(reverse("sign_in_code"), sent)
    return is_in(client)


@pytest.mark.parametrize("how", ["ended", "closed"])
def test_codes_and_links_end_with_the_sessions(nadia, administrator, how):
    code = print_sign_in_code(nadia, by=administrator)
    link = link_of(nadia)
    assert opens(link)
    if how == "ended":
        # No session is open: what opens one is ended all the same.
        sessions.end_all(nadia, by=administrator)
    else:
        close_and_reopen(nadia)
    assert not opens(link)
    assert not code_opens(nadia, code)
    assert opens(link_of(nadia))


def test_a_new_code_voids_the_links_before(nadia, administrator):
    link = link_of(nadia)
    print_sign_in_code(nadia, by=administrator)
    assert not opens(link)


def test_a_new_password_voids_the_code(nadia, administrator):
    """The owner is told of a code that they did not ask for, and advised so."""
    code = print_sign_in_code(nadia, by=administrator)
    nadia.set_password("quatre autres mots sans lien")
    nadia.save(update_fields=["password"])
    assert not code_opens(nadia, code)
