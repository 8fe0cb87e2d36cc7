"""The cast of tests/conftest.py, by name, for tables of person × verb."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from tests.factories import AgentFactory, member

Cast = dict[str, Agent]


@pytest.fixture
def cast(
    author: Agent,
    colleague: Agent,
    outsider: Agent,
    moderator: Agent,
    other_moderator: Agent,
    head: Agent,
    administrator: Agent,
) -> Cast:
    return {
        "author": author,
        "colleague": colleague,
        "outsider": outsider,
        "moderator": moderator,
        "other_moderator": other_moderator,
        "head": head,
        "administrator": administrator,
        "closed": AgentFactory.create(is_active=False),
        "closed_moderator": member(is_active=False),
    }


@pytest.fixture
def told() -> Callable[[], dict[str, set[str]]]:
    """`told()`: by kind, the identifiants told on the site; each has the same mail."""

    def read() -> dict[str, set[str]]:
        kinds: dict[str, set[str]] = {}
        for kind, who in Notification.objects.values_list("kind", "recipient__identifiant"):
            kinds.setdefault(kind, set()).add(who)
        mails: dict[str, set[str]] = {}
        for kind, who in OutgoingMail.objects.values_list("kind", "agent__identifiant"):
            mails.setdefault(kind, set()).add(who)
        assert mails == kinds
        return kinds

    return read


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """`together(call, call)`: each in its own thread and connection, started at once; results or exceptions."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        barrier = threading.Barrier(len(calls))
        results: list[Any] = [None] * len(calls)

        def one(position: int, call: Callable[[], Any]) -> None:
            try:
                barrier.wait(timeout=20)
                results[position] = call()
            except Exception as error:
                results[position] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return results

    return run
