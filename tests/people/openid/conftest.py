from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from config.environment import Environment
from config.sign_in import openid_providers
from core.people.models import Agent
from tests.factories import AgentFactory
from tests.people.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider

SIRET = "21990999100016"


@pytest.fixture(autouse=True)
def _fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def nadia(db: None) -> Agent:
    return AgentFactory.create(
        identifiant="nadia", email="nadia@ville.example", first_name="Nadia", last_name="Diallo"
    )


def configure(monkeypatch: Any, settings: Any, prefix: str, provider: Provider, **more: str) -> None:
    """As the environment would: `more` are variables without their prefix."""
    values = {
        "URL": provider.issuer,
        "CLIENT_ID": CLIENT_ID,
        "CLIENT_SECRET": CLIENT_SECRET,
        "MAIL_DOMAINS": "ville.example",
    }
    for name, value in (values | more).items():
        monkeypatch.setenv(f"{prefix}_{name}", value)
    settings.OPENID_PROVIDERS = openid_providers(Environment(Path("/nonexistent")), town_siret=SIRET)


@pytest.fixture
def proconnect(monkeypatch: Any, settings: Any) -> Iterator[Provider]:
    provider = Provider()
    configure(monkeypatch, settings, "PROCONNECT", provider)
    yield provider
    provider.close()


@pytest.fixture
def town_account(monkeypatch: Any, settings: Any) -> Iterator[Provider]:
    """Any other provider: JSON, the standard's names, and it says whether it verified the address."""
    provider = Provider(is_proconnect=False)
    person = provider.person
    person["family_name"], person["preferred_username"] = person.pop("usual_name"), person.pop("uid")
    person["email_verified"] = True
    configure(monkeypatch, settings, "OPENID", provider, NAME="Ville-ID")
    yield provider
    provider.close()


def leave_for(client: Client, name: str = "proconnect", **sent: str) -> str:
    """Press the button of the sign-in page; the address that the browser goes to."""
    page = client.post(f"/compte/exterieur/{name}/", sent)
    assert page.status_code == 200, page["Location"]
    address: str = page.context["address"]
    return address


def come_back(address: str) -> str:
    """Sign in there; where the provider sends the browser back, on this site."""
    answer = requests.get(address, allow_redirects=False, timeout=5)
    assert answer.status_code == 303, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def sign_in(client: Client, name: str = "proconnect", **sent: str) -> HttpResponse:
    return client.get(come_back(leave_for(client, name, **sent)), follow=True)
