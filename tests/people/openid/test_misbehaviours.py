"""What a provider should never answer: a page in French, no session, a line in the journal, no secret logged."""

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.test import Client

from core.people.models import SignIn
from core.people.openid import providers
from tests.people.openid.conftest import come_back, leave_for, sign_in
from tests.people.openid.provider import CLIENT_ID, CLIENT_SECRET, HTML, Provider, key

pytestmark = pytest.mark.django_db
FAILED = "La connexion par ProConnect n’a pas marché"


@pytest.fixture(autouse=True)
def _nothing_secret_is_logged(proconnect: Provider, caplog: Any) -> Any:
    yield
    logged = "\n".join(
        f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.get_records("call")
    )
    assert "sign-in by proconnect refused" in logged
    for secret in (*proconnect.secrets, "nadia@ville.example", "subject-of-nadia"):
        assert secret not in logged


def refused(client: Client, answer: Any, sentence: str = FAILED) -> None:
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Traceback" not in page
    assert HTML not in page
    assert answer.redirect_chain[-1][0] == "/compte/connexion/"
    assert "_auth_user_id" not in client.session
    line = SignIn.objects.order_by("-pk").first()
    assert line is not None
    assert (line.outcome, line.means) == (SignIn.Outcome.REFUSED, SignIn.Means.OPENID)


def changed(**attributes: Any) -> Callable[[Provider], None]:
    def change(provider: Provider) -> None:
        for name, value in attributes.items():
            setattr(provider, name, value)

    return change


def signed_by(secret: Any, algorithm: str) -> Callable[[Provider], None]:
    """Tokens right in all but their signature, under the name of the right key."""
    return changed(
        sign=lambda claims: jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": "first"})
    )


MISBEHAVIOURS: dict[str, Callable[[Provider], None]] = {
    "HTML instead of a token": changed(html={"token"}),
    "HTML instead of keys": changed(html={"jwks"}),
    "HTML instead of somebody": changed(html={"userinfo"}),
    "a token that is a list": changed(answers={"token": [1, 2]}),
    "an answer without an id_token": changed(answers={"token": {"access_token": "x"}}),
    "an id_token that is none": changed(answers={"token": {"access_token": "x", "id_token": {"a": 1}}}),
    "keys that are a list": changed(answers={"jwks": []}),
    "keys of another shape": changed(answers={"jwks": {"keys": [1, {"kid": "first"}]}}),
    "somebody unsigned": changed(
        answers={"userinfo": {"sub": "subject-of-nadia", "email": "nadia@ville.example"}}
    ),
    "keys that rotated, and the old one signs": changed(published=["second"]),
    "another's key under the right name": signed_by(key("thief"), "RS256"),
    "alg none": signed_by(None, "none"),
    "alg HS256, with what both know": signed_by(CLIENT_SECRET, "HS256"),
    "a stronger alg than the town's": signed_by(key("first"), "RS512"),
    "another issuer": changed(id_claims={"iss": "https://ailleurs.example/api/v2"}),
    "another audience": changed(id_claims={"aud": "another-service"}),
    "several audiences, another first": changed(id_claims={"aud": [CLIENT_ID, "b"], "azp": "b"}),
    "another nonce": changed(id_claims={"nonce": "n" * 43}),
    "a nonce that is a number": changed(id_claims={"nonce": 7}),
    "a token that ended": changed(id_claims={"exp": int(time.time()) - 3600}),
    "no subject": changed(id_claims={"sub": ""}),
    "too long a subject": changed(id_claims={"sub": "s" * 400}, info_claims={"sub": "s" * 400}),
    "userinfo of somebody else": changed(info_claims={"sub": "somebody-else"}),
    "userinfo for another service": changed(info_claims={"aud": "another-service"}),
    "userinfo by another issuer": changed(info_claims={"iss": "https://ailleurs.example"}),
    "userinfo without a subject": changed(info_claims={"sub": None}),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_is_a_refusal(name, client, proconnect, nadia):
    MISBEHAVIOURS[name](proconnect)
    refused(client, sign_in(client))


ANOTHER_TOWN, NO_ADDRESS = "au nom d’un autre établissement", "ne donne pas d’adresse vérifiée de la ville"


@pytest.mark.parametrize(
    ("claims", "sentence", "cause"),
    [
        ({"siret": "21990999100024"}, ANOTHER_TOWN, "siret"),
        ({"siret": None}, ANOTHER_TOWN, "siret"),
        ({"email": "nadia@ville.example.ailleurs.example"}, NO_ADDRESS, "another domain"),
        ({"email": ""}, NO_ADDRESS, "no address that the provider vouches for"),
        ({"email": ["nadia@ville.example"]}, NO_ADDRESS, "no address"),
        ({"email": "personne@ville.example"}, "L’annuaire de l’intranet ne connaît pas l’adresse", "unknown"),
    ],
)
def test_somebody_of_elsewhere(client, proconnect, nadia, caplog, claims, sentence, cause):
    proconnect.info_claims = claims
    refused(client, sign_in(client), sentence)
    assert cause in caplog.messages[-1]


def test_somebody_who_left_for_another_town(client, proconnect, nadia):
    """Checked at each sign-in, not only at the first."""
    sign_in(Client())
    proconnect.info_claims = {"siret": "21990999100024"}
    refused(client, sign_in(client), ANOTHER_TOWN)


def test_keys_that_rotated_are_read_again(client, proconnect, nadia):
    proconnect.published, proconnect.signs_with = ["first", "second"], "second"
    sign_in(client)
    assert client.session["_auth_user_id"] == str(nadia.pk)
    client.logout()
    proconnect.signs_with = "gone"
    refused(client, sign_in(client))


def test_a_code_serves_once_in_its_own_browser(client, proconnect, nadia):
    back = come_back(leave_for(client))
    thief = Client()
    refused(thief, thief.get(back, follow=True), "Cette connexion a déjà servi")
    client.get(back)
    client.logout()
    refused(client, client.get(back, follow=True), "Cette connexion a déjà servi")


def test_a_code_of_another_sign_in(client, proconnect, nadia):
    """A thief's code put in one's own callback: its nonce is another's."""
    stolen = come_back(leave_for(Client())).partition("code=")[2].partition("&")[0]
    ours = come_back(leave_for(client))
    code = ours.partition("code=")[2].partition("&")[0]
    refused(client, client.get(ours.replace(code, stolen), follow=True))


def test_a_state_that_waited_too_long(client, proconnect, nadia):
    back = come_back(leave_for(client))
    session = client.session
    states = session["socialaccount_states"]
    session["socialaccount_states"] = {
        name: [kept[0], kept[1] - 3600, kept[2]] for name, kept in states.items()
    }
    session.save()
    refused(client, client.get(back, follow=True), "Cette connexion a déjà servi")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("error=access_denied", "Vous n’êtes pas allé au bout"),
        ("error=server_error&error_description=%3Cscript%3E", FAILED),
        ("", FAILED),
        ("code=", FAILED),
        ("code=x&iss=https%3A%2F%2Fthief.example", FAILED),
        ("code=x", FAILED),
    ],
)
def test_a_callback_with_an_error(client, proconnect, query, sentence):
    leave_for(client)
    state = next(iter(client.session["socialaccount_states"]))
    answer = client.get(f"/compte/exterieur/proconnect/retour/?{query}&state={state}", follow=True)
    refused(client, answer, sentence)


def test_a_discovery_that_is_none(client, proconnect):
    names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    whole = {"issuer": proconnect.issuer, **dict.fromkeys(names, "https://x/")}
    for described in (
        whole | {"issuer": "https://thief.example"},
        whole | {"jwks_uri": "http://intercepted.example/jwks"},
        {"issuer": proconnect.issuer},
        [],
    ):
        proconnect.answers = {"openid-configuration": described}
        refused(client, client.post("/compte/exterieur/proconnect/", follow=True))
    proconnect.html = {"openid-configuration"}
    refused(client, client.post("/compte/exterieur/proconnect/", follow=True))


@pytest.mark.parametrize("step", ["token", "userinfo"])
def test_a_slow_provider_is_not_waited_for(client, proconnect, nadia, monkeypatch, step):
    """Byte by byte: each comes before the wait for it ends."""
    monkeypatch.setattr(providers, "SECONDS", 0.5)
    address = leave_for(client)
    back = come_back(address)
    proconnect.slow = {step}
    begun = time.monotonic()
    refused(client, client.get(back, follow=True))
    assert time.monotonic() - begun < 4


def test_an_answer_that_never_ends(client, proconnect, monkeypatch):
    monkeypatch.setattr(providers, "LARGEST", 200)
    refused(client, client.post("/compte/exterieur/proconnect/", follow=True))


def test_a_provider_that_is_down(client, proconnect, nadia):
    back = come_back(leave_for(client))
    proconnect.close()
    refused(client, client.get(back, follow=True))


def test_refusals_do_not_fill_the_journal(client, proconnect):
    for _ in range(105):
        client.get("/compte/exterieur/proconnect/retour/")
    assert SignIn.objects.count() == 100
