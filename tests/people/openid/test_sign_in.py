"""Sign-in by ProConnect and by any other provider, when all goes well; whose account it opens."""

import json
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.notifications.models import Notification
from core.people import sign_ins
from core.people.middleware import SEEN
from core.people.models import Agent, SignIn
from core.people.resume_after_login import Carried
from tests.factories import PASSWORD, AgentFactory
from tests.people.openid.conftest import come_back, configure, leave_for, sign_in
from tests.people.second_factor.sign_in import CODE, SECRET, code_now, signed_in_as

pytestmark = pytest.mark.django_db
Outcome, Means = SignIn.Outcome, SignIn.Means
LOGIN = "/compte/connexion/"


def lines() -> list[tuple[Agent | None, str, str]]:
    return [(line.agent, line.outcome, line.means) for line in SignIn.objects.order_by("pk")]


def test_off_by_default(client):
    assert "exterieur" not in client.get(LOGIN).content.decode()
    for name in ("proconnect", "openid", "zzz"):
        assert client.post(f"/compte/exterieur/{name}/").status_code == 404
        assert client.get(f"/compte/exterieur/{name}/retour/?code=1&state=2").status_code == 404


def test_the_first_sign_in_is_by_address_and_is_told(client, proconnect, nadia):
    page = client.get(LOGIN).content.decode()
    # Its documentation gives the words and the link.
    assert "S’identifier avec <strong>ProConnect</strong>" in page
    assert 'href="https://www.proconnect.gouv.fr/"' in page
    assert "Qu’est-ce que ProConnect ?" in page.replace("\xa0", " ")
    answer = sign_in(client)
    assert answer.redirect_chain[-1] == (reverse("home"), 302)
    assert signed_in_as(client) == str(nadia.pk)
    assert lines() == [(nadia, Outcome.OPENED, Means.OPENID)]
    link = SocialAccount.objects.get()
    assert (link.user_id, link.provider, link.uid) == (nadia.pk, proconnect.issuer, "subject-of-nadia")
    # Names and addresses are the directory's.
    assert link.extra_data == {}
    assert "ProConnect" in Notification.objects.get(recipient=nadia).title
    before = nadia.access_changed_at
    nadia.refresh_from_db()
    assert nadia.access_changed_at != before


def test_what_is_asked_of_proconnect(client, proconnect, nadia):
    """Only what it documents, whatever the request adds."""
    page = client.post("/compte/exterieur/proconnect/?scope=phone&auth_params=prompt%3Dnone&process=connect")
    asked = parse_qs(urlsplit(page.context["address"]).query)
    assert asked.keys() == {"client_id", "redirect_uri", "scope", "response_type", "state", "nonce"}
    assert {*asked["scope"][0].split()} == {"openid", "given_name", "usual_name", "email", "siret", "uid"}
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/compte/exterieur/proconnect/retour/"]
    client.get(come_back(page.context["address"]))
    expected = {"grant_type", "client_id", "client_secret", "redirect_uri", "code"}
    assert proconnect.asked["token"].keys() == expected
    assert signed_in_as(client) == str(nadia.pk)


def test_the_strength_is_required_of_proconnect(client, proconnect, nadia, monkeypatch, settings):
    """`acr_values` is a wish: nobody whose provider has no second factor was offered a code by mail."""
    configure(monkeypatch, settings, "PROCONNECT", proconnect, ACR_VALUES="eidas1-mfa eidas2, eidas3")
    sign_in(client)
    assert signed_in_as(client) == str(nadia.pk)
    assert json.loads(proconnect.asked["authorize"]["claims"]) == {
        "id_token": {"acr": {"essential": True, "values": ["eidas1-mfa", "eidas2", "eidas3"]}}
    }


def test_a_strength_that_nobody_has_is_said(client, proconnect, nadia, monkeypatch, settings):
    """ProConnect gives one error for this and for a sign-in that was given up."""
    configure(monkeypatch, settings, "PROCONNECT", proconnect, ACR_VALUES="eidas2 eidas3")
    assert "recommencez avec le second facteur" in sign_in(client).content.decode()
    proconnect.strength = "eidas3"
    sign_in(client)
    assert signed_in_as(client) == str(nadia.pk)


@pytest.mark.parametrize("name", ["proconnect", "openid"])
def test_the_strength_is_checked(client, request, nadia, monkeypatch, settings, name):
    """Whatever the provider made of it."""
    provider = request.getfixturevalue({"openid": "town_account"}.get(name, name))
    configure(monkeypatch, settings, name.upper(), provider, ACR_VALUES="eidas2 eidas3")
    provider.strength = "eidas2"
    for acr in ("eidas1", "", None, ["eidas2"]):
        provider.id_claims = {"acr": acr}
        assert "recommencez avec le second facteur" in sign_in(client, name).content.decode()
        assert signed_in_as(client) == ""
    provider.id_claims = {}
    sign_in(client, name)
    assert signed_in_as(client) == str(nadia.pk)
    # ProConnect is asked otherwise.
    assert (provider.asked["authorize"].get("acr_values") == "eidas2 eidas3") is (name == "openid")


def test_the_subject_comes_first(client, proconnect, nadia):
    """The name and the address changed there, and are even a colleague's now: the account is the subject's."""
    sign_in(client)
    AgentFactory.create(identifiant="paul", email="paul@ville.example", first_name="Paul", last_name="Roux")
    proconnect.person |= {"email": "paul@ville.example", "given_name": "Paul", "usual_name": "Roux"}
    client.logout()
    sign_in(client)
    assert signed_in_as(client) == str(nadia.pk)


def test_the_address_of_somebody_who_is_linked_opens_nothing(client, proconnect, nadia):
    sign_in(Client())
    proconnect.person["sub"] = "somebody-else"
    page = sign_in(client).content.decode()
    assert "déjà relié à une autre identité chez ProConnect" in page
    assert signed_in_as(client) == ""
    assert lines()[-1] == (nadia, Outcome.REFUSED, Means.OPENID)
    with pytest.raises(IntegrityError), transaction.atomic():
        SocialAccount.objects.create(user=nadia, provider=proconnect.issuer, uid="another")


SHARED = "une adresse partagée n’ouvre le compte de personne"


def test_a_shared_address_links_nobody_else(client, proconnect, nadia, caplog):
    """« accueil@ » was of two people there: the second one came in into the account of the first."""
    first = dict(proconnect.person)
    paul = {"sub": "subject-of-paul", "given_name": "Paul", "usual_name": "Martin", "uid": "pmartin"}
    proconnect.person |= paul
    for _ in range(2):
        assert SHARED in sign_in(client).content.decode()
        assert signed_in_as(client) == ""
        assert lines()[-1] == (nadia, Outcome.REFUSED, Means.OPENID)
        assert caplog.messages[-1] == "sign-in by proconnect refused: shared the name is another's"
        # Nor once the first one is linked.
        SocialAccount.objects.get_or_create(user=nadia, provider=proconnect.issuer, uid=first["sub"])
    proconnect.person = first
    sign_in(client)
    assert signed_in_as(client) == str(nadia.pk)


@pytest.mark.parametrize(
    ("said", "is_theirs"),
    [
        ({}, True),
        # Their own identifier; a wedding or a pseudonym changes nothing.
        ({"given_name": "Zoé", "usual_name": "Petit"}, True),
        ({"uid": "NADIA", "given_name": None, "usual_name": None}, True),
        # Another one, as many providers give: the name is theirs.
        ({"uid": "8f3a"}, True),
        ({"uid": None}, True),
        ({"uid": None, "given_name": "NADIA, Fatou", "usual_name": "DIALLO-MARTIN"}, True),
        ({"uid": None, "given_name": None, "usual_name": None, "name": "Diallo Nadia"}, True),
        ({"preferred_username": "nadia", "uid": "8f3a", "given_name": "Zoé"}, True),
        # Somebody of the family, a homonym by the first name, a part of a name.
        ({"uid": None, "given_name": "Paul"}, False),
        ({"uid": None, "usual_name": "Martin"}, False),
        ({"uid": None, "given_name": None}, False),
        ({"uid": "8f3a", "given_name": None, "usual_name": None}, False),
        ({"uid": "nadia@ville.example", "given_name": "Paul"}, False),
        ({"uid": 7, "given_name": ["Nadia"], "usual_name": {"a": "Diallo"}}, False),
        # The identifier of another agent, whatever the name.
        ({"uid": "nadia2"}, False),
        # Particles do not make a name.
        ({"uid": None, "usual_name": "de La Croix", "known as": "de La Tour"}, False),
        ({"uid": None, "usual_name": "LA TOUR", "known as": "de La Tour"}, True),
    ],
)
def test_whose_address_it_is(client, proconnect, nadia, said, is_theirs):
    Agent.objects.filter(pk=nadia.pk).update(last_name=said.get("known as", "Diallo"))
    AgentFactory.create(identifiant="nadia2", email=None, first_name="Nadia", last_name="Diallo")
    proconnect.info_claims = said
    sign_in(client)
    assert bool(signed_in_as(client)) is is_theirs
    assert SocialAccount.objects.exists() is is_theirs


def test_a_provider_that_names_nobody_links_nobody(client, town_account, nadia, caplog):
    """As where `profile` is not among the scopes."""
    town_account.info_claims = dict.fromkeys(("given_name", "family_name", "preferred_username"))
    page = sign_in(client, "openid").content.decode()
    assert "ni votre nom, ni votre identifiant" in page
    assert signed_in_as(client) == ""
    assert "no name and no identifier" in caplog.messages[-1]
    assert {*town_account.asked["authorize"]["scope"].split()} == {"openid", "email", "profile"}


@pytest.mark.parametrize("who", ["nobody", "closed", "elected"])
def test_it_creates_nobody_and_opens_no_closed_or_elected_account(client, proconnect, who):
    if who == "closed":
        AgentFactory.create(email="nadia@ville.example", is_active=False)
    elif who == "elected":
        Agent.objects.create(identifiant="elue", email="nadia@ville.example", is_elected=True)
    count = Agent.objects.count()
    page = sign_in(client).content.decode()
    assert "L’annuaire de l’intranet ne connaît pas l’adresse" in page
    assert signed_in_as(client) == ""
    assert (Agent.objects.count(), SocialAccount.objects.count()) == (count, 0)


def test_an_account_closed_since_stays_closed(client, proconnect, nadia):
    sign_in(Client())
    Agent.objects.filter(pk=nadia.pk).update(is_active=False)
    page = sign_in(client).content.decode()
    assert "Ce compte est fermé" in page
    assert signed_in_as(client) == ""
    assert lines()[-1] == (nadia, Outcome.CLOSED, Means.OPENID)


def test_one_comes_back_where_one_was_going(client, proconnect, nadia):
    assert sign_in(client, next="/salles/").redirect_chain[0] == ("/salles/", 302)
    for elsewhere in ("https://ailleurs.example/", "//ailleurs.example"):
        client.logout()
        assert sign_in(client, next=elsewhere).redirect_chain[0] == (reverse("home"), 302)


def test_a_shared_workstation(client, proconnect, nadia):
    sign_in(client, shared_workstation="on")
    assert SEEN in client.session
    assert client.session.get_expire_at_browser_close()


def test_words_wait_in_the_page(client, proconnect, nadia):
    carried = Carried(nadia.reference, "/idees/proposer/", [("problem", ["Nos mots"])], False).pack()
    page = client.post("/compte/exterieur/proconnect/", {"carried": carried})
    assert "Vos mots attendent dans cette page" in page.content.decode()
    client.get(come_back(page.context["address"]))
    given_back = client.post(LOGIN, {"carried": carried}).content.decode()
    assert "Nos mots" in given_back


def test_signing_out_leaves_proconnect_too(client, proconnect, nadia):
    sign_in(client)
    page = client.post("/compte/deconnexion/")
    assert signed_in_as(client) == ""
    assert requests.get(page.context["address"], allow_redirects=False, timeout=5).status_code == 303
    asked = proconnect.asked["end"]
    assert asked["id_token_hint"] in proconnect.secrets
    assert asked["post_logout_redirect_uri"] == "http://127.0.0.1:8000/compte/connexion/"
    # Of a session that it did not open, it is not asked.
    client.force_login(nadia)
    assert client.post("/compte/deconnexion/")["Location"] == LOGIN


def test_any_provider_by_json(client, town_account, nadia):
    assert "Se connecter avec Ville-ID" in client.get(LOGIN).content.decode()
    sign_in(client, "openid")
    assert signed_in_as(client) == str(nadia.pk)
    asked = town_account.asked["authorize"]
    assert asked["code_challenge_method"] == "S256"
    assert town_account.asked["token"]["code_verifier"]


@pytest.mark.parametrize("said", [False, None, "true"])
def test_an_address_that_is_not_verified_opens_nothing_unless_the_town_trusts_its_own_provider(
    client, town_account, nadia, monkeypatch, settings, said
):
    town_account.person["email_verified"] = said
    page = sign_in(client, "openid").content.decode()
    assert "ne donne pas d’adresse vérifiée de la ville" in page
    assert signed_in_as(client) == ""
    configure(monkeypatch, settings, "OPENID", town_account, TRUST_ADDRESSES="true")
    sign_in(client, "openid")
    assert signed_in_as(client) == str(nadia.pk)


def test_the_subject_is_somebody_s_at_that_provider_only(client, proconnect, town_account, nadia):
    """The same subject at two providers is two people."""
    sign_in(Client())
    town_account.person["email"] = "autre@ville.example"
    page = sign_in(client, "openid").content.decode()
    assert "L’annuaire de l’intranet ne connaît pas l’adresse" in page


def test_two_tabs(client, proconnect, nadia):
    first, second = leave_for(client), leave_for(client)
    client.get(come_back(second))
    client.get(come_back(first))
    assert signed_in_as(client) == str(nadia.pk)


@pytest.mark.parametrize("who", [["nadia"], ["--everybody"]])
def test_an_administrator_unlinks(client, proconnect, nadia, who):
    """The town's identity provider changed, and the subject with it."""
    sign_in(Client())
    proconnect.person["sub"] = "the-new-one"
    call_command("reset_sign_in", *who, "--external-accounts", stdout=StringIO())
    sign_in(client)
    assert signed_in_as(client) == str(nadia.pk)


@pytest.mark.parametrize(
    "missing",
    [
        {"CLIENT_SECRET": ""},
        {"URL": ""},
        {"URL": "http://loin.example"},
        {"ALGORITHM": "HS256"},
        {"MAIL_DOMAINS": ""},
    ],
)
def test_settings_that_are_not_whole_are_refused(proconnect, monkeypatch, settings, missing):
    with pytest.raises(ImproperlyConfigured, match="PROCONNECT_"):
        configure(monkeypatch, settings, "PROCONNECT", proconnect, **missing)


def test_a_provider_alone_opens_nothing_with_a_second_factor(client, proconnect, nadia):
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=nadia, type=Authenticator.Type.TOTP, data=data)
    assert sign_in(client).redirect_chain[-1] == (CODE, 302)
    assert signed_in_as(client) == ""
    client.post(CODE, {"code": "000000"})
    assert signed_in_as(client) == ""
    client.post(CODE, {"code": code_now()})
    assert signed_in_as(client) == str(nadia.pk)
    assert lines()[-1] == (nadia, Outcome.OPENED, Means.OPENID)


def test_departures_from_one_place_are_limited(client, proconnect, nadia, monkeypatch, caplog):
    """Whatever becomes of them; another place and the passwords of this one go on, and typed words stay."""
    monkeypatch.setattr(sign_ins, "DEPARTURES", 2)
    start, elsewhere = "/compte/exterieur/proconnect/", {"REMOTE_ADDR": "10.0.0.9"}
    for _ in range(2):
        leave_for(Client())
    count = Session.objects.count()
    refused = Client().post(start, follow=True)
    assert "Trop de connexions par ProConnect" in refused.text
    assert refused.redirect_chain[-1][0] == LOGIN
    assert Session.objects.count() == count
    for _ in range(11):
        Client().post(start)
    # Of the window, the first and the tenth are in the log, and the journal has a line.
    assert [line.getMessage() for line in caplog.records if "refused: limit" in line.getMessage()] == [
        "sign-in by proconnect refused: limit ",
        "sign-in by proconnect refused: limit, 10 times",
    ]
    assert SignIn.objects.filter(outcome=SignIn.Outcome.REFUSED).count() == 1
    words = Carried(nadia.reference, "/saperlipopettes/", [("title", ["Des bancs"])], False)
    page = client.post(start, {"carried": words.pack()})
    assert page.status_code == 403
    assert "Trop de connexions par ProConnect" in page.text
    assert "vos mots sont gardés" in page.text
    assert page.context["form"].carries == words
    assert Client().post(start, **elsewhere).status_code == 200
    client.post(LOGIN, {"login": "nadia", "password": PASSWORD})
    assert signed_in_as(client) == str(nadia.pk)
