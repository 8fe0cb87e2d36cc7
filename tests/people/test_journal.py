"""The sign-in journal: who, when, from where, and whether it worked; no secret, and nothing is rewritten."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.operations.tasks import purge
from core.people import actions, sign_ins
from core.people.models import Agent, SignIn
from tests.factories import PASSWORD, AgentFactory
from tests.people.pages import choose_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_counters")]

Outcome, Means = SignIn.Outcome, SignIn.Means
LOGIN = "/compte/connexion/"
NEW = "sept pommes bleues ici"


def lines() -> list[tuple[Agent | None, str, str]]:
    """The oldest first."""
    return [
        (line.agent, line.outcome, line.means)
        for line in SignIn.objects.select_related("agent").order_by("pk")
    ]


def sign_in(login: str, password: str) -> None:
    Client().post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR="10.0.0.9")


def test_a_session_that_opens_is_written_with_its_moment_and_its_address(nadia):
    with time_machine.travel("2026-11-26T08:30:00Z", tick=False):
        sign_in("nadia", PASSWORD)
    line = SignIn.objects.get()
    assert lines() == [(nadia, Outcome.OPENED, Means.PASSWORD)]
    assert (line.at.isoformat(), line.address) == ("2026-11-26T08:30:00+00:00", "10.0.0.9")


def test_a_wrong_password_is_written_for_the_account_that_was_tried(nadia):
    sign_in("Nadia@ville.example", "faux")
    sign_in("personne", "faux")
    assert lines() == [(nadia, Outcome.REFUSED, Means.PASSWORD), (None, Outcome.REFUSED, Means.PASSWORD)]


def test_nothing_that_was_typed_is_written(nadia):
    sign_in("my password by mistake", "my other password")
    sign_in("nadia", "my other password")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(people_signin::text, ' ') FROM people_signin")
        assert "my" not in cursor.fetchone()[0]


def test_attempts_beyond_the_limit_do_not_fill_it(nadia):
    for _ in range(8):
        sign_in("nadia", "faux")
    assert lines() == [(nadia, Outcome.REFUSED, Means.PASSWORD)] * 5


def test_codes_on_paper_are_written(directory_manager):
    gilles = AgentFactory.create(identifiant="gilles", without_address=True)
    code = actions.print_sign_in_code(gilles, by=directory_manager)
    for typed in ("faux", code):
        Client().post(reverse("sign_in_code"), {"identifiant": "gilles", "code": typed, "password": NEW})
    assert lines() == [(gilles, Outcome.REFUSED, Means.CODE), (gilles, Outcome.OPENED, Means.CODE)]


def test_a_new_password_is_written(nadia, signed_in):
    choose_password(Client(), nadia, NEW)
    nadia.refresh_from_db()
    typed = {"oldpassword": NEW, "password1": PASSWORD, "password2": PASSWORD}
    signed_in(nadia).post(reverse("account_change_password"), typed)
    assert lines() == [
        (nadia, Outcome.PASSWORD_SET, Means.MAIL),
        (nadia, Outcome.PASSWORD_SET, Means.PASSWORD),
    ]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE people_signin SET outcome = 'opened'", "DELETE FROM people_signin", "TRUNCATE people_signin"],
)
def test_nothing_is_rewritten(nadia, statement):
    sign_in("nadia", "faux")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert SignIn.objects.filter(outcome=Outcome.REFUSED).count() == 1


def test_each_night_the_lines_older_than_the_legal_notice_says_are_deleted(client):
    limit = timedelta(days=sign_ins.SIGN_IN_DAYS)
    kept, _ = (
        SignIn.objects.create(at=timezone.now() - limit + hours, means=Means.PASSWORD, outcome=Outcome.OPENED)
        for hours in (timedelta(hours=1), timedelta(hours=-1))
    )
    purge(0)
    assert [*SignIn.objects.all()] == [kept]
    assert f"{sign_ins.SIGN_IN_DAYS} jours" in client.get(reverse("legal_notice")).text


def test_the_purge_and_the_legal_notice_say_the_same_days():
    """The function of the table's owner has its own number: the running role may not choose it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'people_purge_sign_ins'")
        (source,) = cursor.fetchone()
    assert f"interval '{sign_ins.SIGN_IN_DAYS} days'" in source
