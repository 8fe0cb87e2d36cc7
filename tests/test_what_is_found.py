"""What search says and what pages answer are the same thing, for everybody and everything of the demonstration town."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from core.documents import text_extraction
from core.documents.models import Document, PageText
from core.french import plain
from core.people.models import Agent
from core.search.models import Entry, Holding
from core.search.queries import suggest
from core.search.query_parser import PIECE
from core.search.readers import reader_tokens
from core.search.registry import KINDS
from core.search.vocabulary import likest_words
from tests.search.finding import search
from tests.town import ACCOUNTS, connected_to_changed_town, shared_folder, signed_in_as


def extract_texts() -> None:
    for document in Document.objects.filter(text_state=Document.TextState.WAITING):
        text_extraction.extract_text(document)


@pytest.fixture(scope="module", autouse=True)
def _town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    base = shared_folder(tmp_path_factory)
    with connected_to_changed_town(django_db_blocker, base, name="town_with_texts", change=extract_texts):
        yield


pytestmark = pytest.mark.django_db


def readable(agent: Agent) -> set[str]:
    """The addresses of what the index lets this agent read."""
    rows = Entry.objects.filter(page=None, readers__overlap=reader_tokens(agent))
    return set(rows.values_list("url", flat=True))


def secret() -> list[Entry]:
    """What somebody may not read: less than everyone finds it."""
    return list(Entry.objects.filter(page=None).exclude(readers__contains=["tous"]).exclude(url=""))


def status(client: Client, url: str) -> int:
    """Files are read to their end, as a browser does."""
    response = client.get(url)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.status_code


def test_the_town_has_secrets_and_every_kind():
    kinds = {row.kind for row in Entry.objects.filter(page=None)}
    assert kinds == set(KINDS)
    assert {row.kind for row in secret()} >= {"suggestions.idea", "deliberations.deliberation"}
    assert PageText.objects.exists()
    assert Holding.objects.exists()


def test_everything_found_by_an_agent_opens():
    agent = Agent.objects.get(identifiant="agent")
    client = signed_in_as("agent")
    found = readable(agent)
    assert len(found) > 100
    assert not [url for url in sorted(found) if status(client, url) != 200]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_secret_is_found_by_whom_its_page_opens_to_and_by_nobody_else(account):
    agent, client = Agent.objects.get(identifiant=account), signed_in_as(account)
    found = readable(agent)
    wrong = [row.url for row in secret() if (status(client, row.url) == 200) != (row.url in found)]
    assert not wrong


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_secret_file_opens_to_whom_its_page_does(account):
    agent, client = Agent.objects.get(identifiant=account), signed_in_as(account)
    holdings = Holding.objects.exclude(entry__readers__contains=["tous"]).select_related("entry", "document")
    assert holdings
    for holding in holdings:
        is_reader = not set(holding.entry.readers).isdisjoint(reader_tokens(agent))
        pages = [holding.url] + [f"{holding.url}pages/1/"] * bool(holding.document.page_count)
        assert [status(client, url) == 200 for url in pages] == [is_reader] * len(pages), holding.url


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_door_of_the_search_tells_a_secret(account):
    """Result, count, suggestion, spelling: each secret is looked for by its own title."""
    agent = Agent.objects.get(identifiant=account)
    found = readable(agent)
    rows = Entry.objects.filter(page=None, url__in=found)
    known = {plain(word) for row in rows for word in PIECE.findall(f"{row.title} {row.keywords}")}
    for row in secret():
        results = search(row.title, agent)
        shown = {result.url for result in results.rows}
        assert shown <= found
        assert results.count <= len(found)
        assert {option.url for option in suggest(row.title[:30], agent)} <= found
        likest = likest_words([f"{word}x" for word in row.title.split()], agent)
        assert {plain(word) for word in likest.values()} <= known
        if row.url in found:
            assert row.url in shown, row.title


def test_pages_of_files_carry_the_right_of_their_object():
    wrong = [
        page.pk
        for page in Entry.objects.exclude(page=None).select_related("main")
        if (page.readers, page.on, page.kind) != (page.main.readers, page.main.on, page.main.kind)  # type: ignore[union-attr]  # (the main page has them)
    ]
    assert not wrong


def test_every_row_stands_for_something_that_exists():
    for kind in KINDS.values():
        kept = Entry.objects.filter(page=None, content_type=ContentType.objects.get_for_model(kind.model))
        known = set(kind.model._default_manager.values_list("pk", flat=True))
        assert set(kept.values_list("object_id", flat=True)) <= known, kind.code
