"""What a browser gets of a document, and what it never gets."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.documents import serving, text_extraction
from core.documents.models import Document
from core.documents.serving import asked_range
from core.people.models import Agent
from tests.documents import samples
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.urls("tests.documents.site")


@pytest.fixture
def document(author: Agent) -> Document:
    return DocumentFactory.create(by=author, name="Délibération n° 7.pdf")


@pytest.fixture
def reader(author: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(author)


def url(document: Document) -> str:
    return reverse("held_file", args=[document.reference])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_file_whole(reader, document):
    response = reader.get(url(document))
    assert response.status_code == 200
    assert body(response) == document.file_path.read_bytes()
    assert response.headers["Content-Length"] == str(document.size)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["ETag"] == f'"{document.sha256}"'
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "script" not in response.headers["Content-Security-Policy"]
    disposition = response.headers["Content-Disposition"]
    assert disposition == "inline; filename*=utf-8''D%C3%A9lib%C3%A9ration%20n%C2%B0%207.pdf"


def test_asked_for_the_file_is_downloaded(reader, document):
    response = reader.get(url(document), {"telecharger": "1"})
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=")


@pytest.mark.parametrize(
    ("name", "data", "disposition", "kind"),
    [
        ("a.pdf", samples.pdf(), "inline", "application/pdf"),
        # The viewer would run it, whatever the page's policy says.
        ("a.pdf", samples.scripted_pdf(), "attachment", "application/pdf"),
        ("a.png", samples.image(), "inline", "image/png"),
        ("a.txt", "é".encode(), "inline", "text/plain; charset=utf-8"),
        ("a.csv", "é;à".encode("cp1252"), "inline", "text/plain; charset=windows-1252"),
        ("a.txt", "é".encode("utf-16"), "inline", "text/plain; charset=utf-16"),
        ("a.docx", samples.docx(), "attachment", None),
        ("a.odt", samples.odf(), "attachment", "application/vnd.oasis.opendocument.text"),
        ("a.tif", samples.image("TIFF"), "attachment", "image/tiff"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "attachment", "application/xml"),
    ],
)
def test_only_what_a_browser_shows_safely_is_shown(reader, author, name, data, disposition, kind):
    response = reader.get(url(DocumentFactory.create(by=author, name=name, data=data)))
    assert response.headers["Content-Disposition"].partition(";")[0] == disposition
    assert kind is None or response.headers["Content-Type"] == kind
    assert body(response) == data


# The right is asked each time


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("author", [200, 200, 200, 200, 206, 304]),
        *((who, [404] * 6) for who in ("colleague", "administrator")),
        ("", [302] * 6),
    ],
)
def test_person_and_door(request, signed_in, document, who, statuses):
    """The file, to be saved, its page, its size, a part of it, nothing new."""
    text_extraction.extract_text(document)
    client, address = signed_in(request.getfixturevalue(who)) if who else Client(), url(document)
    answers = [
        client.get(address),
        client.get(address, {"telecharger": "1"}),
        client.get(f"{address}pages/1/"),
        client.head(address),
    ]
    for header in ({"range": "bytes=0-9"}, {"if-none-match": f'"{document.sha256}"'}):
        answers.append(client.get(address, headers=header))
    assert [answer.status_code for answer in answers] == statuses
    assert who == "author" or not any(document.sha256 in str(answer.headers) for answer in answers)


# Not again, and by ranges


def test_what_the_browser_has_is_not_sent_again(reader, document):
    for tag in (f'"{document.sha256}"', f'W/"{document.sha256}"', f'"x", "{document.sha256}"', "*"):
        response = reader.get(url(document), headers={"if-none-match": tag})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == f'"{document.sha256}"'
    assert reader.get(url(document), headers={"if-none-match": '"x"'}).status_code == 200


def test_a_range(reader, document):
    response = reader.get(url(document), headers={"range": "bytes=10-19"})
    assert response.status_code == 206
    assert body(response) == document.file_path.read_bytes()[10:20]
    assert response.headers["Content-Range"] == f"bytes 10-19/{document.size}"
    assert response.headers["Content-Length"] == "10"


def test_a_range_that_cannot_be_had(reader, document):
    response = reader.get(url(document), headers={"range": f"bytes={document.size}-"})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{document.size}"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=5-", (5, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-1000", (0, 99)),
        ("bytes=90-1000", (90, 99)),
        ("BYTES=1-2", (1, 2)),
        ("bytes=100-", ()),
        ("bytes=-0", ()),
        # Several, nonsense or another unit: the whole.
        ("bytes=0-1,5-6", None),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("lines=1-2", None),
        ("bytes=" + "9" * 40 + "-", None),
        ("", None),
    ],
)
def test_asked_range(header, expected):
    assert asked_range(header, 100) == expected


def test_a_range_of_another_version_is_the_whole(reader, document):
    same, other = f'"{document.sha256}"', '"x"'
    assert reader.get(url(document), headers={"range": "bytes=0-9", "if-range": same}).status_code == 206
    assert reader.get(url(document), headers={"range": "bytes=0-9", "if-range": other}).status_code == 200


def test_a_head_says_the_size_and_sends_nothing(reader, document):
    response = reader.head(url(document))
    assert response.headers["Content-Length"] == str(document.size)
    # Before the server drops it: nothing was read.
    assert body(response) == b""


# What goes wrong


def test_a_missing_file_is_a_page_and_a_line_of_the_journal(reader, document, caplog):
    document.file_path.unlink()
    response = reader.get(url(document))
    assert response.status_code == 503
    assert "n’est pas à sa place" in response.text
    assert document.reference in response.text
    assert document.reference in caplog.text


# In production the web server sends the bytes


def test_the_web_server_is_told_what_to_send(reader, document, settings):
    settings.DOCUMENTS_ACCEL_PREFIX = "/documents-gardes/"
    response = reader.get(url(document), headers={"range": "bytes=0-9"})
    assert response.status_code == 200
    assert response.content == b""
    sha256 = document.sha256
    place = f"/documents-gardes/{sha256[:2]}/{sha256[2:4]}/{sha256}-{document.reference}"
    assert response.headers["X-Accel-Redirect"] == place
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["ETag"] == f'"{sha256}"'
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


# A download holds nothing


def test_memory_is_flat(db, tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    sizes = {len(block) for block in serving.blocks(path, 5, 299_999_000)}
    assert max(sizes) == serving.BLOCK


@pytest.mark.django_db(transaction=True)
def test_a_download_holds_no_connection():
    """As a thread of the server does it: the page's work in the database, then the bytes."""
    seen: list[Any] = []

    def download() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        stream = serving.blocks(Path(__file__), 0, 100)
        next(stream)
        seen.append(connection.connection)
        stream.close()
        connection.close()

    thread = threading.Thread(target=download)
    thread.start()
    thread.join()
    assert seen == [None]


# The text of one page


def test_the_text_of_a_page_with_its_neighbours(reader, author):
    document = DocumentFactory.create(by=author, data=samples.pdf("Premier mot", "Deuxième <b>", ""))
    text_extraction.extract_text(document)
    page = reader.get(f"{url(document)}pages/2/")
    assert page.status_code == 200
    assert "Deuxième &lt;b&gt;" in page.text
    assert f'href="{url(document)}#page=2"' in page.text
    assert f'href="{url(document)}?telecharger=1"' in page.text
    assert f'href="{url(document)}pages/1/"' in page.text
    assert f'href="{url(document)}pages/3/"' in page.text
    assert "ne porte pas de texte" in reader.get(f"{url(document)}pages/3/").text
    for number in ("0", "4", "99999999999999999999999999999999"):
        assert reader.get(f"{url(document)}pages/{number}/").status_code == 404


def test_a_file_before_its_reading_has_no_page(reader, document):
    assert reader.get(f"{url(document)}pages/1/").status_code == 404
