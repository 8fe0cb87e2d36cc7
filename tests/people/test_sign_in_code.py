import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.people import actions
from core.people.models import Agent, SignInCode
from core.people.roles import Role
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
NEW = "sept pommes bleues ici"


@pytest.fixture
def gardener(db: None) -> Agent:
    return AgentFactory.create(identifiant="gilles", without_address=True)


def test_the_code_opens_once_and_sets_the_password(client, gardener, directory_manager):
    code = actions.print_sign_in_code(gardener, by=directory_manager)
    typed = {"identifiant": "Gilles", "code": code.upper().replace("-", " "), "password": NEW}
    assert actions.normalise_code(code) not in SignInCode.objects.get().code_hash
    assert client.post(reverse("sign_in_code"), typed).status_code == 302
    gardener.refresh_from_db()
    assert gardener.check_password(NEW)
    assert client.session["_auth_user_id"] == str(gardener.pk)
    again = Client().post(reverse("sign_in_code"), typed)
    assert "ne vont pas ensemble" in again.content.decode()


def test_seven_days(gardener, directory_manager):
    with time_machine.travel("2026-11-02 09:00 +0100", tick=False) as clock:
        code = actions.print_sign_in_code(gardener, by=directory_manager)
        clock.shift(8 * 24 * 3600)
        assert actions.use_sign_in_code("gilles", code, NEW) is None


def test_a_weak_password_keeps_the_code(client, gardener, directory_manager):
    code = actions.print_sign_in_code(gardener, by=directory_manager)
    page = client.post(reverse("sign_in_code"), {"identifiant": "gilles", "code": code, "password": "court"})
    assert "Erreur\u00a0: " in page.content.decode()
    assert SignInCode.objects.filter(agent=gardener).exists()


def test_a_password_like_the_identifiant(client, directory_manager):
    """Nobody's account is looked at: an unknown identifiant is refused in the same words."""
    agent = AgentFactory.create(identifiant="jardiniergilles", email=None)
    code = actions.print_sign_in_code(agent, by=directory_manager)
    for identifiant in ("jardiniergilles", "personnedutout"):
        typed = {"identifiant": identifiant, "code": code, "password": f"{identifiant}1"}
        assert "trop semblable" in client.post(reverse("sign_in_code"), typed).text
    assert SignInCode.objects.filter(agent=agent).exists()


@pytest.mark.parametrize(
    ("printer", "subject_roles", "allowed"),
    [
        ("directory_manager", [], True),
        ("administrator", [], True),
        ("administrator", [Role.PROJECT_GROUP], True),
        ("directory_manager", [Role.PROJECT_GROUP], False),
        ("moderator", [], False),
        ("outsider", [], False),
    ],
)
def test_who_may_print_for_whom(request, printer, subject_roles, allowed):
    by = request.getfixturevalue(printer)
    subject = AgentFactory.create(roles=subject_roles)
    if allowed:
        assert actions.print_sign_in_code(subject, by=by)
    else:
        with pytest.raises(PermissionDenied):
            actions.print_sign_in_code(subject, by=by)


def test_the_admin_shows_it_once_and_a_get_makes_none(gardener, directory_manager, signed_in):
    client = signed_in(directory_manager)
    url = reverse("admin:people_agent_code", args=[gardener.pk])
    assert client.get(url).status_code == 200
    assert not SignInCode.objects.exists()
    page = client.post(url)
    assert "no-store" in page.headers["Cache-Control"]
    assert "code-sheet" in page.content.decode()
    # Whoever holds the sheet alone must find the site.
    assert settings.SITE_URL in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_browsers_with_one_code_open_one_session(together):
    manager = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    gilles = AgentFactory.create(identifiant="gilles", without_address=True)
    code = actions.print_sign_in_code(gilles, by=manager)
    used = together(*[lambda: actions.use_sign_in_code("gilles", code, NEW)] * 4)
    assert [agent for agent in used if agent is not None] == [gilles]


def test_an_account_without_password_is_led_to_choose_one(client, author):
    """It came by a code; the page that changes a password has nothing to change."""
    author.set_unusable_password()
    author.save()
    client.force_login(author)
    response = client.get(reverse("account_change_password"), follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0] == reverse("account_reset_password")
    assert "pas encore de mot de passe" in response.text
