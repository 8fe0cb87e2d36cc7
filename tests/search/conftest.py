import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from core.people.models import Agent
from tests.search.finding import search


@pytest.fixture
def titles() -> Callable[..., list[str]]:
    """`titles("words", agent)`: the titles found, in order."""

    def find(words: str, agent: Agent, **filters: Any) -> list[str]:
        return [html.unescape(strip_tags(row.title)) for row in search(words, agent, **filters).rows]

    return find


@pytest.fixture
def text_of() -> Callable[[Any], str]:
    """The words of a response's main part, on one line."""

    def words(response: Any) -> str:
        body = response.content.decode()
        main = body.partition("<main")[2].partition("</main>")[0] if "<main" in body else body
        return re.sub(
            r"\s+",
            " ",
            strip_tags(main.replace("<", " <").replace(" <mark>", "<mark>").replace(" </mark>", "</mark>")),
        )

    return words


@pytest.fixture
def client(outsider: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(outsider)
