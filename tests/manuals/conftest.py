"""The cast of tests/conftest.py with a software's referents, by name, for tables of person × verb."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from manuals.models import Software
from tests.factories import AgentFactory, member
from tests.manuals.factories import SoftwareFactory

Cast = dict[str, Agent]


@pytest.fixture
def referent(db: None) -> Agent:
    return AgentFactory.create(
        first_name="Salomé", last_name="Verdier", function="comptable", phone="04 00 00 01 02"
    )


@pytest.fixture
def it_referent(db: None) -> Agent:
    return AgentFactory.create(first_name="Rachid", last_name="Montagnac", function="technicien")


@pytest.fixture
def software(referent: Agent, it_referent: Agent) -> Software:
    return SoftwareFactory.create(name="Budgétine", functional_referent=referent, it_referent=it_referent)


@pytest.fixture
def cast(
    referent: Agent,
    it_referent: Agent,
    outsider: Agent,
    moderator: Agent,
    head: Agent,
    room_manager: Agent,
    council_secretary: Agent,
    administrator: Agent,
) -> Cast:
    other = SoftwareFactory.create(name="Autre")
    return {
        "referent": referent,
        "it_referent": it_referent,
        "other_referent": other.functional_referent,
        "outsider": outsider,
        "moderator": moderator,
        "head": head,
        "room_manager": room_manager,
        "council_secretary": council_secretary,
        "administrator": administrator,
        "closed": AgentFactory.create(is_active=False),
        "closed_moderator": member(is_active=False),
    }


@pytest.fixture
def told() -> Callable[[], dict[str, set[str]]]:
    """`told()`: by kind of this rubric, the identifiants told on the site; each has the same mail."""

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
