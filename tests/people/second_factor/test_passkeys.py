"""Passkeys beside the codes: added, used, refused, removed; browsers themselves are in tests/browser."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent, SignIn
from core.people.roles import Role
from core.people.second_factor import policies
from core.people.second_factor.forms import MOST_PASSKEYS
from core.people.second_factor.views import key_of
from tests.factories import PASSWORD, AgentFactory
from tests.people.second_factor.passkey import Passkey
from tests.people.second_factor.sign_in import CODE, INDEX, LOGIN, signed_in_as

pytestmark = pytest.mark.django_db
ADD, AGAIN = "/compte/second-facteur/cles/ajouter/", "/compte/second-facteur/cles/confirmer/"
NAME = "Portable de Nadia"


def on_localhost(login: str = "nadia") -> Client:
    client = Client(SERVER_NAME="localhost")
    client.post(LOGIN, {"login": login, "password": PASSWORD})
    return client


def options_of(client: Client, path: str) -> str:
    options: str = client.get(path).context["passkey_options"]
    return options


def both_steps(passkey: Passkey) -> Client:
    client = on_localhost()
    client.post(CODE, {"credential": passkey.used(options_of(client, CODE))})
    return client


def add(client: Client, passkey: Passkey, name: str = NAME, **more: Any) -> Any:
    answer = passkey.created(options_of(client, ADD), **more)
    return client.post(ADD, {"name": name, "credential": answer})


@pytest.fixture
def passkey(nadia: Agent) -> Passkey:
    """Nadia's."""
    made = Passkey()
    add(on_localhost(), made)
    return made


def refused(page: Any) -> bool:
    assert page.status_code == 200
    return "n’a pas été reconnue" in page.text or "n’a pas donné de clé" in page.text


# Adding


def test_it_is_added_and_told(nadia):
    client = on_localhost()
    extras = {"clientExtensionResults": {"prf": {"results": {"first": "secret"}}}, "more": "secret"}
    page = add(client, Passkey(), **extras)
    assert page.text.count("<li><code>") == 10
    assert "max-age=0" in page.headers["Cache-Control"]
    page = client.get(INDEX).text
    assert "Votre compte est protégé" in page
    assert NAME in page
    assert Notification.objects.get(recipient=nadia).title == "Une clé d’accès ajoutée à votre compte"
    assert history_of(nadia)[0].action == "a ajouté une clé d’accès"
    # Only the public key is kept.
    data = Authenticator.objects.get(type="webauthn").data
    assert data.keys() == {"name", "credential"}
    assert data["credential"].keys() == {"id", "rawId", "response"}
    assert "secret" not in str(data)


def test_its_name_is_its_owner_s_alone(nadia, passkey, administrator):
    """Neither in the history, nor in what is told by mail, nor on the admin's pages."""
    assert NAME not in str([(entry.action, entry.changes) for entry in history_of(nadia)])
    written = [*Notification.objects.values_list("title", "text"), *OutgoingMail.objects.values_list("body")]
    assert NAME not in str(written)
    client = on_localhost(administrator.identifiant)
    for page in ("change", "history"):
        assert NAME not in client.get(reverse(f"admin:people_agent_{page}", args=[nadia.pk])).text


def test_ten_at_most_whose_recovery_codes_are_those_of_the_first(nadia, passkey):
    client = both_steps(passkey)
    assert add(client, Passkey(), "")["Location"] == INDEX
    assert "Ma clé d’accès 2" in client.get(INDEX).text
    row = Authenticator.objects.filter(type="webauthn").latest("pk")
    for _ in range(MOST_PASSKEYS - 2):
        Authenticator.objects.create(user=nadia, type=row.type, data=row.data)
    assert "déjà dix clés" in add(client, Passkey()).text
    assert Authenticator.objects.filter(type="recovery_codes").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda options: Passkey("https://ailleurs.example").created(options),
        lambda options: Passkey().used(options),
        lambda options: Passkey().created(json.dumps({"challenge": "AAAA"})),
    ],
    ids=["elsewhere", "another ceremony", "another challenge"],
)
def test_one_made_elsewhere_or_before_is_refused(nadia, change):
    client = on_localhost()
    page = client.post(ADD, {"name": NAME, "credential": change(options_of(client, ADD))})
    assert "n’a pas pu être ajoutée" in page.text
    assert f'value="{NAME}"' in page.text
    assert not Authenticator.objects.exists()


def test_an_answer_serves_once(nadia):
    client, made = on_localhost(), Passkey()
    sent = {"name": NAME, "credential": made.created(options_of(client, ADD))}
    client.post(ADD, sent)
    assert "n’a pas pu être ajoutée" in client.post(ADD, sent).text
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def made_of(client: str, cbor: str) -> str:
    parts = {
        "clientDataJSON": client,
        "attestationObject": cbor,
        "authenticatorData": cbor,
        "signature": "YQ",
    }
    return json.dumps({"id": "YQ", "rawId": "YQ", "response": parts})


BAD = [
    *("", "x", "null", "3", "[]", '{"id": 1}', '{"id": "YQ", "rawId": "YQ", "response": []}'),
    *("[" * 15_000, '"' + "a" * 30_000 + '"'),
    *(made_of("e30", cbor) for cbor in ("", "oA", "gYGBgYGB", "gY" * 3_000, "_____w", "A" * 50)),
    *(made_of(client, "oA") for client in ("!", "W10", "MQ")),
]


def test_nonsense_is_refused_in_a_sentence(nadia, passkey):
    inside, asked = both_steps(passkey), on_localhost()
    for bad in BAD:
        cache.clear()
        for client, path in ((inside, ADD), (inside, AGAIN), (asked, CODE)):
            client.get(path)
            page = client.post(path, {"name": NAME, "credential": bad})
            assert page.status_code == 200, (path, bad[:200])
            assert 'class="fault"' in page.text, (path, bad[:200])
    assert signed_in_as(asked) == ""
    assert Authenticator.objects.filter(type="webauthn").count() == 1


# Using


def test_a_password_then_the_passkey(nadia, passkey):
    client = on_localhost()
    assert signed_in_as(client) == ""
    page = client.get(CODE).text
    assert "Utiliser ma clé d’accès" in page
    assert "Ou un code de secours" in page
    # Who has no application reads nothing of one.
    assert "application" not in page.partition("<main")[2].partition("</main>")[0]
    answer = client.post(CODE, {"credential": passkey.used(options_of(client, CODE))})
    assert answer["Location"] == reverse("home")
    assert signed_in_as(client) == str(nadia.pk)
    assert SignIn.objects.latest("pk").means == SignIn.Means.PASSWORD


def test_it_opens_nothing_without_the_password(nadia, passkey):
    """No address takes a passkey alone."""
    client = Client(SERVER_NAME="localhost")
    answer = passkey.used(json.dumps({"challenge": "AAAA"}))
    for path in (LOGIN, CODE, AGAIN):
        client.post(path, {"credential": answer})
    assert signed_in_as(client) == ""


def test_it_is_refused_when_replayed_or_another_s(nadia, passkey):
    AgentFactory.create(identifiant="paul")
    paul = Passkey()
    add(on_localhost("paul"), paul)
    client = on_localhost()
    used = passkey.used(options_of(client, CODE))
    assert refused(client.post(CODE, {"credential": paul.used(options_of(client, CODE))}))
    # Of a page shown before.
    assert refused(client.post(CODE, {"credential": used}))
    wrong = Passkey(id=passkey.id)
    assert refused(client.post(CODE, {"credential": wrong.used(options_of(client, CODE))}))
    elsewhere = Passkey("https://ailleurs.example", passkey.key, passkey.id)
    assert refused(client.post(CODE, {"credential": elsewhere.used(options_of(client, CODE))}))
    assert signed_in_as(client) == ""
    lines = SignIn.objects.filter(agent=nadia, outcome=SignIn.Outcome.REFUSED)
    assert [line.means for line in lines] == [SignIn.Means.SECOND_FACTOR] * 4
    # The same answer, by another browser that waits at the same step.
    right = passkey.used(options_of(client, CODE))
    client.post(CODE, {"credential": right})
    assert signed_in_as(client) == str(nadia.pk)
    assert refused(on_localhost().post(CODE, {"credential": right}))


def test_wrong_ones_are_limited(nadia, passkey):
    client = on_localhost()
    for _ in range(5):
        client.post(CODE, {"credential": Passkey().used(options_of(client, CODE))})
    page = client.post(CODE, {"credential": passkey.used(options_of(client, CODE))})
    assert "Trop de codes inexacts" in page.text
    assert signed_in_as(client) == ""


def test_it_proves_again_who_one_is(nadia, passkey):
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False) as clock:
        client = both_steps(passkey)
        row = Authenticator.objects.get(type="webauthn")
        removal = reverse("passkey_remove", args=[key_of(row)])
        assert client.get(removal).status_code == 200
        clock.shift(600)
        for path in (removal, ADD):
            for answer in (client.get(path), client.post(path)):
                assert answer["Location"].startswith(reverse("account_reauthenticate"))
        assert Authenticator.objects.filter(type="webauthn").exists()
        assert AGAIN in client.get(reverse("account_reauthenticate")).text
        assert refused(client.post(AGAIN, {"credential": Passkey().used(options_of(client, AGAIN))}))
        sent = {"credential": passkey.used(options_of(client, AGAIN)), "next": removal}
        assert client.post(AGAIN, sent)["Location"] == removal
        assert client.get(removal).status_code == 200


# Removing


def test_it_is_removed_and_told(nadia, passkey):
    client = both_steps(passkey)
    removal = reverse("passkey_remove", args=[key_of(Authenticator.objects.get(type="webauthn"))])
    assert removal in client.get(INDEX).text
    assert NAME in client.get(removal).text
    assert client.post(removal)["Location"] == INDEX
    # The recovery codes go with the last second factor.
    assert not Authenticator.objects.exists()
    assert Notification.objects.latest("pk").title == "Une clé d’accès retirée de votre compte"
    assert history_of(nadia)[0].action == "a retiré une clé d’accès"
    assert client.post(removal).status_code == 404
    assert signed_in_as(on_localhost()) == str(nadia.pk)


def test_another_s_does_not_exist(nadia, passkey):
    AgentFactory.create(identifiant="paul")
    removal = reverse("passkey_remove", args=[key_of(Authenticator.objects.get(type="webauthn"))])
    client = on_localhost("paul")
    for answer in (client.get(removal), client.post(removal)):
        assert answer.status_code == 404
    assert Authenticator.objects.filter(user=nadia, type="webauthn").exists()


def test_the_last_one_stays_for_who_must_have_one(nadia, passkey, settings):
    settings.SECOND_FACTOR_FOR = ["hr"]
    nadia.groups.set(nadia.groups.model.objects.filter(name=Role.HUMAN_RESOURCES))
    client = both_steps(passkey)
    # A passkey is enough.
    assert client.get(reverse("home")).status_code == 200
    first = Authenticator.objects.get(type="webauthn")
    removal = reverse("passkey_remove", args=[key_of(first)])
    assert removal not in client.get(INDEX).text
    for answer in (client.get(removal), client.post(removal)):
        assert answer.status_code == 403
    add(client, Passkey(), "Clé USB")
    assert removal in client.get(INDEX).text
    client.post(removal)
    assert [factor.wrap().name for factor in policies.factors(nadia)] == ["Clé USB"]


# Where they can work


@pytest.mark.parametrize(
    ("host", "is_secure", "works"),
    [
        ("localhost", False, True),
        ("127.0.0.1", True, False),
        ("[::1]", True, False),
        ("testserver", False, False),
        ("testserver", True, True),
    ],
)
def test_where_browsers_take_them(rf, settings, host, is_secure, works):
    settings.ALLOWED_HOSTS = [host]
    request = rf.get("/", secure=is_secure, headers={"host": host})
    assert policies.can_use_passkeys(request) is works


def test_elsewhere_the_pages_say_so(nadia, passkey, client):
    client.post(LOGIN, {"login": "nadia", "password": PASSWORD})
    page = client.get(CODE).text
    assert "les navigateurs refusent les clés d’accès" in page
    assert "data-passkey" not in page
    client.force_login(nadia)
    page = client.get(INDEX).text
    assert "les navigateurs refusent les clés d’accès" in page
    assert ADD not in page
    assert client.get(ADD)["Location"] == INDEX
