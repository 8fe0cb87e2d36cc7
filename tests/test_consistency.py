"""What must hold for the site as a whole, whoever adds a page, a template or a setting."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from tests.addresses import routes
from tests.answers import Answer
from tests.town import ACCOUNTS

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"

# Pages for whoever has not signed in.
OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "sign_in_code",
    # It leads to the first page of the sign-in while none is under way.
    "mfa_authenticate",
    "help",
    "accessibility",
    "legal_notice",
    "health",
}
# Words and dates of the admin's scripts, without a person or a row.
OPEN_ADMIN = {"admin:jsi18n", "admin:login"}

# Templates that Django, allauth or the forms' renderer look for by name.
OVERRIDES = {
    "admin/pagination.html",
    "admin/search_form.html",
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "429.html",
    "500.html",
    "503.html",
    "admin/base_site.html",
    "admin/change_list_results.html",
    "admin/index.html",
    # Chosen by the app of the import (core/imports/views.py).
    *(
        f"{app}/import_{page}.html"
        for app in ("deliberations", "directory", "manuals", "rooms")
        for page in ("create", "detail")
    ),
    # Chosen by the kind of notification (core/approvals/notifications.py).
    *(
        f"approvals/mails/{kind}.txt"
        for kind in ("approved", "asked", "escalated", "reminded", "reopened", "returned")
    ),
    "account/account_inactive.html",
    "account/login.html",
    "account/logout.html",
    "account/reauthenticate.html",
    "mfa/authenticate.html",
    "mfa/index.html",
    "mfa/reauthenticate.html",
    "mfa/messages/recovery_codes_generated.txt",
    "mfa/messages/totp_activated.txt",
    "mfa/messages/webauthn_added.txt",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_reset_done.html",
    "account/password_reset_from_key.html",
    "account/password_reset_from_key_done.html",
    "account/email/password_reset_key_message.txt",
    "account/email/password_reset_key_subject.txt",
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/password_changed.txt",
    "django/forms/field.html",
    "django/forms/errors/list/default.html",
    "django/forms/errors/list/ul.html",
}


# Doors


@pytest.mark.django_db
def test_every_address_is_closed_to_strangers(client):
    left_open = []
    doors = (reverse("account_login"), reverse("admin:login"))
    for route in routes():
        if route.name in OPEN or route.name in OPEN_ADMIN:
            continue
        for response in (client.get(route.path), client.post(route.path)):
            to_login = response.status_code == 302 and response.url.startswith(doors)
            if not to_login and response.status_code not in (404, 405):
                left_open.append((str(route), response.status_code))
    assert not left_open


@pytest.mark.django_db
def test_what_is_said_open_exists_and_opens(client):
    by_name = {route.name: route for route in routes()}
    assert by_name.keys() >= OPEN | OPEN_ADMIN
    for name in OPEN:
        response = client.get(by_name[name].path, follow=True)
        assert response.status_code == 200, name


ADMIN_ROUTES = {route.name for route in routes() if route.is_admin} - OPEN_ADMIN


def test_every_admin_page_opens_or_says_why(town, answers):
    """Between them, the demonstration's accounts open every list, card and history of the admin."""
    statuses = [
        {answer.path: answer.status for answer in answers(name)}
        for name in ("admin", "groupe", "salles", "annuaire", "conseil", "drh", "courrier", "veille")
    ]
    unopened = []
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths = [reverse(f"{base}_changelist")]
        if first := model._base_manager.order_by("pk").first():
            paths += [reverse(f"{base}_{page}", args=[first.pk]) for page in ("change", "history")]
        for path in paths:
            answered = [by_path[path] for by_path in statuses]
            if 200 not in answered or not {*answered} <= {200, 302, 403, 404}:
                unopened.append((path, answered))
    assert not unopened


def test_the_admin_is_closed_to_an_agent_without_a_role(town, answers):
    asked = {answer.path: answer for answer in answers("agent") if answer.route in ADMIN_ROUTES}
    assert {answer.route for answer in asked.values()} == ADMIN_ROUTES
    opened = [path for path, answer in asked.items() if answer.status not in (302, 403, 404)]
    assert not opened


# Reading


class Offences(HTMLParser):
    """What a strict content policy would refuse in a page."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "style" in given:
            self.found.append(f"<{tag} style={given['style']!r}>")
        self.found += [f"<{tag} {name}=…>" for name in given if re.fullmatch(r"on[a-z]+", name)]
        runs = tag in ("script", "style") and given.get("type") != "application/json"
        if runs and "src" not in given and not (self.nonce and given.get("nonce") == self.nonce):
            self.found.append(f"<{tag}> without the nonce")
        if (given.get("href") or given.get("src") or "").startswith(("http:", "https:", "//")) and tag != "a":
            self.found.append(f"<{tag}> from outside")


# Stock pages whose style attributes the browser ignores: they are read without them, and nothing is lost.
STYLED = ("admin:procrastinate_",)


def offences_of(answer: Answer) -> Iterator[str]:
    if not answer.headers["Content-Type"].startswith("text/html"):
        return
    policy = answer.headers["Content-Security-Policy"]
    if not policy or "unsafe" in policy:
        yield f"policy: {policy!r}"
    nonce = re.search(r"'nonce-([^']+)'", policy)
    offences = Offences(nonce[1] if nonce else "")
    offences.feed(answer.text)
    for offence in offences.found:
        if not (answer.route.startswith(STYLED) and " style=" in offence):
            yield offence


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_get_writes_or_fails_or_leaves_the_policy(town, answers, account):
    """The read-only transaction turns a GET that writes into a 500; the strict content policy covers every page."""
    faults: list[tuple[str, object]] = []
    for answer in answers(account):
        if answer.status >= 500:
            faults.append((answer.path, answer.status))
        faults += [(answer.path, offence) for offence in offences_of(answer)]
    assert not faults


class MainButtons(HTMLParser):
    """The yellow buttons of a page, those that a fold hides apart."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self._folds: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "details":
            self._folds.append("open" not in given)
        classes = {*(given.get("class") or "").split()}
        is_yellow = ("act" in classes and not classes & {"second", "danger", "is-on"}) or (
            {"object-action", "main"} <= classes
        )
        # A fold's own summary shows.
        is_folded = any(self._folds[:-1] if tag == "summary" else self._folds)
        self.count += is_yellow and not is_folded and "hidden" not in given

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self._folds:
            self._folds.pop()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_page_has_one_main_button(town, answers, account):
    several = {}
    for answer in answers(account):
        buttons = MainButtons()
        buttons.feed(answer.text)
        if buttons.count > 1:
            several[answer.path] = buttons.count
    assert not several


class Structure(HTMLParser):
    """Faults that assistive technology meets in a page: headings, tables, fields, language."""

    NOT_FIELDS = ("hidden", "submit", "button", "image", "reset")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._level = self._labels = self._captions = 0
        self._named: set[str | None] = set()
        self._fields: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            if int(tag[1]) > self._level + 1:
                self.found.append(f"<{tag}> under <h{self._level}>")
            self._level = int(tag[1])
        elif tag == "html" and given.get("lang") != "fr":
            self.found.append(f"<html lang={given.get('lang')}>")
        elif tag == "th" and "scope" not in given:
            self.found.append("<th> without scope")
        elif tag in ("table", "caption") and not given.keys() & {"aria-labelledby", "role"}:
            # The layout of a mail has the role of a presentation.
            self._captions += 1 if tag == "caption" else -1
        elif tag == "label":
            self._labels += 1
            self._named.add(given.get("for"))
        elif tag in ("input", "select", "textarea") and given.get("type") not in self.NOT_FIELDS:
            # The admin's script names the two lists that it makes of a `selectfilter`.
            is_named = self._labels or given.keys() & {"aria-label", "aria-labelledby", "data-is-stacked"}
            self._fields += [] if is_named else [given.get("id")]

    def handle_endtag(self, tag: str) -> None:
        self._labels -= tag == "label"

    def faults(self) -> list[str]:
        captions = ["<table> without caption"] * (self._captions < 0)
        fields = [f"field {name} without label" for name in self._fields if name not in self._named]
        return self.found + captions + fields


@pytest.mark.parametrize("account", ACCOUNTS)
def test_headings_tables_fields_and_language_are_said(town, answers, account):
    faults = {}
    for answer in answers(account):
        structure = Structure()
        if answer.is_page and "<html" in answer.text and not answer.route.startswith(STYLED):
            structure.feed(answer.text)
        if found := structure.faults():
            faults[answer.path] = found
    assert not faults


# Templates


def written_templates() -> Iterator[Path]:
    return (path for path in TEMPLATES.rglob("*") if path.is_file())


def test_every_template_is_used():
    sources = [*written_templates(), *_code()]
    words = {path: path.read_text() for path in sources}
    unused = []
    for template in written_templates():
        name = template.relative_to(TEMPLATES).as_posix()
        named = any(
            f'"{name}"' in text or f'"{name}#' in text for path, text in words.items() if path != template
        )
        if not named and name not in OVERRIDES:
            unused.append(name)
    assert not unused
    assert not {name for name in OVERRIDES if not (TEMPLATES / name).is_file()}


def _code() -> Iterator[Path]:
    """Of the product: not every rung of `core` is an installed app."""
    for package in ROOT.glob("*/__init__.py"):
        if package.parent.name not in {"tests", "benchmarks"}:
            yield from package.parent.rglob("*.py")


def test_names_are_sorted_for_a_french_reader():
    """The database sorts by code points, « Éducation » after « Voirie »: names go through `alphabetical`."""
    name = re.compile(r"(?:^-?|__|first_|last_)(?:name|title)$")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _code()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "order_by"
        and any(isinstance(each, ast.Constant) and name.search(str(each.value)) for each in node.args)
    ]
    assert not found


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a style attribute", r"<[^>]*\sstyle\s*="),
        ("a handler in an attribute", r"<[^>]*\son[a-z]+\s*="),
        ("an inline script", r"<script(?![^>]*\bsrc=)(?![^>]*nonce)"),
        ("something from outside", r"""(?:src|srcset|action)\s*=\s*["'](?:https?:)?//"""),
        ("safe, which trusts what was typed", r"\{%\s*autoescape off"),
    ],
)
def test_templates_hold_nothing_inline(fault, pattern):
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in written_templates()
        if path.suffix == ".html"
        for match in re.finditer(pattern, path.read_text())
    ]
    assert not found, f"{fault}: {found}"


def test_dark_changes_nothing_but_colours():
    """Which is why tests/browser/test_pages.py asks in dark about colours only."""
    scripts = [path for path in (ROOT / "static").rglob("*.js") if "color-scheme" in path.read_text()]
    pages = [path for path in written_templates() if "prefers-color-scheme" in path.read_text()]
    # A mail is no page of the site: its own tests look at it in both.
    assert not scripts + [path for path in pages if path != TEMPLATES / "mail" / "outbound_message.html"]
    sheets = "\n".join(path.read_text() for path in (ROOT / "static").rglob("*.css"))
    starts = [found.end() for found in re.finditer(r"@media \(prefers-color-scheme: dark\) \{", sheets)]
    assert len(starts) == sheets.count("prefers-color-scheme") >= 2
    names = {name for start in starts for name in re.findall(r"[{;]\s*([\w-]+)\s*:", _block(sheets, start))}
    assert {name for name in names if not name.startswith("--")} <= {"color", "background", "border-color"}


def test_a_picture_in_a_custom_property_has_a_whole_address():
    """The sheet that uses the property would read another one from where it stands itself."""
    sheets = "\n".join(path.read_text() for path in (ROOT / "static").glob("*.css"))
    addresses = re.findall(r"--[\w-]+:\s*url\(\"?([^\")]+)", sheets)
    assert addresses
    assert not [address for address in addresses if not address.startswith("/static/")]
    missing = [address for address in addresses if not finders.find(address.removeprefix("/static/"))]
    assert not missing


def _block(sheet: str, start: int) -> str:
    """What stands between the brace before `start` and the one that closes it."""
    depth, end = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(sheet[end], 0)
        end += 1
    return sheet[start:end]


# Settings and migrations


@pytest.mark.django_db
def test_migrations_follow_the_models():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


PRODUCTION = {
    "SECRET_KEY": "9f-Zk4_Lq7vB2xNw8rTy3uHs6mGd1pJc5aEoXiKbQhVtRnYz0WmUeSdCgFlA",
    "ALLOWED_HOSTS": "intranet.ville.fr",
    "TOWN_NAME": "Villefranche",
    "TOWN_SIRET": "21310583500017",
    "LEGAL_CONTACT": "communication@ville.fr",
    "MAIL_FROM": "intranet@ville.fr",
    "DOCUMENTS_DIR": "/var/lib/intranet/documents",
}


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a fresh process, with the environment of a real service."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "DATABASE_URL")
    }
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "TRIAL": "false",
        **PRODUCTION,
        **variables,
    }
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_the_deployment_check_says_nothing():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stdout + done.stderr


@pytest.mark.parametrize("hosts", ["intranet.ville.example", "*", "127.0.0.1,10.0.0.4"])
def test_the_trial_stays_on_this_machine(hosts):
    done = manage("check", TRIAL="true", ALLOWED_HOSTS=hosts)
    assert done.returncode != 0
    assert "TRIAL=true n’est permis que sur cette machine" in done.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"ALLOWED_HOSTS": "intranet.ville.fr,*"}, "ALLOWED_HOSTS ne peut pas contenir « * »"),
        ({"DEBUG": "true"}, "DEBUG=true n’est permis qu’à l’essai"),
    ],
)
def test_what_only_the_trial_may_does_not_start_elsewhere(variables, words):
    done = manage("check", **variables)
    assert done.returncode != 0
    assert words in done.stderr


def test_the_example_filled_with_the_four_keys_says_what_is_missing():
    written = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    needed = {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SITE_URL"}
    own = {**PRODUCTION, "SITE_URL": "https://intranet.ville.fr", "DATABASE_URL": os.environ["DATABASE_URL"]}
    done = manage("check", "--deploy", **{**written, **{name: own[name] for name in needed}})
    assert {*re.findall(r"\(web\.E004\) (\w+)", done.stderr)} == {
        *("TOWN_NAME", "LEGAL_PUBLISHER", "COUNCIL_NAME", "TOWN_SIRET", "LEGAL_CONTACT", "MAIL_FROM")
    }
    assert "Port-Mimosa" not in "".join(written.values())


def test_a_service_without_a_key_does_not_start():
    done = manage("check", SECRET_KEY="")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_the_trial_relaxes_three_things_only():
    """HTTPS redirect, HSTS and secure cookies; nothing else of the deployment check."""
    done = manage("check", "--deploy", TRIAL="true", ALLOWED_HOSTS="127.0.0.1")
    codes = {*re.findall(r"security\.W\d+", done.stdout + done.stderr)}
    assert codes <= {f"security.W{number}" for number in ("004", "005", "008", "012", "016", "021")}


@pytest.mark.django_db
def test_the_database_is_the_one_that_the_town_runs():
    assert connection.vendor == "postgresql"


def test_every_route_has_a_name():
    """The admin's redirections of old addresses and its catch-all have none."""
    nameless = [route.pattern for route in routes() if not route.name]
    assert not [pattern for pattern in nameless if not pattern.startswith("administration/")]
