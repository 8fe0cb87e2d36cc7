"""deploy/nginx.conf by a real nginx, with the application behind it: what the logs never hold, what visitors read."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from core.mail.inbound.sender_confirmation import SALT
from core.mail.models import OutgoingMail
from core.notifications.digests import url_for
from core.people import secret_addresses
from core.people.models import Agent
from rooms.displays import screens
from rooms.pages.feeds import Feed
from suggestions.models import AnonymousDeposit
from suggestions.pages.feeds import PURPOSE
from tests.addresses import routes
from tests.nginx import CHECKOUT, Front
from tests.rooms.factories import a_room

# What an address may hold: the secret that opens it, or the name of something whose reader is signed in.
SECRET = {"secret", "token", "key", "uidb36"}
NAMES = {
    "reference", "slug", "step", "name", "message", "meeting", "number", "idea", "move", "mail", "comment",
    "document", "telling", "opinion", "action_name", "year", "attendee", "asked", "site", "wait", "screen",
    "link", "problem", "closure", "series", "scan", "manual_reference", "session", "position", "direction",
    "correction", "file", "imported", "content_type_id", "object_id", "app_label", "url", "follow_up",
    "deadline", "subject", "issue", "article", "assessment", "day", "priority", "heading", "survey",
    "interview", "level", "tip", "picture", "absence", "message_key", "passkey", "decision", "version",
    "kind", "elimination", "provider", "member_reference", "request_reference", "assignment", "skill",
    *(f"{name}_reference" for name in ("note", "folder", "file", "event", "decision", "thread")),
}  # fmt: skip
CHOICES = (
    "proposer", "anonyme", "avec-mon-nom", "mon-nom-cache", "suivi", "semblables", "drafts.js", "GET /idees",
    "POST /idees",
)  # fmt: skip
LARGE = {"Content-Length": str(400 * 1024 * 1024)}

pytestmark = [pytest.mark.timeout(600), pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def nginx(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    front = Front(folder, folder / "documents")
    try:
        front.start()
        yield front
    finally:
        front.remove()


@pytest.fixture
def session(author: Agent, signed_in: Callable[[Agent], Client]) -> str:
    return f"sessionid={signed_in(author).cookies['sessionid'].value}"


def quiet() -> Iterator[re.Pattern[str]]:
    """The two expressions of deploy/nginx.conf, for the access log and for errors."""
    written = (CHECKOUT / "deploy" / "nginx.conf").read_text()
    access = re.search(r'"~\*(.+)" 0;', written)
    errors = re.search(r"location ~\* (\^/\(idees\|.+) \{\n\s+error_log /dev/null;", written)
    assert access
    assert errors
    return (re.compile(found[1], re.IGNORECASE) for found in (access, errors))


def send(nginx: Front, path: str, data: dict[str, str], session: str = "") -> Any:
    """By the page's own form: its cookie and its hidden token."""
    page = nginx.get(path, headers={"Cookie": session})
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token, page.text
    headers = {"Cookie": f"{session}; {cookie}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"csrfmiddlewaretoken": token[1], **data})
    return nginx.ask("POST", path, body=body, headers=headers)


def said_of(nginx: Front, words: tuple[str, ...]) -> list[str]:
    # Spoken of by the page that a log must hold, so that an empty log proves nothing.
    nginx.get("/annuaire/?q=zzz")
    logs = nginx.logs()
    assert '"GET /annuaire/" ' in logs
    return [line for line in logs.splitlines() if any(word in line for word in (*words, "q=zzz"))]


def every_way(nginx: Front, path: str, headers: dict[str, str] | None = None) -> None:
    """As a program or a person may ask for it: without its slash, in clear, with other methods, too large."""
    for asked in (path, path.rstrip("/"), f"{path}?page=2", path.replace("/", "//", 1), path.upper()):
        nginx.get(asked, headers=headers)
        nginx.get(asked, headers=headers, is_tls=False)
    nginx.ask("HEAD", path, headers=headers)
    nginx.ask("PUT", path, body="x", headers=headers)
    nginx.ask("POST", path, body="x", headers=headers)
    for large in (path, path.rstrip("/")):
        answer = nginx.ask("POST", large, headers={**(headers or {}), **LARGE})
        assert (answer.status, "Envoi trop lourd" in answer.text) == (413, True)


def test_no_log_says_how_an_idea_was_proposed(nginx, session):
    for page in ("anonyme", "avec-mon-nom", "mon-nom-cache", "pour-un-collegue"):
        form = nginx.get(f"/idees/proposer/{page}/", headers={"Cookie": session})
        assert form.status == 200
        for file in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', form.text)):
            assert nginx.get(file).status == 200
        every_way(nginx, f"/idees/proposer/{page}/", {"Cookie": session})
    every_way(nginx, "/idees/suivi/", {"Cookie": session})
    every_way(nginx, "/idees/semblables/", {"Cookie": session})
    nginx.ask("POST", "/documents/envois/", body="x", headers={"Cookie": session})
    words = {"title": "Moins de tampons", "problem": "Trois pour une clé.", "proposal": "Un seul."}
    sent = send(nginx, "/idees/proposer/anonyme/", words, session)
    assert sent.status == 200
    assert AnonymousDeposit.objects.count() == 1
    sent = send(nginx, "/idees/suivi/", {"code": "abcd-efgh-jkmn-pqrs"}, session)
    assert sent.status == 200
    assert said_of(nginx, (*CHOICES, "/static/", "POST /documents/envois")) == []


def test_no_log_holds_the_secret_of_an_address(nginx, author, room_manager):
    mine = Feed()
    _, screen = screens.create(a_room(), name="Hall", by=room_manager)
    confirmation = signing.TimestampSigner(salt=SALT).sign("zzzzzzzzzzzz")
    paths = {
        reverse("suggestions:feed", args=[secret_addresses.give(author, PURPOSE)]): 200,
        mine.path(secret_addresses.give(author, mine.purpose)): 200,
        urlsplit(screen).path: 200,
        url_for(author): 200,
        reverse("mail:confirm", args=[confirmation]): 404,
    }
    assert send(nginx, "/compte/mot-de-passe/oublie/", {"email": author.email}).status == 302
    link = re.search(r"/compte/mot-de-passe/nouveau/[^\s<\"]+", OutgoingMail.objects.get().body)
    assert link
    paths[link[0]] = 302
    paths |= {route.path: 0 for route in routes() if SECRET & route.arguments.keys()}
    for path, expected in paths.items():
        if expected:
            assert nginx.get(path).status == expected, path
        every_way(nginx, path)
    parts = {part for path in paths for part in re.split(r"[/:]", path) if len(part) > 20}
    assert len(parts) >= 6
    assert said_of(nginx, (*parts, "zzzzzzzzzzzz", "abcde-0123456789")) == []


def test_visitors_read_french_while_the_site_is_away(nginx, session, author):
    secret = secret_addresses.give(author, PURPOSE)
    nginx.stop("gunicorn")
    try:
        for path in ("/", f"/idees/flux/{secret}/", "/idees/proposer/anonyme/", "/static/intranet.css"):
            answer = nginx.get(path, headers={"Cookie": session})
            assert (answer.status, answer.headers["Retry-After"]) == (502, "60")
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert "L’intranet revient dans un moment" in answer.text
        assert said_of(nginx, (secret, *CHOICES, "/static/")) == []
    finally:
        nginx.start_site()


def test_visitors_read_french_while_the_site_is_closed(nginx, author):
    secret = secret_addresses.give(author, PURPOSE)
    nginx.maintenance.touch()
    try:
        for path in ("/", f"/idees/flux/{secret}/", "/documents-gardes/ab/cd/zzz", "/sante/"):
            for method in ("GET", "POST"):
                answer = nginx.ask(method, path)
                assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
                assert answer.headers["Cache-Control"] == "no-store"
                assert "L’intranet revient dans un moment" in answer.text
        assert said_of(nginx, (secret,)) == []
    finally:
        nginx.maintenance.unlink()
    assert nginx.get("/compte/connexion/").status == 200


def test_a_file_that_is_asked_for_by_itself_is_refused_in_french(nginx):
    answer = nginx.get("/documents-gardes/ab/cd/zzz")
    assert answer.status == 404
    assert "Ce fichier n’est pas à sa place" in answer.text


def test_every_address_with_a_secret_is_in_no_log():
    """A new one is added to SECRET_ADDRESSES and to deploy/nginx.conf; a new argument, to one of the sets above."""
    arguments = {name for route in routes() for name in route.arguments}
    assert arguments <= SECRET | NAMES
    paths = [route.path for route in routes() if SECRET & route.arguments.keys()]
    assert len(paths) >= 9
    for expression in quiet():
        assert [path for path in paths if not expression.search(path)] == []
    assert [path for path in paths if not path.startswith(tuple(settings.SECRET_ADDRESSES))] == []


def test_what_agents_choose_and_every_page_of_ideas_is_in_no_log():
    """Signed up for a day without a printer, what was hardest, a lesson followed: with the time and the computer."""
    begins = ("printerless_", "tips:course", "tips:lesson", "tips:diploma")
    paths = [route.path for route in routes() if route.name.startswith(begins)]
    assert len(paths) > 12
    for expression in quiet():
        assert [path for path in paths if not expression.search(path)] == []
    assert [path for path in paths if not f"{path}x".startswith(tuple(settings.SECRET_ADDRESSES))] == []
    # The first who reads a new idea is its author; those who write of theirs are.
    paths = [route.path for route in routes() if route.name.startswith("suggestions:")]
    for expression in quiet():
        assert [path for path in [*paths, "/static/js/drafts.js"] if not expression.search(path)] == []
