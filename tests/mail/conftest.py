"""A real mail server for all tests of mail, started when one first asks for it."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.mail.outbound import sending
from core.people.models import Agent
from tests.factories import AgentFactory
from tests.mail import smtp
from tests.mail.dovecot import Account, Dovecot
from tests.mail.sample_rubric import ADDRESS, SERVER, Rubric, registered


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def mail_account(dovecot: Dovecot) -> Account:
    """An empty mailbox of the test's own."""
    return dovecot.new_account()


@pytest.fixture
def rubric(settings: Any) -> Iterator[Rubric]:
    """An inbox in use, « essai@ville.example », that answers for directions."""
    settings.MAIL_ADDRESSES = {"essai": [ADDRESS, "idees@ville.example"]}
    settings.MAIL_FROM, settings.SITE_URL = ADDRESS, "https://intranet.ville.example"
    settings.MAIL_AUTHSERV_IDS, settings.MAIL_INTERNAL_RELAYS = [SERVER], []
    with registered() as rubric:
        yield rubric


@pytest.fixture
def nadia(db: None) -> Agent:
    return AgentFactory.create(first_name="Nadia", email="nadia.benali@ville.example")


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[tuple[smtp.Sink, int]]:
    sink, controller = smtp.serve()
    try:
        yield sink, controller.port
    finally:
        controller.stop()


@pytest.fixture
def smtp_sink(smtp_server: tuple[smtp.Sink, int], settings: Any) -> smtp.Sink:
    """Where mails leave to in this test: a real server, as new, and no trial."""
    sink, port = smtp_server
    sink.reset()
    sending.reset()
    settings.TRIAL, settings.MAILERS = False, smtp.mailers(port)
    return sink
