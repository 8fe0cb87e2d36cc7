"""The codes of an application and those on paper: set up, never guessed, of use once."""

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import SignIn
from tests.factories import PASSWORD
from tests.pages import forms_of
from tests.people.second_factor.sign_in import (
    CODE,
    INDEX,
    SECRET,
    by_password,
    code_now,
    codes_in,
    lines,
    set_up,
    signed_in_as,
)

pytestmark = pytest.mark.django_db
Outcome, Means = SignIn.Outcome, SignIn.Means


def opens(code: str) -> bool:
    """Whether it does, in a new browser."""
    client = Client()
    by_password(client)
    client.post(CODE, {"code": code})
    return bool(signed_in_as(client))


def test_a_code_serves_once(has_factor):
    code = code_now()
    assert [opens(code), opens(code)] == [True, False]


def test_codes_are_not_guessed(client, has_factor):
    """The right one is refused too, once five were wrong, in another browser as well; the password goes on."""
    by_password(client)
    for _ in range(5):
        page = client.post(CODE, {"code": "000000"})
        assert "Ce code n’est pas le bon" in page.content.decode()
    another = Client()
    assert by_password(another).headers["Location"] == CODE
    for guessing in (client, another):
        assert "Trop de codes inexacts" in guessing.post(CODE, {"code": code_now()}).text
        assert signed_in_as(guessing) == ""
    assert lines() == [(Outcome.REFUSED, Means.SECOND_FACTOR)] * 5


def test_the_secret_is_not_written_as_it_is(has_factor, settings):
    row = Authenticator.objects.get()
    assert SECRET not in str(row.data)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert get_adapter().decrypt(row.data["secret"]) == SECRET


def test_setting_it_up(client, nadia):
    by_password(client)
    assert "Protéger mon compte" in client.get(reverse("my_space")).text
    assert "Un mot de passe peut se deviner" in client.get(INDEX).text
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "abc"})
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    before = nadia.access_changed_at
    codes = set_up(client)
    assert len(codes) == 10
    nadia.refresh_from_db()
    assert nadia.access_changed_at != before
    assert "protègent votre compte" in Notification.objects.get(recipient=nadia).title
    assert "Votre compte est protégé" in client.get(INDEX).text
    assert "Mon compte est protégé" in client.get(reverse("my_space")).text
    # A recovery code replaces the application, once.
    assert [opens(codes[0]), opens(codes[0])] == [True, False]


def test_how_many_recovery_codes_are_left(client, nadia):
    """With the space that they are shown with, or without."""
    by_password(client)
    codes = set_up(client)
    assert "10 codes de secours</strong>" in client.get(INDEX).text
    left = {0: "9 codes de secours.", 6: "3 codes de secours. Faites-en", 8: "1 code", 9: "aucun code"}
    for number, code in enumerate(codes):
        other = Client()
        by_password(other)
        page = other.post(CODE, {"code": code.replace(" ", "") if number % 2 else code}, follow=True).text
        assert left.get(number, "il vous reste") in page.replace("\u00a0", " ")
    assert "Il ne vous reste <strong>aucun code de secours" in client.get(INDEX).text


def test_codes_beside_a_passkey(client, nadia):
    """No page of recovery codes without any: those that came with the passkey serve."""
    by_password(client)
    Authenticator.objects.create(user=nadia, type=Authenticator.Type.WEBAUTHN, data={"name": "Portable"})
    data = {"seed": get_adapter().encrypt("seed"), "used_mask": 0}
    Authenticator.objects.create(user=nadia, type=Authenticator.Type.RECOVERY_CODES, data=data)
    page = client.get(reverse("mfa_activate_totp"))
    assert 'inputmode="numeric"' in page.text
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(page.context["form"].secret)})
    assert done.headers["Location"] == INDEX


def test_new_recovery_codes_void_those_before_and_the_page_sent_again_makes_no_others(client, nadia):
    """Reloaded once they are printed, it voided what was on the paper."""
    by_password(client)
    old = set_up(client)
    # The page that sets up, reloaded: allauth led to the one that takes it away.
    assert client.get(reverse("mfa_activate_totp")).headers["Location"] == INDEX
    url = reverse("mfa_generate_recovery_codes")
    (form,) = [form for form in forms_of(client.get(url).text) if "replaced" in form.values]
    new = codes_in(client.post(url, form.values).text)
    assert len({*new} - {*old}) == 10
    assert not opens(old[0])
    assert Notification.objects.filter(title="Vos codes de secours ont été refaits").count() == 1
    assert "a refait ses codes de secours" in [entry.action for entry in history_of(nadia)]
    assert "étaient déjà faits" in client.post(url, form.values, follow=True).text
    assert opens(new[0])


def test_a_change_wants_a_fresh_sign_in(client, has_factor):
    with time_machine.travel("2026-11-26T08:30:00Z", tick=False) as clock:
        by_password(client)
        client.post(CODE, {"code": code_now()})
        assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
        clock.shift(600)
        for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes"):
            answer = client.get(reverse(name))
            assert answer["Location"].startswith(reverse("account_reauthenticate"))
        assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
        assert Authenticator.objects.exists()
        there = answer["Location"]
        assert client.post(there, {"password": "faux"}).status_code == 200
        assert client.post(there, {"password": PASSWORD})["Location"] == reverse(
            "mfa_generate_recovery_codes"
        )
        client.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.exists()
