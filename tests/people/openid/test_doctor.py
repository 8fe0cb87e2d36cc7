"""What the doctor says of the providers of sign-ins."""

from datetime import timedelta
from typing import Any

import requests
from django.utils import timezone

from core.operations.findings import Severity
from core.people import registrations


def looked_at() -> str:
    [found] = registrations.providers(timezone.now())
    return f"{found.severity.name} {found.text}"


def test_the_doctor_asks_each_provider(proconnect):
    assert looked_at() == "FINE ProConnect répond"
    [late] = registrations.providers(timezone.now() + timedelta(minutes=5))
    assert (late.severity, "horloge" in late.text) == (Severity.FAILURE, True)
    proconnect.html.add("openid-configuration")
    assert "FAILURE ProConnect : " in looked_at()
    proconnect.close()
    assert "ne répond pas" in looked_at()


def test_the_doctor_knows_a_certificate_that_is_not_accepted(proconnect, monkeypatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise requests.exceptions.SSLError("self-signed certificate")

    monkeypatch.setattr(requests.Session, "request", refuse)
    assert "certificat" in looked_at()
