"""A sign-in in two steps: by every door the second factor is asked for, and nothing opens before it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people import actions, sign_ins
from core.people.middleware import SEEN
from core.people.models import Agent, SignIn
from core.people.resume_after_login import Carried
from core.people.sessions import end_all
from core.people.sign_ins import COOKIE
from tests.factories import PASSWORD, AgentFactory
from tests.people.pages import choose_password
from tests.people.second_factor.sign_in import CODE, INDEX, LOGIN, by_password, code_now, lines, signed_in_as

pytestmark = pytest.mark.django_db
NEW = "sept pommes bleues ici"
Outcome, Means = SignIn.Outcome, SignIn.Means


def test_a_password_alone_opens_nothing(client, has_factor):
    assert by_password(client)["Location"] == CODE
    assert signed_in_as(client) == ""
    for path in (reverse("home"), reverse("admin:index"), INDEX):
        assert client.get(path)["Location"].startswith((LOGIN, reverse("admin:login")))
    page = client.get(CODE).content.decode()
    assert "Le code de votre application" in page
    assert client.post(CODE, {"code": code_now()})["Location"] == reverse("home")
    assert signed_in_as(client) == str(has_factor.pk)
    assert lines() == [(Outcome.OPENED, Means.PASSWORD)]


def test_an_account_closed_between_the_two_steps_is_not_opened(client, has_factor):
    by_password(client)
    Agent.objects.filter(pk=has_factor.pk).update(is_active=False)
    assert client.post(CODE, {"code": code_now()}).url == reverse("account_inactive")
    Agent.objects.filter(pk=has_factor.pk).update(is_active=True)
    assert not signed_in_as(client)
    assert lines()[-1][0] == Outcome.CLOSED


def test_a_sign_in_that_waits_ends_with_its_password(client, has_factor, settings):
    """Whoever knew the one before goes no further with it, by code or by page; a new secret key ends none."""
    by_password(client)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    for go_on in (client.get, lambda path: client.post(path, {"code": code_now()})):
        assert client.get(CODE).status_code == 200
        has_factor.set_password(NEW)
        has_factor.save()
        assert go_on(CODE).headers["Location"] == LOGIN
        assert signed_in_as(client) == ""
        assert client.get(CODE).headers["Location"] == LOGIN
        assert "connectez-vous de nouveau" in client.get(LOGIN).text
        has_factor.set_password(PASSWORD)
        has_factor.save()
        by_password(client)


@pytest.mark.parametrize("in_another_session", [False, True])
def test_a_printed_code_alone_opens_nothing(client, has_factor, administrator, in_another_session):
    if in_another_session:
        client.force_login(AgentFactory.create())
    code = actions.print_sign_in_code(has_factor, by=administrator)
    sent = {"identifiant": "nadia", "code": code, "password": NEW}
    assert client.post(reverse("sign_in_code"), sent)["Location"] == CODE
    assert signed_in_as(client) == ""
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)
    assert (Outcome.OPENED, Means.CODE) in lines()


def test_a_new_password_by_mail_alone_opens_nothing(client, has_factor):
    """The link lets one choose a password, opens no session, and leaves the second factor where it is."""
    actions.record_address(has_factor)
    choose_password(client, has_factor, NEW)
    assert signed_in_as(client) == ""
    assert client.post(LOGIN, {"login": "nadia", "password": NEW})["Location"] == CODE
    assert signed_in_as(client) == ""
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)


def test_a_shared_workstation_stays_one(client, has_factor):
    by_password(client, shared_workstation="on")
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)
    assert SEEN in client.session
    assert client.session.get_expire_at_browser_close()
    assert COOKIE not in client.cookies


def test_words_wait_for_the_second_factor(client, has_factor):
    carried = Carried(has_factor.reference, "/idees/proposer/", [("problem", ["Nos mots"])], False).pack()
    page = by_password(client, carried=carried)
    assert "Vos mots attendent dans cette page" in page.content.decode()
    assert page.context["address"] == CODE
    client.post(CODE, {"code": code_now()})
    assert "Nos mots" in client.post(LOGIN, {"carried": carried}).content.decode()


def test_whoever_gives_up_leaves_the_sign_in_to_others(client, has_factor):
    """« Annuler » led to the sign-in, which led back: for a quarter of an hour, a shared workstation was closed."""
    by_password(client)
    assert 'name="give_up"' in client.get(CODE).text
    assert client.post(CODE, {"code": "", "give_up": "1"}).headers["Location"] == LOGIN
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "connectez-vous de nouveau" not in page.text
    assert client.post(CODE, {"code": code_now()}).headers["Location"] == LOGIN
    assert signed_in_as(client) == ""


def test_whoever_began_before_the_sessions_were_ended_begins_again(client, has_factor, administrator):
    by_password(client)
    end_all(has_factor, by=administrator)
    assert client.post(CODE, {"code": code_now()}).headers["Location"] == LOGIN
    assert signed_in_as(client) == ""


def by_stranger(times: int = 6) -> None:
    """Wrong passwords, from the network of the whole town."""
    for _ in range(times):
        Client().post(LOGIN, {"login": "nadia", "password": "faux"})


def give(client: Client, code: str | None = None, password: str = PASSWORD) -> str:
    """Both steps; the page of the second."""
    assert client.post(LOGIN, {"login": "nadia", "password": password})["Location"] == CODE
    return client.post(CODE, {"code": code or code_now()}).text


def test_a_browser_that_gave_both_is_let_in_whatever_strangers_do(client, has_factor):
    """It was never known: five wrong passwords now and then kept the owner out for good."""
    by_password(client)
    assert COOKIE not in client.cookies
    client.post(CODE, {"code": code_now()})
    assert client.cookies[COOKIE]["path"] == "/compte/"
    client.post(reverse("account_logout"))
    by_stranger()
    assert "Trop d’essais manqués" in by_password(Client()).text
    assert by_password(client)["Location"] == CODE
    by_stranger()
    # Another code than the one that has served.
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        by_stranger()
        client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)


def test_wrong_passwords_do_not_count_as_wrong_codes(client, has_factor):
    """In a browser that is not known either: the password was right before the stranger came."""
    by_password(client)
    by_stranger()
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)


def test_a_password_chosen_by_mail_gives_no_more_codes_to_guess(has_factor):
    """A thief of mails may choose one as often as they like, in a new browser each time."""
    actions.record_address(has_factor)
    for number in range(3):
        client = Client()
        choose_password(client, has_factor, NEW)
        page = give(client, "000000", NEW)
        if number == 0:
            for _ in range(4):
                client.post(CODE, {"code": "000000"})
        else:
            assert "Trop de codes inexacts" in page
            assert signed_in_as(client) == ""


def test_owners_kept_out_elsewhere_choose_a_password_by_mail(client, has_factor, monkeypatch):
    monkeypatch.setattr(sign_ins, "ON_ONE_ACCOUNT", 5)
    by_stranger()
    assert "Trop d’essais manqués" in by_password(client).text
    actions.record_address(has_factor)
    choose_password(client, has_factor, NEW)
    give(client, password=NEW)
    assert signed_in_as(client) == str(has_factor.pk)


def test_codes_of_a_thief_of_the_password_do_not_keep_the_owner_out(client, has_factor, monkeypatch):
    """They are limited from anywhere."""
    monkeypatch.setattr(sign_ins, "ON_ONE_ACCOUNT", 3)
    give(client)
    client.post(reverse("account_logout"))
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        for number in range(4):
            thief = Client(REMOTE_ADDR=f"10.0.0.{number}")
            page = give(thief, "000000")
        assert "depuis plusieurs endroits" in page
        give(client)
    assert signed_in_as(client) == str(has_factor.pk)


def test_a_cookie_of_before_opens_the_first_step(client, has_factor):
    client.cookies[COOKIE] = signing.dumps([has_factor.reference, "abcdefghijkl"], salt=sign_ins.SALT)
    by_stranger()
    give(client)
    assert signed_in_as(client) == str(has_factor.pk)
