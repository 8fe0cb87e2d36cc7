"""The secretary opens, closes and reopens the account of a councillor; it closes at the end of the mandates."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.actions import print_sign_in_code
from core.people.models import Agent, SignIn, SignInCode
from deliberations import accounts
from deliberations.models import Councillor
from tests.deliberations.factories import CouncillorFactory, MandateFactory
from tests.factories import PASSWORD, AgentFactory
from tests.pages import forms_of

pytestmark = pytest.mark.django_db
FRESH = "confirmez d’abord que c’est vous"


@pytest.fixture
def councillor() -> Councillor:
    councillor = CouncillorFactory.create(first_name="Odile", last_name="Le Goff")
    MandateFactory.create(councillor=councillor)
    return councillor


def opened(councillor: Councillor, by: Agent, email: str = "odile@exemple.fr") -> Agent:
    accounts.open_account(councillor, by=by, email=email)
    councillor.refresh_from_db()
    assert councillor.account is not None
    return councillor.account


def page(councillor: Councillor, action: str = "") -> str:
    if action:
        return reverse("admin:deliberations_councillor_action", args=[councillor.pk, action])
    return reverse("admin:deliberations_councillor_change", args=[councillor.pk])


def test_the_account_is_of_its_own_kind_and_has_its_own_identifiant(councillor, council_secretary):
    account = opened(councillor, council_secretary)
    assert (account.is_elected, account.identifiant, str(account)) == (True, "olegoff", "Odile Le Goff")
    assert account.has_usable_password() is False
    assert account.emailaddress_set.get().verified
    namesake = CouncillorFactory.create(first_name="Odile", last_name="Le Goff")
    other = opened(namesake, council_secretary, "")
    assert (other.identifiant, other.email) == ("olegoff2", None)


def test_the_database_refuses_an_agent_s_account(councillor, colleague):
    councillor.account = colleague
    with pytest.raises(IntegrityError, match="an agent's account"), transaction.atomic():
        councillor.save()


def test_an_address_taken_is_said_at_its_field(councillor, council_secretary, signed_in):
    AgentFactory.create(email="odile@exemple.fr")
    client = signed_in(council_secretary)
    response = client.post(page(councillor, "ouvrir-compte"), {"email": "Odile@exemple.fr"})
    assert "déjà celle d’un autre compte" in response.text
    assert "Odile@exemple.fr" in response.text
    councillor.refresh_from_db()
    assert councillor.account is None


def test_the_secretary_does_it_from_the_councillor_s_page(councillor, council_secretary, signed_in):
    client = signed_in(council_secretary)
    assert "Ouvrir un compte" in client.get(page(councillor)).text
    said = client.post(page(councillor, "ouvrir-compte"), {"email": ""}, follow=True).text
    assert "identifiant «\u00a0olegoff\u00a0»" in said
    code_page = reverse("admin:deliberations_councillor_code", args=[councillor.pk])
    assert 'class="code"' in client.post(code_page).text
    client.post(page(councillor, "adresse-compte"), {"email": "odile@exemple.fr"})
    client.post(page(councillor, "fermer-compte"))
    councillor.refresh_from_db()
    assert councillor.account is not None
    assert (councillor.account.email, councillor.account.is_active) == ("odile@exemple.fr", False)
    assert not SignInCode.objects.exists()
    assert client.get(code_page).status_code == 404
    client.post(page(councillor, "rouvrir-compte"))
    councillor.account.refresh_from_db()
    assert councillor.account.is_active


@pytest.mark.parametrize("person", ["directory_manager", "administrator", "itself"])
def test_others_do_none_of_it(request, councillor, council_secretary, signed_in, person):
    """By the actions; tests/test_forms_without_right.py presses the buttons."""
    account = opened(councillor, council_secretary)
    other = account if person == "itself" else request.getfixturevalue(person)
    code_page = reverse("admin:deliberations_councillor_code", args=[councillor.pk])
    assert signed_in(other).post(code_page).status_code in (302, 403, 404)
    doors: list[Callable[[], str]] = [
        lambda: accounts.close_account(councillor, by=other),
        lambda: accounts.change_address(councillor, by=other, email="moi@exemple.fr"),
        lambda: accounts.open_account(CouncillorFactory.create(), by=other),
        lambda: accounts.end_sessions(councillor, by=other),
    ]
    for door in doors:
        with pytest.raises(PermissionDenied):
            door()
    account.refresh_from_db()
    assert (account.is_active, account.email) == (True, "odile@exemple.fr")


def test_it_closes_the_night_after_the_last_mandate(councillor, council_secretary):
    today = timezone.localdate()
    account = opened(councillor, council_secretary)
    without_mandate = opened(CouncillorFactory.create(), council_secretary, "autre@exemple.fr")
    mandate = councillor.mandates.get()
    for ends_on, is_open in ((None, True), (today, True), (today - timedelta(days=1), False)):
        mandate.ends_on = ends_on
        mandate.save()
        accounts.close_ended(on=today)
        account.refresh_from_db()
        assert account.is_active is is_open, ends_on
    without_mandate.refresh_from_db()
    assert without_mandate.is_active
    with pytest.raises(ValidationError):
        accounts.reopen_account(councillor, by=council_secretary)
    MandateFactory.create(councillor=councillor, starts_on=today)
    assert accounts.close_ended(on=today) == 0
    account.refresh_from_db()
    assert not account.is_active
    accounts.reopen_account(councillor, by=council_secretary)


def test_the_account_follows_the_name(councillor, council_secretary, signed_in):
    account = opened(councillor, council_secretary)
    client = signed_in(council_secretary)
    form = next(each for each in forms_of(client.get(page(councillor)).text) if "last_name" in each.values)
    client.post(page(councillor), form.values | {"last_name": "Kermarrec", "_save": "x"})
    account.refresh_from_db()
    assert account.last_name == "Kermarrec"


# Their sessions, and what opens the account


def test_the_secretary_ends_their_sessions(councillor, council_secretary, signed_in):
    """As an administrator does an agent's: codes go with them, the owner is told, the journal has it."""
    account = opened(councillor, council_secretary)
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    print_sign_in_code(account, by=council_secretary)
    theirs = Client()
    theirs.post(reverse("account_login"), {"login": account.identifiant, "password": PASSWORD})
    assert theirs.get(reverse("session_list")).status_code == 200
    desk = signed_in(council_secretary)
    assert "Mettre fin à ses sessions" in desk.get(page(councillor)).text
    assert "code imprimé" in desk.get(page(councillor, "sessions")).text
    assert theirs.get(reverse("session_list")).status_code == 200
    assert "sessions sont terminées" in desk.post(page(councillor, "sessions"), {"x": "²"}, follow=True).text
    assert theirs.get(reverse("session_list")).status_code == 302
    assert not SignInCode.objects.exists()
    assert Notification.objects.filter(recipient=account, title="Vos sessions ont été terminées").exists()
    lines = SignIn.objects.filter(agent=account, means=SignIn.Means.ADMIN).order_by("pk")
    assert [line.outcome for line in lines] == [SignIn.Outcome.ENDED, SignIn.Outcome.VOIDED]
    assert history_of(account)[0].action == "a mis fin aux sessions de ce compte"


def test_an_account_that_is_not_open_has_no_such_button(councillor, council_secretary, signed_in):
    opened(councillor, council_secretary)
    accounts.close_account(councillor, by=council_secretary)
    desk = signed_in(council_secretary)
    assert "Mettre fin à ses sessions" not in desk.get(page(councillor)).text
    assert desk.get(page(councillor, "sessions")).status_code == 403
    assert desk.post(page(councillor, "sessions")).status_code == 200
    assert not SignIn.objects.exists()


def test_what_opens_the_account_asks_for_a_fresh_sign_in(councillor, council_secretary):
    client = Client()
    client.force_login(council_secretary)
    asked = client.post(page(councillor, "ouvrir-compte"), {"email": "odile@exemple.fr"}).text
    assert FRESH in asked
    assert 'value="odile@exemple.fr"' in asked
    account = opened(councillor, council_secretary)
    assert FRESH in client.post(page(councillor, "adresse-compte"), {"email": "pirate@exemple.fr"}).text
    assert client.get(page(councillor, "fermer-compte"))["Location"].startswith(
        reverse("account_reauthenticate")
    )
    assert FRESH in client.post(page(councillor, "fermer-compte")).text
    account.refresh_from_db()
    assert (account.is_active, account.email) == (True, "odile@exemple.fr")
    accounts.close_account(councillor, by=council_secretary)
    assert FRESH in client.post(page(councillor, "rouvrir-compte")).text
    account.refresh_from_db()
    assert not account.is_active
