"""`/sante/`: a status for strangers, the doctor for whoever knows the token; no session, no cache."""

from typing import Any

import pytest
from django.db import OperationalError, connections

from core.operations import findings
from core.operations.findings import failure, fine, warning

pytestmark = pytest.mark.django_db
TOKEN = "t" * 40
KNOWN = {"Authorization": f"Bearer {TOKEN}"}


def test_a_stranger_reads_a_status_and_nothing_else(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/sante/")
    assert (response.status_code, response.content) == (200, b"")
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert not {"server", "x-powered-by", "vary"} & {name.lower() for name in response.headers}


def test_a_database_that_is_away_is_503_and_no_page(client, monkeypatch):
    def away(*args: Any) -> Any:
        raise OperationalError("no connection")

    monkeypatch.setattr(connections["default"], "ensure_connection", away)
    monkeypatch.setattr(connections["default"], "cursor", away)
    response = client.get("/sante/")
    assert (response.status_code, response.content) == (503, b"")


@pytest.mark.parametrize(
    ("token", "given"), [("", ""), ("", "Bearer "), (TOKEN, ""), (TOKEN, "Bearer x"), (TOKEN, "Bearer é")]
)
def test_a_wrong_token_is_a_stranger_s(client, settings, token, given):
    settings.HEALTH_TOKEN = token
    response = client.get("/sante/", headers={"Authorization": given})
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(("found", "status"), [(fine("a"), 200), (warning("b"), 200), (failure("c"), 503)])
def test_the_token_reads_the_doctor(client, settings, monkeypatch, found, status):
    settings.HEALTH_TOKEN = TOKEN
    monkeypatch.setattr(findings, "CHECKS", {"Essai": (lambda at: [found], True)})
    response = client.get("/sante/", headers=KNOWN)
    assert response.status_code == status
    assert response.json()["findings"][0]["text"] == found.text
    assert "no-store" in response.headers["Cache-Control"]
