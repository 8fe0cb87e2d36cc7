"""Every address, with what was decided of it: who opens it, who sends it something; nobody else, and nothing else.

tests/addresses.csv holds one line an address, with the persons of its GET and those of its POST; a method without
persons is not taken. A new address has no line: decide, then write it. tests/registrations.csv says the same of the
models of the admin, whose addresses follow: who sees its list, cards and history, who adds, changes, deletes.

- `strangers`: whoever comes, signed in or not; `holders`: whoever comes with what the address asks for, a secret of its
  own, a signature or the answer of a sign-in elsewhere;
- `all`: every agent; `elected`: the elected members;
- the accounts of the demonstration, each for its role;
- `concerned`: those whom the row concerns, as the tests of its app say. An account beside it may open the town's first
  row, and no other account may.
"""

import csv
import inspect
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import resolve, reverse

from core.people.middleware import AGENTS_HOME, can_reach
from tests.addresses import Route, real_path, routes
from tests.answers import Answer, refusals_said_once
from tests.pages import forms_of
from tests.test_consistency import OPEN, OPEN_ADMIN
from tests.town import ACCOUNTS, signed_in_as

ELECTED = "elu"
PERSONS = [*ACCOUNTS, ELECTED]
WORDS = {"strangers", "holders", "all", "elected", "concerned", *ACCOUNTS}
LOG_OUT = "account_logout"
# Left to Django's own guard, which asks for a role: not open, whatever tests/test_consistency.py leaves out.
SCRIPT = "admin:jsi18n"
# Open to whoever comes in, not to an elected member who has.
CLOSED_ONCE_IN = {"admin:login", "mfa_authenticate"}


class Decision(NamedTuple):
    address: str
    get: frozenset[str]
    post: frozenset[str]

    @property
    def methods(self) -> set[str]:
        return {name for name, persons in (("GET", self.get), ("POST", self.post)) if persons}


def table(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open() as lines:
        return list(csv.DictReader(lines, delimiter=";"))


LINES = [
    Decision(line["address"], frozenset(line["get"].split()), frozenset(line["post"].split()))
    for line in table("addresses.csv")
]
DECIDED = {line.address: line for line in LINES}
REGISTRATIONS = {line["model"]: line for line in table("registrations.csv")}
# What a registered model's admin always has, by the column that decides of it.
OF_A_MODEL = {
    "changelist": "see",
    "change": "see",
    "history": "see",
    "add": "add",
    "delete": "delete",
    # By button: tests/test_forms_without_right.py.
    "action": "",
}


COLUMNS = ("see", "add", "change", "delete")
# The button of a card that may be changed.
SAVE = 'name="_save"'


def base_of(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def of_models() -> set[str]:
    return {f"admin:{base_of(model)}_{page}" for model in admin.site._registry for page in OF_A_MODEL}


@cache
def own_routes() -> dict[str, Route]:
    """By name; those of the models apart."""
    return {route.name: route for route in routes() if route.name and route.name not in of_models()}


def methods_of(view: Callable[..., Any] | None) -> set[str]:
    """Those that a class has or a decorator names; both where the view tells them apart itself."""
    if getattr(view, "__name__", "") == "i18n_javascript":
        # It hands over to a class of Django's that only reads.
        return {"GET"}
    while view:
        if view_class := getattr(view, "view_class", None):
            names = getattr(view, "view_initkwargs", {}).get(
                "http_method_names", view_class.http_method_names
            )
            return {
                name
                for name in ("GET", "POST")
                if name.lower() in names and hasattr(view_class, name.lower())
            }
        if named := _named_by_a_decorator(view):
            return {*named} - {"HEAD"}
        view = getattr(view, "__wrapped__", None)
    return {"GET", "POST"}


def _named_by_a_decorator(view: Callable[..., Any]) -> list[str]:
    """By Django's `require_http_methods` and what is made of it."""
    if not inspect.isfunction(view):
        return []
    return list(inspect.getclosurevars(view).nonlocals.get("request_method_list", ()))


# The table and the resolver


def test_each_address_has_one_decision():
    assert len(DECIDED) == len(LINES)
    assert [line.address for line in LINES] == sorted(DECIDED)
    assert DECIDED.keys() == own_routes().keys()
    assert REGISTRATIONS.keys() == {model._meta.label for model in admin.site._registry}
    assert {*(word for line in LINES for word in line.get | line.post)} <= WORDS


def test_each_view_takes_the_methods_decided():
    taken = {name: methods_of(route.view) for name, route in own_routes().items()}
    assert {
        name: (line.methods, taken[name]) for name, line in DECIDED.items() if line.methods != taken[name]
    } == {}


def test_what_is_open_to_strangers_is_said_so():
    """Here and in tests/test_consistency.py, which asks each address of the site; and by the views themselves."""
    open_to_all = {name for name, line in DECIDED.items() if "strangers" in line.get | line.post}
    by_secret = {name for name, line in DECIDED.items() if "holders" in line.get | line.post}
    assert open_to_all == OPEN | OPEN_ADMIN - {SCRIPT}
    unlocked = {
        name for name, route in own_routes().items() if not getattr(route.view, "login_required", True)
    }
    assert unlocked - OPEN_ADMIN == (open_to_all | by_secret) - OPEN_ADMIN


def test_elected_members_reach_what_is_decided():
    """As `elected_access` closes all the rest."""
    decided = {name for name, line in DECIDED.items() if "elected" in line.get | line.post}
    assert {name for name in own_routes() if can_reach(name) or name == AGENTS_HOME} == decided


# The table and what is answered


def pages_of_the_town() -> Iterator[tuple[str, str, str]]:
    """Yield the name of each address that somebody opens, the first account that does, and a path to a row."""
    for name, line in DECIDED.items():
        everybody = [account for account in ACCOUNTS if must(account, line.get)]
        if persons := everybody or [account for account in ACCOUNTS if account in line.get]:
            route = own_routes()[name]
            yield name, persons[0], real_path(route) or route.path


def may(account: str, persons: frozenset[str]) -> bool:
    everybody = {"strangers", "holders", "elected" if account == ELECTED else "all"}
    return bool(persons & {account, *everybody})


def must(account: str, persons: frozenset[str]) -> bool:
    """Whether it is enough to be who they are."""
    return may(account, persons) and not persons & {"holders", "concerned"}


def due_to(account: str, method: str) -> set[str]:
    """Addresses that answer them whatever the row."""
    due = {name for name, line in DECIDED.items() if must(account, getattr(line, method))} - {LOG_OUT}
    return due - CLOSED_ONCE_IN if account == ELECTED else due


def is_refusal(status: int, location: str) -> bool:
    doors = (reverse("account_login"), reverse("admin:login"))
    return status in (403, 404, 405) or (status == 302 and location.startswith(doors))


def is_opened(answer: Answer) -> bool:
    return answer.status < 500 and not is_refusal(answer.status, answer.headers["Location"])


@pytest.mark.parametrize("account", PERSONS)
def test_who_opens_each_address(town, answers, account):
    opened = {answer.route for answer in answers(account) if is_opened(answer)} & DECIDED.keys()
    assert {name for name in opened if not may(account, DECIDED[name].get)} == set()
    assert due_to(account, "get") - opened == set()


@pytest.mark.parametrize("account", PERSONS)
def test_who_sends_each_address_something(town, account):
    """An empty form, which is read, or refused because of who sent it; whatever it does is undone."""
    sent = {name for name, status, location in sendings(account) if not is_refusal(status, location)}
    assert {name for name in sent if not may(account, DECIDED[name].post)} == set()
    assert due_to(account, "post") - sent == set()


def sendings(account: str) -> Iterator[tuple[str, int, str]]:
    client = signed_in_as(account)
    cookies = deepcopy(client.cookies)
    with refusals_said_once():
        for name, line in DECIDED.items():
            if not line.post or name == LOG_OUT:
                continue
            route = own_routes()[name]
            with transaction.atomic():
                response = client.post(real_path(route) or route.path, {})
                transaction.set_rollback(True)
            client.cookies = deepcopy(cookies)
            yield name, response.status_code, response.headers.get("Location", "")


def test_other_methods_are_refused(town):
    """To whoever may take one of those decided: the others are refused whatever the address shows.

    Django answers OPTIONS by itself where a view does not say otherwise; PUT and DELETE are alike, and each address
    receives one of them.
    """
    clients = {account: signed_in_as(account) for account in PERSONS}
    wrong = []
    with refusals_said_once():
        for place, (name, line) in enumerate(DECIDED.items()):
            route = own_routes()[name]
            client = clients[next((each for each in PERSONS if may(each, line.get | line.post)), "admin")]
            for method in {"GET", "POST", "OPTIONS", ("PUT", "DELETE")[place % 2]} - line.methods:
                status = client.generic(method, real_path(route) or route.path).status_code
                if status != 405:
                    wrong.append((name, method, status))
    assert not wrong


@pytest.mark.parametrize("account", PERSONS)
def test_each_form_is_sent_where_it_is_taken(town, answers, account):
    """No page gives a form to somebody who may not send it, by the table."""
    wrong = set()
    for answer in answers(account):
        for form in forms_of(answer.text):
            name = resolve(urlsplit(urljoin(answer.path, form.action)).path).view_name
            line = DECIDED.get(name)
            persons = line and (line.post if form.method == "post" else line.get)
            if line and not (persons and ("concerned" in persons or may(account, persons))):
                wrong.add((answer.route, name))
    assert wrong == set()


# The admin's models


@pytest.mark.parametrize("account", PERSONS)
def test_who_sees_and_changes_each_model(town, answers, account):
    found = {label: answered(answers(account), base_of(apps.get_model(label))) for label in REGISTRATIONS}
    decided = {
        label: {column for column in COLUMNS if account in line[column].split()}
        for label, line in REGISTRATIONS.items()
    }
    assert {label: (decided[label], found[label]) for label in found if decided[label] != found[label]} == {}


def answered(answers: list[Answer], base: str) -> set[str]:
    """The columns of tests/registrations.csv that are open."""
    pages = {
        answer.route.removeprefix(f"admin:{base}_"): answer for answer in answers if answer.status == 200
    }
    opened = {OF_A_MODEL[page] for page in pages.keys() & OF_A_MODEL.keys()} - {""}
    return opened | ({"change"} if "change" in pages and SAVE in pages["change"].text else set())
