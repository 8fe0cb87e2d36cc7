"""Failed sign-ins are limited, and nobody can keep somebody else out."""

import threading
from typing import Any

import pytest
import time_machine
from django.core.cache import cache, caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from core.people import actions, middleware, sign_ins
from core.people.middleware import LimitHashingMiddleware
from core.people.requests import network_of
from core.people.sign_ins import COOKIE
from tests.factories import PASSWORD, AgentFactory
from tests.people.pages import choose_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_counters")]

LOGIN = "/compte/connexion/"
ELSEWHERE = "10.0.0.9"
NEW = "sept pommes bleues ici"


def sign_in(
    client: Client, login: str, password: str = PASSWORD, *, address: str = "127.0.0.1", **extra: Any
) -> Any:
    return client.post(LOGIN, {"login": login, "password": password, **extra}, REMOTE_ADDR=address)


def fail(login: str, times: int, *, address: str = "127.0.0.1", client: Client | None = None) -> str:
    """The last page."""
    for _ in range(times):
        page = sign_in(client or Client(), login, "faux", address=address)
    return page.content.decode()


def test_a_cache_that_is_full_loses_only_what_has_expired(nadia, monkeypatch):
    """Searches of rooms do not erase failed sign-ins."""
    monkeypatch.setattr(caches["default"], "_max_entries", 3)
    with time_machine.travel("2026-11-26T08:50:00Z", tick=False) as clock:
        cache.set("over_soon", 1, 60)
        clock.shift(120)
        fail("nadia", 5)
        for number in range(10):
            cache.set(f"rooms.search.{number}", 1, 600)
        assert "Trop d’essais manqués" in sign_in(Client(), "nadia").text
        assert [cache.get(f"rooms.search.{number}") for number in range(10)] == [1] * 10
    assert rows_like("over_soon") == 0


def rows_like(word: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE %s", [f"%{word}%"])
        return int(cursor.fetchone()[0])


def test_failures_from_one_address_do_not_keep_the_owner_out_elsewhere(nadia):
    assert "Trop d’essais manqués sur ce compte" in fail("nadia", 6, address=ELSEWHERE)
    assert sign_in(Client(), "nadia").status_code == 302


def test_the_address_and_the_identifiant_are_one_account(nadia):
    fail("nadia", 3)
    assert "Trop d’essais manqués sur ce compte" in fail(" Nadia@Ville.example", 3)


def test_an_unknown_account_is_answered_like_one_that_exists_and_what_was_typed_is_not_kept():
    assert "Trop d’essais manqués sur ce compte" in fail("my password by mistake", 6)
    assert rows_like("mistake") == 0


def test_failures_from_many_addresses_are_limited_for_an_hour(nadia, monkeypatch):
    monkeypatch.setattr(sign_ins, "ON_ONE_ACCOUNT", 3)
    with time_machine.travel("2026-11-26T08:00:00Z", tick=False) as clock:
        for number in range(3):
            fail("nadia", 1, address=f"10.0.0.{number}")
        assert "depuis plusieurs endroits" in sign_in(Client(), "nadia", address=ELSEWHERE).content.decode()
        clock.shift(60 * 60)
        assert sign_in(Client(), "nadia", address=ELSEWHERE).status_code == 302


def test_failures_from_one_address_on_many_accounts_are_limited(nadia, monkeypatch):
    monkeypatch.setattr(sign_ins, "FROM_ONE_ADDRESS", 4)
    with time_machine.travel("2026-11-26T08:00:00Z", tick=False) as clock:
        for number in range(4):
            fail(f"agent{number}", 1)
        assert "depuis votre réseau" in sign_in(Client(), "nadia").content.decode()
        clock.shift(5 * 60)
        assert sign_in(Client(), "nadia").status_code == 302


def test_a_whole_town_signs_in_by_one_address(monkeypatch):
    monkeypatch.setattr(sign_ins, "FROM_ONE_ADDRESS", 3)
    for agent in AgentFactory.create_batch(8):
        assert sign_in(Client(), agent.identifiant).status_code == 302


def test_a_known_browser_is_let_in_whatever_others_do(nadia, monkeypatch):
    monkeypatch.setattr(sign_ins, "ON_ONE_ACCOUNT", 6)
    monkeypatch.setattr(sign_ins, "FROM_ONE_ADDRESS", 6)
    own = Client()
    sign_in(own, "nadia")
    own.post(reverse("account_logout"))
    fail("nadia", 6)
    fail("nadia", 6, address=ELSEWHERE)
    assert "Trop d’essais" in sign_in(Client(), "nadia").content.decode()
    assert sign_in(own, "nadia").status_code == 302


def test_a_known_browser_has_five_attempts_of_its_own(nadia):
    own = Client()
    sign_in(own, "nadia")
    own.post(reverse("account_logout"))
    assert "inexact" in fail("nadia", 5, client=own)
    assert "Trop d’essais manqués sur ce compte" in fail("nadia", 1, client=own)


def test_a_browser_is_known_for_the_account_that_signed_in_only(nadia):
    AgentFactory.create(identifiant="paul")
    own = Client()
    sign_in(own, "paul")
    own.post(reverse("account_logout"))
    fail("nadia", 5)
    assert "Trop d’essais" in sign_in(own, "nadia").content.decode()


def test_a_shared_workstation_is_not_known(nadia):
    shared, own = Client(), Client()
    sign_in(shared, "nadia", shared_workstation="on")
    sign_in(own, "nadia")
    assert COOKIE not in shared.cookies
    assert own.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize("value", ["", "x:y:z"])
def test_a_spoilt_cookie_is_no_known_browser(nadia, value):
    client = Client()
    client.cookies[COOKIE] = value
    assert "Trop d’essais" in fail("nadia", 6, client=client)


def test_a_new_password_by_mail_opens_the_door_again(nadia, monkeypatch):
    monkeypatch.setattr(sign_ins, "ON_ONE_ACCOUNT", 5)
    fail("nadia", 6)
    own = Client()
    choose_password(own, nadia, NEW)
    assert "Trop d’essais" in sign_in(Client(), "nadia", NEW).content.decode()
    assert sign_in(own, "nadia", NEW).status_code == 302


def test_wrong_codes_on_paper_are_limited_and_do_not_void_the_code(directory_manager):
    gilles = AgentFactory.create(identifiant="gilles", without_address=True)
    code = actions.print_sign_in_code(gilles, by=directory_manager)
    typed = {"identifiant": "gilles", "code": "faux", "password": NEW}
    for _ in range(11):
        page = Client().post(reverse("sign_in_code"), typed, REMOTE_ADDR=ELSEWHERE)
    assert "Trop d’essais manqués" in page.content.decode()
    assert Client().post(reverse("sign_in_code"), typed | {"code": code}).status_code == 302


def test_one_machine_cannot_vary_its_network(rf):
    addresses = ("10.0.0.9", "2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1")
    networks = [network_of(rf.get("/", REMOTE_ADDR=address)) for address in addresses]
    assert networks == ["10.0.0.9", "2001:db8:1:2::", "2001:db8:1:2::"]


class TestHashing:
    def test_two_passwords_at_once_then_the_others_wait_and_are_refused_with_words(self, rf, monkeypatch):
        monkeypatch.setattr(middleware, "WAIT_SECONDS", 0)
        started, go_on = threading.Semaphore(0), threading.Event()

        def view(request: HttpRequest) -> HttpResponse:
            started.release()
            go_on.wait(30)
            return HttpResponse()

        limited = LimitHashingMiddleware(view)
        threads = [threading.Thread(target=limited, args=[rf.post(LOGIN)]) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            assert started.acquire(timeout=30)
            assert started.acquire(timeout=30)
            refused = limited(rf.post(LOGIN))
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
            assert "rien n’a été enregistré" in refused.content.decode()
        finally:
            go_on.set()
            for thread in threads:
                thread.join(30)
        assert limited(rf.post(LOGIN)).status_code == 200

    @pytest.mark.parametrize(
        "path",
        [LOGIN, "/compte/code/", "/compte/mot-de-passe/", "/compte/mot-de-passe/nouveau/1-set-password/"],
    )
    def test_every_page_that_checks_or_sets_a_password_is_limited(self, rf, monkeypatch, path):
        monkeypatch.setattr(middleware, "WAIT_SECONDS", 0)
        limited = LimitHashingMiddleware(lambda request: HttpResponse())
        assert limited.hashing.acquire()
        assert limited.hashing.acquire()
        assert limited(rf.post(path)).status_code == 503
        assert limited(rf.get(path)).status_code == 200
        assert limited(rf.post("/salles/")).status_code == 200
