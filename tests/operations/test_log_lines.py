"""The log as JSON: one line a request with its id, and nothing of whom or what it was about."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO
from logging.config import DictConfigurator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.operations import request_log
from core.operations.request_log import JsonLines, is_logged
from core.people.models import Agent
from dematerialisation import pages
from tests.addresses import routes

pytestmark = pytest.mark.django_db
ID = "0123456789abcdef" * 2
TYPED = "Quetzalcoatl"
KEY = "zq9x7k2mwvbn"
KNOWN = {
    "time", "level", "logger", "message", "request_id", "method", "route", "status", "duration_ms", "error",
}  # fmt: skip


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the console's handler writes in JSON, read again."""
    stream = StringIO()
    given: Any = settings.LOGGING
    made: Any = DictConfigurator(given)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    for name in given["handlers"]["console"]["filters"]:
        handler.addFilter(made.configure_filter(dict(given["filters"][name])))
    root = logging.getLogger()
    root.addHandler(handler)
    request_log.logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    request_log.logger.setLevel(logging.WARNING)
    root.removeHandler(handler)


def test_a_request_is_one_line(client, lines):
    response = client.get(reverse("help"), {"q": TYPED}, headers={"X-Request-ID": ID})
    [line] = lines()
    expected = {
        "level": "INFO",
        "logger": "core.operations.request_log",
        "message": "request",
        "request_id": ID,
    }
    expected |= {"method": "GET", "route": "aide/", "status": 200}
    assert line == expected | {"time": line["time"], "duration_ms": line["duration_ms"]}
    assert line["duration_ms"] > 0
    assert response.headers["X-Request-ID"] == ID


@pytest.mark.parametrize("given", ["", "x", ID.upper(), ID + "0", f"{ID}\n", "léa.martin"])
def test_an_id_that_nginx_would_not_write_is_replaced(client, lines, given):
    response = client.get(reverse("help"), headers={"X-Request-ID": given})
    [line] = lines()
    assert line["request_id"] == response.headers["X-Request-ID"] != given
    assert re.fullmatch("[0-9a-f]{32}", line["request_id"])


def test_an_id_ends_with_its_request(client, lines):
    client.get(reverse("help"))
    logging.getLogger("core.mail").warning("The watch")
    assert "request_id" not in lines()[-1]


def test_no_line_says_who_or_what(lines, signed_in, author, moderator, administrator, monkeypatch):
    def breaks(agent: Agent) -> None:
        raise ValueError(f"{TYPED} par {agent}")

    monkeypatch.setattr(pages, "parts", breaks)
    cast = (author, moderator, administrator)
    for agent in cast:
        client = signed_in(agent)
        client.raise_request_exception = False
        for place in ("/salles", "/annuaire", "/idees", "/salles/agenda", ""):
            client.get(f"{place}/{KEY}/", {"q": TYPED})
            client.post(f"{place}/{KEY}/", {"title": TYPED, "email": agent.email})
        assert client.get(reverse("site_map"), {"q": TYPED}).status_code == 500
        client.post(reverse("account_login"), {"login": agent.identifiant, "password": TYPED})
        client.post(reverse("rooms:booking_create"), {"title": TYPED, "room": KEY})
        client.get(reverse("admin:people_agent_change", args=[agent.pk]), headers={"Host": f"{TYPED}.fr"})
        client.generic(TYPED, reverse("help"))
        checked = Client(enforce_csrf_checks=True, raise_request_exception=False)
        login = {"login": agent.email, "password": TYPED}
        checked.post(reverse("account_login"), login, headers={"Referer": TYPED})
    found = lines()
    written = json.dumps(found, ensure_ascii=False).lower()
    said = {TYPED, KEY, "?", "q="}
    said |= {word for a in cast for word in (a.identifiant, a.last_name, a.email or "@")}
    assert {word for word in said if word.lower() in written} == set()
    errors = {line.get("error", line["logger"].rpartition(".")[2]) for line in found}
    assert {"ValueError", "DisallowedHost"} <= errors
    assert any("breaks" in frame for line in found for frame in line.get("trace", ()))
    assert {*range(400, 600)} & {line.get("status") for line in found} >= {400, 403, 404, 500}
    assert {key for line in found for key in line} <= {*KNOWN, "trace"}


def test_what_nginx_does_not_write_has_no_line(client, lines):
    written = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text()
    [silent] = re.findall(r'"~\*(.+)" 0;', written)
    for route in routes():
        found = re.search(silent, f"{route.path} {route.path}", re.IGNORECASE)
        assert is_logged(route.path) is not (bool(found) or route.name == "health"), route
    for path in ("/idees", "/IDEES/", "/idees/proposer/anonyme/", "/recherche/?q=x", "/sante/"):
        client.get(path)
    assert [line for line in lines() if line["logger"] == request_log.logger.name] == []
