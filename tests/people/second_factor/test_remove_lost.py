"""A lost second factor is taken away: by whom, and what its owner is told."""

from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent, SignIn
from core.people.roles import Role
from core.people.second_factor import actions as factors
from tests.factories import PASSWORD, AgentFactory
from tests.people.second_factor.sign_in import CODE, INDEX, LOGIN, by_password, code_now, lines, signed_in_as

pytestmark = pytest.mark.django_db
Outcome, Means = SignIn.Outcome, SignIn.Means


def removal_of(agent: Agent) -> str:
    return reverse("admin:people_agent_action", args=[agent.pk, "second-facteur"])


def test_an_administrator_takes_a_lost_one_away(client, has_factor, administrator, settings):
    """The telephone is lost, and the codes: with a fresh sign-in and a reason; the agent sets up another."""
    settings.SECOND_FACTOR_FOR = ["hr"]
    has_factor.groups.add(Group.objects.get_or_create(name=Role.HUMAN_RESOURCES)[0])
    theirs = Client()
    by_password(theirs)
    theirs.post(CODE, {"code": code_now()})
    url, reason = removal_of(has_factor), {"reason": "Téléphone perdu"}
    with time_machine.travel("2026-11-26T08:30:00Z", tick=False) as clock:
        client.post(LOGIN, {"login": administrator.identifiant, "password": PASSWORD})
        card = reverse("admin:people_agent_change", args=[has_factor.pk])
        assert "geste/second-facteur/" in client.get(card).text
        page = client.get(url).text
        assert "Pourquoi" in page
        assert "Partout où ce compte est ouvert, il faudra se connecter de nouveau" in page
        assert "une phrase suffit" in client.post(url, {}).text
        clock.shift(600)
        assert client.get(url)["Location"].startswith(reverse("account_reauthenticate"))
        page = client.post(url, reason).text
        assert "confirmez d’abord que c’est vous" in page
        assert 'value="Téléphone perdu"' in page
        assert Authenticator.objects.filter(user=has_factor).exists()
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert "la personne est prévenue" in client.post(url, reason, follow=True).text
        # The button goes; a second tab is told.
        assert "geste/second-facteur/" not in client.get(card).text
        assert "n’a pas de second facteur" in client.post(url, reason).text
    assert not Authenticator.objects.filter(user=has_factor).exists()
    assert theirs.get(reverse("home"))["Location"].startswith(LOGIN)
    told = Notification.objects.get(recipient=has_factor)
    assert told.title == "Votre compte n’est plus protégé que par son mot de passe"
    assert "Téléphone perdu" in told.text
    assert str(administrator) in told.text
    assert OutgoingMail.objects.filter(subject__contains="plus protégé").exists()
    entry = history_of(has_factor)[0]
    assert (entry.action, entry.by) == (
        "a retiré le second facteur\u00a0: Téléphone perdu",
        administrator,
    )
    assert (Outcome.FACTOR_REMOVED, Means.ADMIN) in lines()
    assert (Outcome.ENDED, Means.ADMIN) in lines()
    again = Client()
    by_password(again)
    assert again.get(reverse("home"))["Location"] == INDEX


def test_whoever_waits_at_the_second_step_signs_in_once_it_is_gone(client, has_factor):
    """The page of the code and that of the password led to each other, for a quarter of an hour."""
    by_password(client)
    call_command("reset_sign_in", "nadia", "--second-factor", stdout=StringIO())
    assert "plus protégé" in Notification.objects.get(recipient=has_factor).title
    for answer in (client.get(CODE), client.post(CODE, {"code": "123456"})):
        assert answer.headers["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200
    by_password(client)
    assert signed_in_as(client) == str(has_factor.pk)


@pytest.mark.parametrize(
    ("role", "is_own"), [(Role.ADMINISTRATOR, True), (None, False), *((role, False) for role in Role)]
)
def test_who_takes_a_lost_one_away(has_factor, signed_in, role, is_own):
    can = role == Role.ADMINISTRATOR and not is_own
    by = AgentFactory.create(roles=[role] if role else [])
    subject = by if is_own else has_factor
    if is_own:
        Authenticator.objects.update(user=by)
    client, url = signed_in(by), removal_of(subject)
    for answer in (client.get(url), client.post(url, {"reason": "Essai"})):
        assert (answer.status_code, "Pourquoi" in answer.text) in (
            [(200, True), (302, False)] if can else [(403, False), (404, False), (302, False)]
        )
    assert Authenticator.objects.filter(user=subject).exists() is not can
    if not can:
        with pytest.raises(PermissionDenied):
            factors.remove_lost(subject, by=by, reason="Essai")
