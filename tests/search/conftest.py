import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils.html import strip_tags

from core.people.models import Agent
from core.search import queries


@pytest.fixture
def titles() -> Callable[..., list[str]]:
    """`titles("words", agent)`: the titles found, in order."""

    def find(words: str, agent: Agent, **filters: Any) -> list[str]:
        found = queries.search(words, agent, **filters)
        return [re.sub("[\ue000\ue001]", "", row.title) for row in found.rows]

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
