"""The second factor: asked for by every door, set up before anything else opens, never guessed."""

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people import actions, checks
from core.people.middleware import SEEN
from core.people.models import Agent, SignIn
from core.people.resume_after_login import Carried, token_for
from core.people.roles import Role
from core.people.second_factor import actions as factors
from core.people.second_factor.policies import HOLDERS, must_have
from core.people.sessions.actions import end_all
from tests.addresses import routes
from tests.factories import PASSWORD, AgentFactory
from tests.pages import forms_of

pytestmark = pytest.mark.django_db
LOGIN, CODE, INDEX = "/compte/connexion/", "/compte/second-facteur/code/", "/compte/second-facteur/"
SECRET = "JBSWY3DPEHPK3PXP"
Outcome, Means = SignIn.Outcome, SignIn.Means


@pytest.fixture(autouse=True)
def _fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def nadia(db: None) -> Agent:
    return AgentFactory.create(identifiant="nadia", email="nadia@ville.example")


@pytest.fixture
def has_factor(nadia: Agent) -> Agent:
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=nadia, type=Authenticator.Type.TOTP, data=data)
    return nadia


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def signed_in_as(client: Client) -> str:
    return client.session.get("_auth_user_id", "")


def by_password(client: Client, **more: str) -> Any:
    return client.post(LOGIN, {"login": "nadia", "password": PASSWORD, **more})


def lines() -> list[tuple[str, str]]:
    return [(line.outcome, line.means) for line in SignIn.objects.order_by("pk")]


def test_off_by_default(client: Client, settings: Any, moderator: Agent) -> None:
    assert settings.SECOND_FACTOR_FOR == []
    client.force_login(moderator)
    assert client.get(reverse("home")).status_code == 200


# Doors


def test_a_password_alone_opens_nothing(client: Client, has_factor: Agent) -> None:
    assert by_password(client)["Location"] == CODE
    assert signed_in_as(client) == ""
    for path in (reverse("home"), reverse("admin:index"), INDEX):
        assert client.get(path)["Location"].startswith((LOGIN, reverse("admin:login")))
    page = client.get(CODE).content.decode()
    assert "Le code de votre application" in page
    assert client.post(CODE, {"code": code_now()})["Location"] == reverse("home")
    assert signed_in_as(client) == str(has_factor.pk)
    assert lines() == [(Outcome.OPENED, Means.PASSWORD)]


def test_an_account_closed_between_the_two_steps_is_not_opened(client: Client, has_factor: Agent) -> None:
    by_password(client)
    Agent.objects.filter(pk=has_factor.pk).update(is_active=False)
    assert client.post(CODE, {"code": code_now()}).url == reverse("account_inactive")
    Agent.objects.filter(pk=has_factor.pk).update(is_active=True)
    assert not signed_in_as(client)
    assert lines()[-1][0] == Outcome.CLOSED


def test_a_sign_in_that_waits_ends_with_its_password(client: Client, has_factor: Agent) -> None:
    """Whoever knew the one before goes no further with it, by code or by page."""
    for go_on in (client.get, lambda path: client.post(path, {"code": code_now()})):
        by_password(client)
        assert client.get(CODE).status_code == 200
        has_factor.set_password("sept pommes bleues ici")
        has_factor.save()
        assert go_on(CODE).headers["Location"] == LOGIN
        assert signed_in_as(client) == ""
        assert client.get(CODE).headers["Location"] == LOGIN
        assert "connectez-vous de nouveau" in client.get(LOGIN).text
        has_factor.set_password(PASSWORD)
        has_factor.save()


def test_a_new_secret_key_ends_no_sign_in(client: Client, has_factor: Agent, settings: Any) -> None:
    by_password(client)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert client.get(CODE).status_code == 200


def test_a_printed_code_alone_opens_nothing(client: Client, has_factor: Agent, administrator: Agent) -> None:
    code = actions.print_sign_in_code(has_factor, by=administrator)
    sent = {"identifiant": "nadia", "code": code, "password": "sept pommes bleues ici"}
    assert client.post(reverse("sign_in_code"), sent)["Location"] == CODE
    assert signed_in_as(client) == ""
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)
    assert lines() == [(Outcome.OPENED, Means.CODE)]


def test_a_printed_code_typed_in_somebody_else_s_session_leaves_it(
    client: Client, has_factor: Agent, administrator: Agent
) -> None:
    client.force_login(AgentFactory.create())
    code = actions.print_sign_in_code(has_factor, by=administrator)
    sent = {"identifiant": "nadia", "code": code, "password": "sept pommes bleues ici"}
    assert client.post(reverse("sign_in_code"), sent)["Location"] == CODE
    assert signed_in_as(client) == ""
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)


def test_a_new_password_by_mail_alone_opens_nothing(client: Client, has_factor: Agent) -> None:
    """The link lets one choose a password, opens no session, and leaves the second factor where it is."""
    actions.record_address(has_factor)
    client.post(reverse("account_reset_password"), {"email": "nadia@ville.example"})
    link = next(word for word in OutgoingMail.objects.get().body.split() if "/nouveau/" in word)
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    new = "sept pommes bleues ici"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert signed_in_as(client) == ""
    assert client.post(LOGIN, {"login": "nadia", "password": new})["Location"] == CODE
    assert signed_in_as(client) == ""
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)


def test_the_admin_s_door_is_the_same(client: Client) -> None:
    assert client.get(reverse("admin:login"))["Location"].startswith(LOGIN)
    assert client.post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 302


def test_a_shared_workstation_stays_one(client: Client, has_factor: Agent) -> None:
    by_password(client, shared_workstation="on")
    client.post(CODE, {"code": code_now()})
    assert SEEN in client.session
    assert client.session.get_expire_at_browser_close()


def test_words_wait_for_the_second_factor(client: Client, has_factor: Agent) -> None:
    carried = Carried(has_factor.reference, "/idees/proposer/", [("problem", ["Nos mots"])], False).pack()
    page = by_password(client, carried=carried)
    assert "Vos mots attendent dans cette page" in page.content.decode()
    assert page.context["address"] == CODE
    client.post(CODE, {"code": code_now()})
    assert "Nos mots" in client.post(LOGIN, {"carried": carried}).content.decode()


# Codes


def test_a_code_serves_once(has_factor: Agent) -> None:
    code = code_now()
    for client, opens in ((Client(), True), (Client(), False)):
        by_password(client)
        client.post(CODE, {"code": code})
        assert bool(signed_in_as(client)) is opens


def test_codes_are_not_guessed(client: Client, has_factor: Agent) -> None:
    """The right one is refused too, once five were wrong; they count with the wrong passwords."""
    by_password(client)
    for _ in range(5):
        page = client.post(CODE, {"code": "000000"})
        assert "Ce code n’est pas le bon" in page.content.decode()
    page = client.post(CODE, {"code": code_now()}).content.decode()
    assert "Trop d’essais manqués" in page
    assert signed_in_as(client) == ""
    assert "Trop d’essais manqués" in by_password(Client()).content.decode()
    assert lines() == [(Outcome.REFUSED, Means.SECOND_FACTOR)] * 5


def test_the_secret_is_not_written_as_it_is(has_factor: Agent, settings: Any) -> None:
    row = Authenticator.objects.get()
    assert SECRET not in str(row.data)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert get_adapter().decrypt(row.data["secret"]) == SECRET


def codes_in(page: str) -> list[str]:
    """As they are shown, in two groups of four."""
    return re.findall(r"<li><code>(\d{4} \d{4})</code>", page)


def set_up(client: Client) -> list[str]:
    """Through the pages; the recovery codes."""
    page = client.get(reverse("mfa_activate_totp"))
    # White behind it: read in the dark too.
    assert '<img class="qr"' in page.text
    page = client.post(reverse("mfa_activate_totp"), {"code": code_now(page.context["form"].secret)})
    assert page.headers["Cache-Control"].startswith("max-age=0")
    return codes_in(page.text)


def test_setting_it_up(client: Client, nadia: Agent) -> None:
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
    for opens in (True, False):
        other = Client()
        by_password(other)
        other.post(CODE, {"code": codes[0]})
        assert bool(signed_in_as(other)) is opens


def test_how_many_recovery_codes_are_left(client: Client, nadia: Agent) -> None:
    """With the space that they are shown with, or without."""
    by_password(client)
    codes = set_up(client)
    assert "10 codes de secours</strong>" in client.get(INDEX).text
    for number, code in enumerate(codes):
        other = Client()
        by_password(other)
        page = other.post(CODE, {"code": code.replace(" ", "") if number % 2 else code}, follow=True).text
        left = {0: "9 codes de secours.", 6: "3 codes de secours. Faites-en", 8: "1 code", 9: "aucun code"}
        assert left.get(number, "il vous reste") in page.replace("\u00a0", " ")
    assert "Il ne vous reste <strong>aucun code de secours" in client.get(INDEX).text


def test_the_page_reloaded_once_it_is_done(client: Client, nadia: Agent) -> None:
    """allauth led to the page that takes it away."""
    by_password(client)
    set_up(client)
    assert client.get(reverse("mfa_activate_totp")).headers["Location"] == INDEX


def test_proving_who_one_is_by_a_code_is_offered_in_our_words(client: Client, has_factor: Agent) -> None:
    client.force_login(has_factor)
    page = client.get(reverse("account_reauthenticate")).text
    assert "Tapez un code" in page
    assert "d&#x27;authentification" not in page


def test_what_is_said_on_the_next_page_is_in_our_words() -> None:
    """allauth said « codes de récupération » after a page that says « codes de secours »."""
    said = [
        render_to_string(f"mfa/messages/{name}.txt")
        for name in ("totp_activated", "recovery_codes_generated")
    ]
    assert [text.strip() for text in said] == ["Les codes de l’application sont en place.", ""]


def test_codes_beside_a_passkey(client: Client, nadia: Agent) -> None:
    """No page of recovery codes without any: those that came with the passkey serve."""
    by_password(client)
    Authenticator.objects.create(user=nadia, type=Authenticator.Type.WEBAUTHN, data={"name": "Portable"})
    Authenticator.objects.create(
        user=nadia,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": get_adapter().encrypt("seed"), "used_mask": 0},
    )
    page = client.get(reverse("mfa_activate_totp"))
    assert 'inputmode="numeric"' in page.text
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(page.context["form"].secret)})
    assert done.headers["Location"] == INDEX


def test_new_recovery_codes_void_those_before(client: Client, nadia: Agent) -> None:
    by_password(client)
    old = set_up(client)
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    page = client.post(reverse("mfa_generate_recovery_codes"))
    new = codes_in(page.text)
    assert len(new) == 10
    assert not {*old} & {*new}
    other = Client()
    by_password(other)
    other.post(CODE, {"code": old[0]})
    assert signed_in_as(other) == ""


def test_whoever_gives_up_leaves_the_sign_in_to_others(client: Client, has_factor: Agent) -> None:
    """« Annuler » led to the sign-in, which led back: for a quarter of an hour, a shared workstation was closed."""
    by_password(client)
    assert 'name="give_up"' in client.get(CODE).text
    assert client.post(CODE, {"code": "", "give_up": "1"}).headers["Location"] == LOGIN
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "connectez-vous de nouveau" not in page.text
    assert signed_in_as(client) == ""
    assert client.post(CODE, {"code": code_now()}).headers["Location"] == LOGIN


def test_the_page_of_new_recovery_codes_sent_again_makes_no_others(client: Client, nadia: Agent) -> None:
    """Reloaded once they are printed, it voided what was on the paper."""
    by_password(client)
    set_up(client)
    url = reverse("mfa_generate_recovery_codes")
    (form,) = [form for form in forms_of(client.get(url).text) if "replaced" in form.values]
    kept = codes_in(client.post(url, form.values).text)
    assert Notification.objects.filter(title="Vos codes de secours ont été refaits").count() == 1
    assert "a refait ses codes de secours" in [entry.action for entry in history_of(nadia)]
    assert "étaient déjà faits" in client.post(url, form.values, follow=True).text
    other = Client()
    by_password(other)
    other.post(CODE, {"code": kept[0]})
    assert signed_in_as(other) == str(nadia.pk)


def test_a_change_wants_a_fresh_sign_in(client: Client, has_factor: Agent) -> None:
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


# Those who must have one


@pytest.mark.parametrize(
    ("name", "role"), [(name, role) for name, roles in HOLDERS.items() for role in roles]
)
def test_whose_roles_want_one(nadia: Agent, settings: Any, name: str, role: Role) -> None:
    settings.SECOND_FACTOR_FOR = [name]
    assert not must_have(nadia)
    assert must_have(AgentFactory.create(roles=[role]))


def test_nothing_else_opens_before_it_is_set_up(client: Client, settings: Any, administrator: Agent) -> None:
    """Every address of the site, but those that lead to it."""
    settings.SECOND_FACTOR_FOR = ["administrators"]
    client.force_login(administrator)
    opened = set()
    for route in routes():
        for answer in (client.get(route.path), client.post(route.path)):
            if answer.status_code not in (302, 403, 404, 405) or answer.headers.get("Location") not in (
                None,
                INDEX,
            ):
                opened.add(route.name)
        if not client.session.get("_auth_user_id"):
            client.force_login(administrator)
    assert opened <= {
        "mfa_index",
        "mfa_activate_totp",
        "passkey_add",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "help",
        "accessibility",
        "legal_notice",
        # Whether the site is there, and nothing else.
        "health",
    }


def test_it_opens_once_it_is_set_up(client: Client, settings: Any, nadia: Agent) -> None:
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


def test_words_typed_meanwhile_wait(client: Client, settings: Any, administrator: Agent) -> None:
    """The setting, or the role, came while a form was being filled."""
    client.force_login(administrator)
    settings.SECOND_FACTOR_FOR = ["administrators"]
    sent = {"made_for": token_for(administrator), "problem": "Nos mots"}
    page = client.post("/idees/proposer/", sent)
    assert page.status_code == 403
    assert "Vos mots attendent dans cette page" in page.content.decode()
    assert ("problem", ["Nos mots"]) in page.context["carried"].fields


def test_colleagues_see_nothing_of_it(client: Client, settings: Any, nadia: Agent) -> None:
    settings.SECOND_FACTOR_FOR = [*HOLDERS]
    client.force_login(nadia)
    assert client.get(reverse("home")).status_code == 200


def test_a_lost_one_is_taken_away(client: Client, has_factor: Agent) -> None:
    call_command("reset_sign_in", "nadia", "--second-factor", stdout=StringIO())
    assert not Authenticator.objects.exists()
    assert "plus protégé" in Notification.objects.get(recipient=has_factor).title
    by_password(client)
    assert signed_in_as(client) == str(has_factor.pk)


def removal_of(agent: Agent) -> str:
    return reverse("admin:people_agent_action", args=[agent.pk, "second-facteur"])


def test_an_administrator_takes_a_lost_one_away(
    client: Client, has_factor: Agent, administrator: Agent, settings: Any
) -> None:
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


def test_whoever_waits_at_the_second_step_signs_in_once_it_is_gone(client: Client, has_factor: Agent) -> None:
    """The page of the code and that of the password led to each other, for a quarter of an hour."""
    by_password(client)
    call_command("reset_sign_in", "nadia", "--second-factor", stdout=StringIO())
    for answer in (client.get(CODE), client.post(CODE, {"code": "123456"})):
        assert answer.headers["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200
    by_password(client)
    assert signed_in_as(client) == str(has_factor.pk)


def test_whoever_began_before_the_sessions_were_ended_begins_again(
    client: Client, has_factor: Agent, administrator: Agent
) -> None:
    by_password(client)
    end_all(has_factor, by=administrator)
    assert client.post(CODE, {"code": code_now()}).headers["Location"] == LOGIN
    assert signed_in_as(client) == ""
    by_password(client)
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(has_factor.pk)


@pytest.mark.parametrize(
    ("role", "is_own", "can"),
    [
        (Role.ADMINISTRATOR, False, True),
        (Role.ADMINISTRATOR, True, False),
        *((role, False, False) for role in Role if role != Role.ADMINISTRATOR),
        (None, False, False),
    ],
)
def test_who_takes_a_lost_one_away(
    has_factor: Agent, signed_in: Callable[[Agent], Client], role: Role | None, is_own: bool, can: bool
) -> None:
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


def test_a_word_that_names_nobody_is_said(settings: Any) -> None:
    settings.SECOND_FACTOR_FOR = ["groupe"]
    assert "« groupe » ne nomme personne" in checks.second_factor(None)[0].msg


def test_a_role_is_given_by_a_fresh_sign_in(client: Client, administrator: Agent, nadia: Agent) -> None:
    """What was filled in stays in the page meanwhile."""
    url, (group, _) = (
        reverse("admin:people_agent_change", args=[nadia.pk]),
        Group.objects.get_or_create(name=Role.WATCHER),
    )
    with time_machine.travel("2026-11-26T08:30:00Z", tick=False) as clock:
        client.post(LOGIN, {"login": administrator.identifiant, "password": PASSWORD})
        clock.shift(600)
        form = next(form for form in forms_of(client.get(url).text) if "first_name" in form.values)
        sent = form.values | {"groups": [group.pk], "function": "jardinière", "is_active": "on"}
        page = client.post(url, sent).text
        assert "confirmez d’abord que c’est vous" in page
        assert 'value="jardinière"' in page
        assert not nadia.groups.exists()
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        client.post(url, sent)
        assert nadia.groups.get() == group


def test_an_export_of_people_wants_a_fresh_sign_in(
    client: Client, moderator: Agent, signed_in: Callable[[Agent], Client]
) -> None:
    there = reverse("suggestions:idea_export") + "?table=idees&file=csv"
    assert signed_in(moderator).get(there).status_code == 200
    client.force_login(moderator)
    asked = client.get(there)["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert client.post(asked, {"password": PASSWORD})["Location"] == there
    assert client.get(there).status_code == 200
