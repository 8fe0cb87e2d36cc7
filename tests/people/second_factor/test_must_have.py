"""Those who must have a second factor: it is set up before anything else opens."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from core.people import registrations
from core.people.middleware import OPEN_TO_ALL
from core.people.resume_after_login import token_for
from core.people.roles import Role
from core.people.second_factor.policies import HOLDERS, must_have
from tests.addresses import routes
from tests.factories import AgentFactory
from tests.people.second_factor.sign_in import INDEX, by_password, set_up

pytestmark = pytest.mark.django_db


def test_whose_roles_want_one(nadia, settings):
    for name, roles in HOLDERS.items():
        settings.SECOND_FACTOR_FOR = [name]
        assert not must_have(nadia)
        assert all(must_have(AgentFactory.create(roles=[role])) for role in roles)


def test_nothing_else_opens_before_it_is_set_up(client, settings, administrator):
    """Every address of the site, but those that lead to it."""
    settings.SECOND_FACTOR_FOR = ["administrators"]
    client.force_login(administrator)
    opened = set()
    for route in routes():
        for answer in (client.get(route.path), client.post(route.path)):
            is_led = answer.headers.get("Location") in (None, INDEX)
            if answer.status_code not in (302, 403, 404, 405) or not is_led:
                opened.add(route.name)
        if not client.session.get("_auth_user_id"):
            client.force_login(administrator)
    to_set_it_up = {"mfa_index", "mfa_activate_totp", "passkey_add"}
    who_one_is = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_reauthenticate"}
    # Whether the site is there, and nothing else.
    assert opened <= OPEN_TO_ALL | to_set_it_up | who_one_is | {"health"}


def test_it_opens_once_it_is_set_up(client, settings, nadia):
    settings.SECOND_FACTOR_FOR = ["hr"]
    nadia.groups.set(nadia.groups.model.objects.filter(name=Role.HUMAN_RESOURCES))
    by_password(client)
    assert client.get(reverse("home"))["Location"] == INDEX
    assert "Protégez d’abord votre compte" in client.get(INDEX).text
    set_up(client)
    assert client.get(reverse("home")).status_code == 200
    # Their role wants one: it stays.
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "il ne peut pas être retiré" in page.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_words_typed_meanwhile_wait(client, settings, administrator):
    """The setting, or the role, came while a form was being filled."""
    client.force_login(administrator)
    settings.SECOND_FACTOR_FOR = ["administrators"]
    sent = {"made_for": token_for(administrator), "problem": "Nos mots"}
    page = client.post("/idees/proposer/", sent)
    assert page.status_code == 403
    assert "Vos mots attendent dans cette page" in page.content.decode()
    assert ("problem", ["Nos mots"]) in page.context["carried"].fields


def test_a_word_that_names_nobody_is_said(settings):
    settings.SECOND_FACTOR_FOR = ["groupe"]
    assert "« groupe » ne nomme personne" in registrations.second_factor(None)[0].msg
