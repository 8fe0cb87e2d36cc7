"""Every form, address and page under each role, with what nobody sends: never a 500; see tests/fuzzing.py."""

import copy
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.addresses import Route, real_path, routes
from tests.answers import EVERYONE, Answer, refusals_said_once
from tests.fuzzing import BODIES, PARTS, ROUNDS, drawn, encoded, headers, kind_of, mutated, query, quoted
from tests.pages import forms_of
from tests.test_bad_input import failure, names_on, own_pages_of, posted_forms
from tests.town import ACCOUNTS, signed_in_as

STRANGER = ""
Faults = list[tuple[str, str, str]]


@pytest.fixture(autouse=True)
def _refusals_said_once() -> Iterator[None]:
    with refusals_said_once():
        yield


class Sender:
    """Sends as one account; what is written is rolled back, and what the browser is told to keep is forgotten."""

    def __init__(self, account: str) -> None:
        self.client = signed_in_as(account) if account else Client(raise_request_exception=False)
        self.cookies = copy.deepcopy(self.client.cookies)
        self.faults: Faults = []

    def send(self, method: str, path: str, drawn_from: object, *body: Any, **sent: Any) -> None:
        with transaction.atomic():
            response = self.client.generic(method, path, *body, **sent)
            transaction.set_rollback(True)
        self.client.cookies = copy.deepcopy(self.cookies)
        if said := failure(response):
            self.faults.append((f"{method} {path[:200]}", repr(drawn_from)[:600], said))


def rounds(*words: object) -> Iterator[Random]:
    return (drawn(*words, turn) for turn in range(ROUNDS))


def names_of(paths: Iterable[str]) -> Iterator[str]:
    """Yield the name of each address and how often it came; its keys are others each time that the town is loaded."""
    seen: Counter[str] = Counter()
    for path in paths:
        name = resolve(urlsplit(path).path).view_name
        seen[name] += 1
        yield f"{name} {seen[name]}"


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_form_brings_the_site_down(answers, account):
    sender = Sender(account)
    forms = posted_forms(answers, account)
    for name, (target, form) in zip(names_of(target for target, _ in forms), forms, strict=True):
        for random in rounds(name):
            sent = mutated(random, form)
            sender.send("POST", target, sent, *encoded(random, sent))
    assert not sender.faults


# The pages of one account in quarters: an administrator's are too many for one test's time.
@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_query_or_header_brings_a_page_down(answers, account, quarter):
    """Each page in turn: by its parameters, or by what a browser says of itself."""
    sender = Sender(account)
    pages = own_pages_of(answers, account)
    named = zip(names_of(page.path for page in pages), pages, strict=True)
    for place, (name, page) in [*enumerate(named)][quarter::4]:
        kinds = kinds_on(page)
        for turn, random in enumerate(rounds(name)):
            if (place + turn) % 3 and page.parameters:
                asked = query(random, kinds)
                sender.send("GET", page.path, asked, QUERY_STRING=asked)
            else:
                said = headers(random)
                sender.send(random.choice(["GET", "HEAD"]), page.path, said, headers=said)
    assert not sender.faults


def kinds_on(page: Answer) -> dict[str, str]:
    """What each parameter of the page holds, by its forms and its links."""
    links = re.findall(r'href="[^"#]*\?([^"#]+)"', page.text)
    kinds = {name: kind_of(value) for link in links for name, value in parse_qsl(html.unescape(link))}
    for form in forms_of(page.text):
        kinds |= form.kinds if form.method == "get" else {}
    return dict.fromkeys(names_on(page), "") | kinds


@pytest.mark.parametrize("account", [EVERYONE, "admin", STRANGER])
def test_no_part_of_an_address_brings_the_site_down(answers, account):
    """Each address that takes an argument, by who comes as far as its view."""
    sender = Sender(account)
    for route in routes():
        if "<" not in route.pattern or not route.name or (route.is_admin and account != "admin"):
            continue
        for random in rounds(route.name):
            sender.send(random.choice(["GET", "POST"]), odd_path(route, random), route.name)
    assert not sender.faults


def odd_path(route: Route, random: Random) -> str:
    """One argument is odd, the others lead to a row where there is one."""
    known = resolve(real_path(route) or route.path).kwargs
    odd = random.choice(sorted(route.arguments))

    def part(found: re.Match[str]) -> str:
        kind, name = found.groups()
        return quoted(random.choice(PARTS[kind])) if name == odd else str(known[name])

    return "/" + re.sub(r"<(\w+):(\w+)>", part, route.pattern)


@pytest.mark.parametrize("account", [EVERYONE, "admin", STRANGER])
def test_no_body_brings_an_address_down(answers, account):
    """Each address is sent one of them, whether it takes it or not."""
    sender = Sender(account)
    for route in routes():
        if route.is_admin and account != "admin":
            continue
        for random in rounds(route.name):
            body = random.choice(BODIES)
            sender.send("POST", real_path(route) or route.path, body, *body, headers=headers(random))
    assert not sender.faults
