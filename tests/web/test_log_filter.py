"""The application's log: no secret of an address, and still which kind of address failed."""

import logging
import sys
from collections.abc import Iterator
from copy import copy
from io import StringIO
from logging.config import DictConfigurator
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.web.log_filter import HideSecretAddresses, NoRowsOfTheDatabase
from manuals.models import Need
from tests.manuals.factories import NeedFactory


@pytest.mark.parametrize("beginning", settings.SECRET_ADDRESSES)
def test_what_follows_is_hidden(beginning):
    told = [
        ("Not Found: %s", (f"{beginning}c1-d7x-9f/suite.ics",)),
        (f"Forbidden (Referer https://x{beginning}c1-d7x-9f does not match): /", ()),
        ("Error handling request %s %s", ("GET", f"{beginning}c1-d7x-9f?page=2")),
    ]
    for message, arguments in told:
        record = logging.LogRecord("x", logging.WARNING, "", 0, message, arguments, None)
        assert HideSecretAddresses(settings.SECRET_ADDRESSES).filter(record)
        assert "d7x" not in record.getMessage()
        assert f"{beginning}…" in record.getMessage()


def test_the_words_of_a_search_are_hidden():
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Request %s, %d", ("/annuaire/?q=Nadia", 3), None)
    HideSecretAddresses(settings.SECRET_ADDRESSES).filter(record)
    assert record.getMessage() == "Request /annuaire/, 3"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a handler made from the settings writes about requests."""
    stream = StringIO()
    given: Any = settings.LOGGING
    made: Any = DictConfigurator(given)
    handler = logging.StreamHandler(stream)
    for name in given["handlers"]["console"]["filters"]:
        handler.addFilter(made.configure_filter(dict(given["filters"][name])))
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    yield stream
    log.removeHandler(handler)


def test_a_refusal_is_one_line(written, author, signed_in):
    assert signed_in(author).get(reverse("rooms:manage")).status_code == 403
    assert len(written.getvalue().splitlines()) == 1
    assert reverse("rooms:manage") in written.getvalue()


def test_a_failure_keeps_its_trace(written):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        failure = sys.exc_info()
    for status in (403, 500):
        extra = {"status_code": status}
        logging.getLogger("django.request").error("Réponse %s", status, exc_info=failure, extra=extra)
    before, _, after = written.getvalue().partition("Réponse 500")
    assert "Traceback" not in before
    assert "Traceback" in after


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "Un mot\nà personne",
        "Un mot\n\nà personne",
        "Un mot\nFooError: rien\nà personne",
        "Un mot\n\nTraceback (most recent call last):\n\nà personne",
    ],
)
def test_a_row_that_a_constraint_quotes_is_not_in_the_log(name):
    need = NeedFactory.create(name=name)
    record = None
    try:
        with transaction.atomic():
            Need.objects.create(name=need.name.upper())
    except IntegrityError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Erreur", (), sys.exc_info())
    assert record is not None
    assert "personne" in logging.Formatter().format(copy(record)).lower()
    assert NoRowsOfTheDatabase().filter(record)
    written = logging.Formatter().format(record)
    assert "personne" not in written.lower()
    assert "need_name_once" in written
    assert "DETAIL: …" in written
    assert "IntegrityError" in written
