"""Whatever is sent, the answer is in French, in the frame, and gives back what was typed; never a 500."""

import html
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from urllib.parse import quote, unquote, urljoin

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.addresses import Route, routes
from tests.answers import ALL, EVERYONE, Answer, Answers, refusals_said_once, watched
from tests.pages import FRAME, Form, forms_of
from tests.town import ACCOUNTS, signed_in_as

LOG_OUT = "/compte/deconnexion/"
# A mail program posts it, with the signature in its address for a token (RFC 8058).
ONE_CLICK = "/courrier/desabonnement/"


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """Thousands of refusals are not kept in the log, each with its request."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(level)


@pytest.fixture
def _refusals_said_once() -> Iterator[None]:
    """The page of a refusal holds nothing of what was sent: in a test, it is written once for the same words."""
    with refusals_said_once():
        yield


def failure(response: HttpResponse) -> str:
    """Empty unless the server stumbled."""
    if response.status_code < 500:
        return ""
    return f"{response.status_code} {getattr(response, 'exc_info', None) and response.exc_info[1]!r}"


def pages_of(answers: Answers, account: str) -> list[Answer]:
    """Each page that this account reads."""
    return [answer for answer in answers(account) if answer.is_page]


def own_pages_of(answers: Answers, account: str) -> list[Answer]:
    """Those that no account before it in the list reads, the first of which stands for every agent."""
    before = ACCOUNTS[: ACCOUNTS.index(account)]
    common = {answer.path for other in before for answer in pages_of(answers, other)}
    return [answer for answer in pages_of(answers, account) if answer.path not in common]


Forms = dict[tuple[str, tuple[str, ...]], Form]
# Parsed once for each account: the town is the same before every test.
PARSED: dict[str, Forms] = {}


def posted_forms(answers: Answers, account: str) -> list[tuple[str, Form]]:
    """Each form that this account could send and none before it in the list, with the address that takes it, once."""
    before = {key for other in ACCOUNTS[: ACCOUNTS.index(account)] for key in _forms_of(answers, other)}
    return [(key[0], form) for key, form in _forms_of(answers, account).items() if key not in before]


def _forms_of(answers: Answers, account: str) -> Forms:
    if account not in PARSED:
        PARSED[account] = {}
        for page in pages_of(answers, account):
            for form in forms_of(page.text):
                target = urljoin(page.path, form.action)
                if form.method == "post" and target != LOG_OUT:
                    PARSED[account].setdefault((target, tuple(sorted(form.values))), form)
    return PARSED[account]


# Forms

# A word that no page holds: once cleaned, it is all that is left of it.
NUL = "quetzal\x00"
NUMBER = "-99999999999999999999"
LONG = "é" * 60_000
ODD = (
    "<img src=x onerror=alert(1)></textarea><script>alert('x')</script>\"'>"
    "\r\nBcc: tous@ville.example\r\nX-Autre: oui\n\n\u202e\ufeff\U0001f600²٣"
)
# The inputs whose text a form takes as it is; a text area has no kind.
OF_TEXT = {"", "text", "search", "password"}


def taken(form: Form) -> dict[str, str]:
    """What the form may take, so that an action receives it: dates, numbers and addresses stay as they are."""
    return {
        name: ODD[: form.lengths[name]] if name in form.lengths else ODD + LONG
        for name in form.written
        if form.kinds.get(name, "") in OF_TEXT
    }


def refused(form: Form) -> dict[str, str]:
    """What each field must refuse by itself; each says so, whatever stands in the others."""
    return dict.fromkeys(taken(form), NUL) | _typed(form, NUMBER, ODD)


def outsized(form: Form) -> dict[str, str]:
    """Too long for the fields that say how much they take, alone: a NUL is refused before the length is looked at."""
    bounded = sorted(taken(form).keys() & form.lengths.keys())
    long = {name: (LONG, NUMBER)[place % 2] for place, name in enumerate(bounded)}
    return dict.fromkeys(taken(form), NUMBER) | long | _typed(form, ODD, NUMBER)


def _typed(form: Form, *poisons: str) -> dict[str, str]:
    """For dates, numbers and addresses, in turn."""
    names = sorted(form.written - taken(form).keys())
    return {name: poisons[place % len(poisons)] for place, name in enumerate(names)}


POISONS = {"taken": taken, "refused": refused, "outsized": outsized}


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What is sent finds the town as it was loaded, whatever was sent before."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


@pytest.mark.usefixtures("_refusals_said_once")
@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("poison", POISONS)
def test_no_field_brings_a_form_down(answers, account, poison):
    """The poison in every field that people type in: no 500, and a form that comes back comes back filled."""
    client = signed_in_as(account)
    faults = []
    for target, form in posted_forms(answers, account):
        written = POISONS[poison](form)
        # A field of dates or numbers may show what it had.
        shown = [written[name] for name in taken(form).keys() - form.secret]
        with undone(client):
            response = client.post(target, form.values | written)
        if said := failure(response):
            faults.append((target, said))
        elif shown and _came_back(form, response) and all(_is_lost(value, response.text) for value in shown):
            faults.append((target, "what was typed is lost"))
        if "<script>alert('x')" in response.text or "<img src=x" in response.text:
            faults.append((target, "HTML not escaped"))
    assert not faults


def _came_back(form: Form, response: HttpResponse) -> bool:
    """Rather than a page that says what was done."""
    written = form.written - form.secret
    return bool(
        written
        and response.status_code == 200
        and any(written <= again.written for again in forms_of(response.text))
    )


def _is_lost(value: str, page: str) -> bool:
    """Whether none of the fields holds the text any more, escaped, cleaned or as it was."""
    kept = {html.escape(value), html.escape(value.strip()), html.escape(" ".join(value.split()))}
    kept |= {text.replace("&#x27;", "&#39;") for text in kept} | {text.replace("\r\n", "\n") for text in kept}
    words = value.replace("\x00", " ").split()[0][:200]
    return not any(text in page for text in kept) and html.escape(words) not in page


@pytest.mark.usefixtures("_refusals_said_once")
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_choice_or_hidden_field_brings_a_form_down(answers, account):
    """As above in all the others: hidden keys, lists, the admin's own counters; then in every field, and in none."""
    client = signed_in_as(account)
    faults = []
    for place, (target, form) in enumerate(posted_forms(answers, account)):
        others = form.values.keys() - form.written
        for sent in (
            form.values | dict.fromkeys(others, NUMBER),
            form.values | dict.fromkeys(others, NUL + ODD),
            # The first hides the others: one poison for each form, in turn.
            dict.fromkeys(form.values, (NUL, ODD, NUMBER)[place % 3]),
            {},
        ):
            with undone(client):
                response = client.post(target, sent)
            if said := failure(response):
                faults.append((target, [*sent.values()][:1], said))
    assert not faults


# Addresses

PARAMETERS = {
    "page",
    "q",
    "o",
    "p",
    "e",
    "all",
    "next",
    "_changelist_filters",
    "_to_field",
    "_popup",
    "_source_model",
    "id__exact",
}
ABSURD = [
    "-1",
    "0",
    "999999999999999999999999",
    "²",
    "٣",
    "1e9",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "24:61",
    "\x00<script>alert(1)</script>' OR 1=1 --",
    "//ailleurs.example/",
    "é" * 3000,
]


@pytest.mark.usefixtures("_refusals_said_once")
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_parameter_brings_a_page_down(answers, account):
    client = signed_in_as(account)
    faults = []
    for page in own_pages_of(answers, account):
        names = PARAMETERS | names_on(page)
        # What reads none of its parameters answers the same to all.
        for value in ABSURD if page.parameters and not _is_list_of_the_admin(page) else ABSURD[-1:]:
            response, parameters = watched(client, page.path, dict.fromkeys(names, value))
            if said := failure(response):
                faults.append((page.path, value[:30], said))
            assert page.parameters or not parameters
    assert not faults


def _is_list_of_the_admin(page: Answer) -> bool:
    """In tests/test_admin_lists.py, each of its parameters receives all that cannot be read."""
    return page.route.startswith("admin:") and page.route.endswith("_changelist")


def names_on(page: Answer) -> set[str]:
    names = _linked_parameters(page.text)
    for form in forms_of(page.text):
        names |= form.values.keys() if form.method == "get" else set()
    return names


def _linked_parameters(text: str) -> set[str]:
    """The names of the parameters that the page's own links carry."""
    queries = re.findall(r'href="[^"#]*\?([^"#]+)"', text)
    return {part.partition("=")[0] for query in queries for part in html.unescape(query).split("&")}


@pytest.mark.usefixtures("_refusals_said_once")
@pytest.mark.parametrize("account", ["agent", "admin"])
def test_each_parameter_alone_is_harmless(answers, account):
    """One that is refused must not hide what another does. Only those that the page reads are tried."""
    client = signed_in_as(account)
    faults = []
    for page in own_pages_of(answers, account):
        if _is_list_of_the_admin(page):
            continue
        names = names_on(page) | {"page"}
        # Some are read only where others are filled.
        _, more = watched(client, page.path, dict.fromkeys(names, "1"))
        read = page.parameters | more
        for name in names if ALL in read else names & read:
            for value in ("\x00", "999999999999999999999999", "2026-02-30"):
                if said := failure(client.get(page.path, {name: value})):
                    faults.append((page.path, name, value[:30], said))
    assert not faults


RAW = ["\x00", "%2e%2e\udcff\udcfeé" + "a" * 3000, "../../etc/passwd", "-1", "9" * 40]


@pytest.mark.parametrize("account", ["agent", "admin", ""])
def test_no_path_brings_the_site_down(answers, account):
    """Each address that takes an argument, by who comes as far as its view."""
    client = signed_in_as(account) if account else Client(raise_request_exception=False)
    faults = []
    # The house hides a page by 404 as often as it refuses one by 403.
    opened = {answer.route for answer in answers(EVERYONE) if answer.status not in (403, 404)}
    asked = {
        route.path for route in routes() if _is_asked_by(account, route, is_refused=route.name not in opened)
    }
    for raw in (quote(raw, errors="surrogateescape") for raw in RAW):
        # What takes no argument is the same for each, and read elsewhere; what leads to no view is one page of error.
        paths = {_with_raw_argument(path, raw) for path in asked} - asked
        # The page of each refusal is written for each argument.
        with refusals_said_once():
            for path in (f"/{raw}", f"/{raw}/", *filter(_has_view, paths)):
                if said := failure(client.get(path)):
                    faults.append((path[:80], said))
    assert not faults


def _is_asked_by(account: str, route: Route, *, is_refused: bool) -> bool:
    """A stranger is refused before the view, and whoever has no role before any view of the admin."""
    if route.is_admin:
        return account == "admin"
    if not account:
        return not getattr(route.view, "login_required", True) or route.name == "suggestions:idea_detail"
    return account == EVERYONE or is_refused


def _has_view(path: str) -> bool:
    try:
        resolve(unquote(path, errors="surrogateescape"))
    except Resolver404:
        return False
    return True


def _with_raw_argument(path: str, raw: str) -> str:
    for nonsense in ("zzzzzzzzzzzz", "999999"):
        path = path.replace(nonsense, raw)
    return path


# Bodies

BODIES = [
    "account_login",
    "sign_in_code",
    "account_reset_password",
    "suggestions:idea_propose_named",
    "rooms:booking_create",
]


TOKEN = "a" * 32
ENCODED = "application/x-www-form-urlencoded"


def client_for(name: str, *, checks: bool) -> Client:
    """Signed in where the page asks for it; `checks` says whether the form's token counts, as it does in life."""
    is_door = name.startswith(("account", "sign"))
    options = {"enforce_csrf_checks": checks}
    client = Client(raise_request_exception=False, **options) if is_door else signed_in_as("agent", **options)
    client.cookies["csrftoken"] = TOKEN
    return client


@pytest.mark.parametrize("checks", [True, False])
@pytest.mark.parametrize("name", BODIES)
def test_ten_megabytes_are_refused_in_the_frame(town, name, checks):
    client, text = client_for(name, checks=checks), "x" * 10_000_000
    in_parts = client.post(reverse(name), {"csrfmiddlewaretoken": TOKEN, "text": text})
    encoded = client.post(reverse(name), f"csrfmiddlewaretoken={TOKEN}&text={text}", content_type=ENCODED)
    for response in (in_parts, encoded):
        assert response.status_code == 400
        assert FRAME in response.text
        assert "2,5 Mo" in response.text
        assert "« Retour »" in response.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("&".join(f"a{n}=1" for n in range(5000)), "application/x-www-form-urlencoded"),
        ("title=%ff%00%c3", "application/x-www-form-urlencoded"),
        ("title=é", "application/x-www-form-urlencoded; charset=latin-1"),
        ("title=é", "application/x-www-form-urlencoded; charset=n'importe quoi"),
        ("--b\r\nContent-Disposition: form-data\r\n\r\nx", "multipart/form-data"),
        ('--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nx', "multipart/form-data; boundary=b"),
        ("{", "application/json"),
        ("", "é/\x00"),
    ],
)
@pytest.mark.parametrize("checks", [True, False])
def test_odd_bodies_are_no_fault_of_the_server(town, body, kind, checks):
    for name in BODIES:
        client = client_for(name, checks=checks)
        response = client.generic("POST", reverse(name), body.encode(), content_type=kind)
        assert not failure(response), name
        if response.status_code == 400 and response.headers["Content-Type"].startswith("text/html"):
            assert FRAME in response.text


# Doors


def test_a_wrong_token_is_told_in_the_frame(answers):
    """For every address that takes a form, with a stale token as without any."""
    client = signed_in_as("admin", enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    for target, form in posted_forms(answers, "admin"):
        if target.startswith(ONE_CLICK):
            continue
        # Masked by « b », it says « b »: not the cookie's.
        for values in (form.values | {"csrfmiddlewaretoken": "b" * 32 + "c" * 32}, {}):
            response = client.post(target, values)
            assert response.status_code == 403, target
            assert FRAME in response.text
            assert "Cette page était ouverte depuis trop longtemps" in response.text
            assert "« Retour »" in response.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "cookie",
    [
        r'sessionid="a\000bcdefgh"',
        "sessionid=" + "z" * 5000,
        "sessionid=é\xff",
        "sessionid=; sessionid; =; ;;",
        r'csrftoken="\000"; sessionid=zzzz',
        "csrftoken=" + "<script>" * 20,
        r'messages="\000\377"',
        "messages=" + "a:b:c" * 50,
    ],
)
@pytest.mark.parametrize("path", ["/", "/compte/connexion/", "/administration/", "/rien/"])
@pytest.mark.django_db
def test_a_spoilt_cookie_is_no_cookie(cookie, path):
    client = Client(raise_request_exception=False)
    assert not failure(client.get(path, headers={"cookie": cookie}))
    assert not failure(client.post("/compte/connexion/", {"login": "x"}, headers={"cookie": cookie}))


# No view tells these apart: each address receives one of them, and all the addresses all of them.
ALIKE = ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"]


@pytest.mark.parametrize("account", ["agent", "admin"])
def test_no_method_brings_a_page_down(answers, account):
    """The agent sends one to every address, the administrator to those that refuse the agent."""
    client = signed_in_as(account)
    # The address that leads to a row comes first.
    paths = {answer.route: answer.path for answer in reversed(answers(EVERYONE))}
    opened = {answer.path for answer in answers(EVERYONE) if answer.status not in (403, 404)}
    faults = []
    for place, route in enumerate(routes()):
        path = paths[route.name] if route.name in paths.keys() - {""} else route.path
        if account != EVERYONE and not route.is_admin and path in opened:
            continue
        method = ALIKE[place % len(ALIKE)]
        if said := failure(client.generic(method, path, b"x")):
            faults.append((method, path, said))
    assert not faults


@pytest.mark.parametrize("account", ["agent", "admin"])
def test_a_head_brings_no_kind_of_answer_down(answers, account):
    """The view takes it for a GET (ReadOnlyGetMiddleware): one address for each kind of answer to a GET."""
    client = signed_in_as(account)
    kinds = {(answer.status, answer.headers["Content-Type"]): answer.path for answer in answers(account)}
    assert len(kinds) > 5
    assert not [(path, said) for path in kinds.values() if (said := failure(client.head(path)))]


OUTSIDE = [
    "//ailleurs.example",
    "https://ailleurs.example/",
    "javascript:alert(1)",
    "/\\ailleurs.example",
    "\x00",
]


@pytest.mark.parametrize("address", OUTSIDE)
def test_signing_in_never_leads_outside(town, address):
    client = Client(raise_request_exception=False)
    data = {"login": "agent", "password": "saperlipopette", "next": address}
    response = client.post(reverse("account_login"), data)
    assert response.status_code == 302
    assert response.url == "/"
