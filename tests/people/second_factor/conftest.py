"""An agent, with a second factor or without."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from core.people.models import Agent
from tests.people.second_factor.sign_in import SECRET


@pytest.fixture(autouse=True)
def _fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def has_factor(nadia: Agent) -> Agent:
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=nadia, type=Authenticator.Type.TOTP, data=data)
    return nadia
