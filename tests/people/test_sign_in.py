import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.people.models import Agent
from core.people.passwords import TRIAL_PASSWORD
from core.people.roles import Role
from tests.factories import PASSWORD, AgentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_counters")]

LOGIN = "/compte/connexion/"


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str) -> int:
    return client.post(LOGIN, {"login": login, "password": password, **extra}).status_code


@pytest.mark.parametrize("login", [" NADIA ", "Nadia@Ville.example"])
def test_by_identifiant_or_address(client, nadia, login):
    assert sign_in(client, login) == 302
    assert client.session["_auth_user_id"] == str(nadia.pk)


def test_a_closed_account_cannot_enter_and_loses_its_session(client, nadia, signed_in):
    inside = signed_in(nadia)
    assert inside.get(reverse("my_space")).status_code == 200
    Agent.objects.filter(pk=nadia.pk).update(is_active=False)
    assert sign_in(client, "nadia") == 302
    assert "_auth_user_id" not in client.session
    assert inside.get(reverse("my_space")).status_code == 302


def test_the_trials_password_opens_nothing_outside_the_trial(client, settings):
    AgentFactory.create(identifiant="agent", password=TRIAL_PASSWORD)
    settings.TRIAL = False  # type: ignore[attr-defined]  # (the fixture's settings)
    settings.SECURE_SSL_REDIRECT = False  # type: ignore[attr-defined]  # (the fixture's settings)
    client.post(LOGIN, {"login": "agent", "password": TRIAL_PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_admin_signs_in_through_the_same_door(client):
    assert client.get("/administration/login/?next=/administration/").headers["Location"].startswith(LOGIN)


def test_the_first_administrator_has_an_address_that_changes_a_forgotten_password(client, monkeypatch):
    assert "email" in Agent.REQUIRED_FIELDS
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    options = {"interactive": False, "verbosity": 0, "first_name": "Élie", "last_name": "Costa"}
    call_command("createsuperuser", identifiant="ECosta", email="elie@ville.example", **options)
    agent = Agent.objects.get(identifiant="ecosta")
    assert agent.has_role(Role.ADMINISTRATOR)
    client.post(reverse("account_reset_password"), {"email": "elie@ville.example"})
    assert OutgoingMail.objects.get().address == "elie@ville.example"
    with pytest.raises(CommandError, match="déjà celle d’un autre agent"):
        call_command("createsuperuser", identifiant="autre", email="Elie@Ville.example", **options)


def test_an_administrator_of_a_town_without_mail_has_no_address():
    agent = Agent.objects.create_superuser("admin", PASSWORD, email="", first_name="Élie", last_name="Costa")
    assert agent.email is None


def test_an_unknown_address_gets_the_same_page_and_no_mail(client):
    response = client.post(reverse("account_reset_password"), {"email": "inconnu@ville.example"})
    assert response.status_code == 302
    assert not OutgoingMail.objects.exists()


class TestSharedWorkstation:
    def test_ends_after_idle_minutes_and_is_never_cached(self, client, nadia):
        with time_machine.travel("2026-11-25 08:30 +0100", tick=False) as clock:
            sign_in(client, "nadia", shared_workstation="on")
            response = client.get(reverse("my_space"))
            assert response.headers["Cache-Control"] == "no-store, private"
            assert client.session.get_expire_at_browser_close()
            clock.shift(14 * 60)
            assert client.get(reverse("my_space")).status_code == 200
            clock.shift(14 * 60)
            assert client.get(reverse("my_space")).status_code == 200
            clock.shift(16 * 60)
            assert client.get(reverse("my_space")).status_code == 302

    def test_sign_out_tells_the_browser_to_forget(self, client, nadia):
        sign_in(client, "nadia", shared_workstation="on")
        assert "cache" in client.post(reverse("account_logout")).headers["Clear-Site-Data"]

    def test_an_own_workstation_keeps_its_session(self, client, nadia):
        sign_in(client, "nadia")
        assert not client.session.get_expire_at_browser_close()
        assert "Clear-Site-Data" not in client.post(reverse("account_logout")).headers
