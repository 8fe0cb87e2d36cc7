"""The application's log: no secret of an address, and still which kind of address failed."""

import logging

import pytest
from django.conf import settings

from core.ui.log_filter import HideSecretAddresses


@pytest.mark.parametrize("beginning", settings.SECRET_ADDRESSES)
def test_what_follows_is_hidden(beginning: str) -> None:
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


def test_the_words_of_a_search_are_hidden() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Request %s, %d", ("/annuaire/?q=Nadia", 3), None)
    HideSecretAddresses(settings.SECRET_ADDRESSES).filter(record)
    assert record.getMessage() == "Request /annuaire/, 3"
