"""What each address answers to a GET of each account of the town: asked once a run, for every test that reads it."""

import logging
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from django import shortcuts
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client

from core.people.models import Agent
from core.web import errors
from tests.addresses import action_paths, real_path, routes
from tests.town import ACCOUNTS, signed_in_as

# The account without a role: what it reads, every agent reads.
EVERYONE = "agent"
# A page that iterates over its parameters reads them all.
ALL = "*"


@dataclass(frozen=True)
class Answer:
    """`route` is the name of the address, empty for the page of an action; `text` is empty unless it is a page.

    A refusal in the same words as one before it has no text either.
    """

    route: str
    path: str
    status: int
    headers: dict[str, str]
    text: str
    # The names of the parameters that were looked for.
    parameters: frozenset[str]
    # The names of the templates that were rendered, with those that they include or extend.
    templates: frozenset[str]

    @property
    def is_page(self) -> bool:
        return self.status == 200 and bool(self.text)


Answers = Callable[[str], list[Answer]]


class WatchedQuery(QueryDict):
    """Remembers which parameters are read. Whether there are any is no reading."""

    read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().getlist(key, default)

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.read.add(ALL)
        return super().__iter__()

    def keys(self) -> Any:
        self.read.add(ALL)
        return super().keys()

    def lists(self) -> Any:
        self.read.add(ALL)
        return super().lists()

    def items(self) -> Any:
        self.read.add(ALL)
        return super().items()

    def copy(self) -> Any:
        self.read.add(ALL)
        return super().copy()


def watched(client: Client, path: str, data: dict[str, str] | None = None) -> tuple[Any, frozenset[str]]:
    """The answer to a GET, and the names of the parameters that it read."""
    WatchedQuery.read.clear()
    with mock.patch("django.core.handlers.wsgi.QueryDict", WatchedQuery):
        response = client.get(path, data)
    return response, frozenset(WatchedQuery.read)


def answers_to(account: str, folder: Path) -> list[Answer]:
    """In the town as it was loaded: to be called before a test changes anything.

    What another process is asking is not waited for while there is an account that nobody asks.
    """
    if account != EVERYONE:
        statuses_of(EVERYONE, folder)
    file = _file_of(account, folder)
    while not file.exists():
        others = reversed(ACCOUNTS) if account != EVERYONE else ()
        if not any(_asked_now(one, folder) for one in (account, *others)):
            with _locked(account, folder):
                pass
    return pickle.loads(file.read_bytes())


def _file_of(account: str, folder: Path) -> Path:
    return folder / f"answers to {account}"


@contextmanager
def _locked(account: str, folder: Path, how: int = LOCK_EX) -> Iterator[bool]:
    """Whether the lock is held: always, unless it is asked not to wait for it."""
    with (folder / f"answers to {account}, lock").open("w") as lock:
        try:
            flock(lock, how)
        except BlockingIOError:
            yield False
        else:
            yield True


def _asked_now(account: str, folder: Path) -> bool:
    """Whether it was for this call to ask them."""
    with _locked(account, folder, LOCK_EX | LOCK_NB) as is_held:
        file = _file_of(account, folder)
        if not is_held or file.exists():
            return False
        with refusals_said_once():
            answers = list(_ask(account, folder))
        # In one go: who reads it waits for no lock.
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_bytes(pickle.dumps(answers))
        unfinished.rename(file)
        return True


def _ask(account: str, folder: Path) -> Iterator[Answer]:
    client = signed_in_as(account)
    common = {} if account == EVERYONE else statuses_of(EVERYONE, folder)
    for route in routes():
        if route.name == "account_logout":
            continue
        real = real_path(route) or route.path
        # By its method, whoever asks.
        if common.get(real) == 405:
            continue
        # A document that every agent reads was drawn for them: its page is written, and not drawn again.
        with DRAWN if common.get(real) == 200 else nullcontext():
            answer = _answer(client, route.name, real)
        yield answer
        # A key that names nothing is the same to all to whom the rows are the same, and to whom they are refused.
        if real != route.path and (account == EVERYONE or answer.status not in (403, 404, common.get(real))):
            yield _answer(client, route.name, route.path)
    for path in action_paths(Agent.objects.get(identifiant=account)):
        yield _answer(client, "", path)


DRAWN = mock.patch("core.web.pdf_rendering.pdf_of", return_value=b"%PDF-")


@contextmanager
def refusals_said_once() -> Iterator[None]:
    """Thousands of addresses are refused: the page that says so is written once for each reason, and not logged."""
    said: set[str] = set()

    def render(request: HttpRequest, template: str, context: Any = None, *, status: int) -> HttpResponse:
        words = f"{request.method} {template} {context}"
        if words in said:
            return HttpResponse(status=status)
        said.add(words)
        # Django's own: these may be asked within others, which have said other words.
        return shortcuts.render(request, template, context, status=status)

    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with mock.patch.object(errors, "render", render):
            yield
    finally:
        log.setLevel(level)


def _answer(client: Client, route: str, path: str) -> Answer:
    response, parameters = watched(client, path)
    headers = {
        name: response.headers.get(name, "")
        for name in ("Content-Type", "Content-Security-Policy", "Location")
    }
    text = response.text if headers["Content-Type"].startswith("text/html") else ""
    templates = frozenset(template.name for template in response.templates if template.name)
    return Answer(route, path, response.status_code, headers, text, parameters, templates)


@cache
def statuses_of(account: str, folder: Path) -> dict[str, int]:
    return {answer.path: answer.status for answer in answers_to(account, folder)}
