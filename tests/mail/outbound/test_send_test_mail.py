"""`manage.py send_test_mail`: it left, or why not, in words."""

import socket
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.mail.management.commands.send_test_mail import Command
from tests.mail import smtp


def send(address: str = "agent@ville.example") -> str:
    out = StringIO()
    call_command("send_test_mail", address, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def deployed(settings: Any) -> None:
    settings.TRIAL = False


def test_it_says_that_the_server_took_it(smtp_sink):
    assert "a pris le message pour agent@ville.example" in send()
    [delivery] = smtp_sink.deliveries
    assert "agent@ville.example" in str(delivery)


def test_it_asks_nothing_of_the_database(smtp_sink, monkeypatch):
    """It may not be there yet: no check that Django would run first, no reading."""

    def asked(*args: Any) -> None:
        raise AssertionError("The database was asked")

    monkeypatch.setattr(connection, "connect", asked)
    monkeypatch.setattr(connection, "cursor", asked)
    out = StringIO()
    # As from a shell, where Django would check first.
    options = {"no_color": False, "force_color": False, "skip_checks": False}
    Command(stdout=out).execute(address="agent@ville.example", **options)
    assert "a pris le message" in out.getvalue()


def test_it_says_why_the_server_is_not_reached(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.MAILERS = smtp.mailers(port)
    with pytest.raises(CommandError, match=r"n’a pas pris le message.*SMTP_HOST"):
        send()


def test_an_address_that_is_none_and_the_trial_send_nothing(settings, smtp_sink):
    with pytest.raises(CommandError, match="n’est pas une adresse"):
        send("agent@")
    settings.TRIAL = True
    with pytest.raises(CommandError, match="restent sur le site"):
        send()
    assert not smtp_sink.deliveries
