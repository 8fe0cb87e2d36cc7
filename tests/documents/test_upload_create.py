"""A file sent ahead of its form, as the script of the page does it; and the handler under every form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from core.documents import actions, middleware, upload_handler
from core.documents.limits import Limits
from core.documents.middleware import DrainRequestBodyMiddleware
from core.documents.models import Upload
from core.people.models import Agent
from tests.documents import samples

URL = "/documents/envois/"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def send(client: Client, content: bytes | None = None, name: str = "plan.pdf", **values: Any) -> Any:
    content = samples.pdf() if content is None else content
    return client.post(URL, {"fichier": SimpleUploadedFile(name, content), **values})


@pytest.fixture
def client(author: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(author)


def test_the_answer_names_what_waits(client, author, documents_dir):
    assert reverse("documents:upload_create") == URL
    response = send(client, name="plan.doc")
    upload = Upload.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "key": upload.reference,
        "name": "plan.pdf",
        "size": upload.size_label,
        "kind": "PDF",
        "mended": "Ce fichier est de type PDF : son nom est devenu «\u00a0plan.pdf\u00a0».",
    }
    assert upload.agent == author
    # Nothing is left of its arrival.
    assert files_in(documents_dir) == [upload.file_path]


def test_a_refusal_is_said_and_leaves_nothing(client, documents_dir):
    response = send(client, b"MZ\x00")
    assert response.status_code == 422
    assert "programme" in response.json()["error"]
    assert not files_in(documents_dir)


def test_nothing_sent_is_said(client):
    for values in ({"fichier": "pas un fichier"}, {"autre": SimpleUploadedFile("a", b"x")}):
        response = client.post(URL, values)
        assert (response.status_code, response.json()["error"]) == (422, "Aucun fichier n’est arrivé.")


def test_the_field_s_limits_come_along_signed(client):
    small = Limits(100)
    assert "dépasse 100" in send(client, limites=small.token).json()["error"]
    assert send(client, limites="n'importe quoi").status_code == 201


def test_strangers_leave_nothing(db, documents_dir):
    assert send(Client()).status_code == 302
    assert not Upload.objects.exists()
    assert not files_in(documents_dir)
    # Nor on the one page that they may send a form to.
    door = Client().post(reverse("account_login"), {"login": SimpleUploadedFile("a.pdf", samples.pdf())})
    assert door.status_code == 200
    assert not files_in(documents_dir)


def test_the_token_of_the_form_is_asked_for(author, documents_dir):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert send(client).status_code == 403
    assert not files_in(documents_dir)


def test_a_file_nobody_asked_for_goes_with_its_request(client, documents_dir):
    client.post(
        reverse("suggestions:idea_propose_named"), {"title": SimpleUploadedFile("a.pdf", samples.pdf())}
    )
    assert not files_in(documents_dir)


# Quotas


def test_a_file_beyond_everything_is_read_to_the_end_and_answered(client, documents_dir, monkeypatch):
    monkeypatch.setattr(upload_handler, "LARGEST", 200_000)
    response = send(client, b"x" * 700_000)
    assert response.status_code == 422
    assert "dépasse" in response.json()["error"]
    assert not files_in(documents_dir)


def test_beyond_reason_the_connection_is_cut(client, documents_dir, monkeypatch):
    monkeypatch.setattr(upload_handler, "LARGEST", 200_000)
    monkeypatch.setattr(upload_handler, "LARGEST_DRAINED", 500_000)
    assert send(client, b"x" * 5_000_000).status_code == 422
    assert not files_in(documents_dir)


def test_many_files_in_one_request_have_a_total(client, documents_dir, monkeypatch):
    monkeypatch.setattr(upload_handler, "LARGEST_REQUEST", 300_000)
    pages = {f"annexe{n}": SimpleUploadedFile(f"{n}.txt", b"x" * 100_000) for n in range(5)}
    assert send(client, b"y" * 100_000, "z.txt", **pages).status_code in (201, 422)
    assert len(files_in(documents_dir)) <= 1


def test_a_full_disk_is_said(client, monkeypatch):
    def full(**options: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(upload_handler.storage, "new_file", full)
    response = send(client)
    assert response.status_code == 422
    assert "plein" in response.json()["error"]


def test_an_agent_cannot_fill_the_disk(client, colleague, signed_in, monkeypatch):
    monkeypatch.setattr(actions, "MOST_WAITING", 2)
    assert [send(client).status_code for _ in range(3)] == [201, 201, 422]
    # Each has their own.
    assert send(signed_in(colleague)).status_code == 201
    # What is kept waits no longer.
    actions.keep(Upload.objects.order_by("pk")[0], by=Upload.objects.order_by("pk")[0].agent)
    assert send(client).status_code == 201


def test_nor_by_weight(client, monkeypatch):
    monkeypatch.setattr(actions, "MOST_WAITING_BYTES", 1_500_000)
    large = b"x" * 1_000_000
    assert send(client, large, "a.txt").status_code == 201
    assert "attendent déjà" in send(client, large, "b.txt").json()["error"]


def test_a_request_that_breaks_off_leaves_nothing(client, documents_dir):
    """Its first file is whole; what follows makes no sense."""
    part = b'--b\r\nContent-Disposition: form-data; name="%b"; filename="a.txt"\r\n\r\n'
    body = part % b"fichier" + b"bonjour\r\n" + b"--b\r\n" + b"x" * 20_000
    response = client.generic("POST", URL, body, content_type="multipart/form-data; boundary=b")
    assert response.status_code == 400
    assert not files_in(documents_dir)


def test_what_came_before_a_cut_is_refused_with_words(client, documents_dir, monkeypatch):
    monkeypatch.setattr(upload_handler, "LARGEST_DRAINED", 300_000)
    later = {"autre": SimpleUploadedFile("b.txt", b"y" * 900_000)}
    response = send(client, b"bonjour", "a.txt", **later)
    assert response.status_code == 422
    assert "interrompu" in response.json()["error"]
    assert not files_in(documents_dir)


# An early answer is heard: the rest of what is sent is read before it leaves


def left_after(length: int, **options: object) -> int:
    """How many bytes of a request that no view reads are still to be read."""
    request = RequestFactory().post("/", b"x" * length, content_type="application/octet-stream", **options)
    request.COOKIES["sessionid"] = "x"
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse(status=400)

    assert DrainRequestBodyMiddleware(view)(request).status_code == 400
    return len(seen[0].read())


def test_what_no_view_read_is_read():
    assert left_after(300_000) == 0


def test_not_without_end(monkeypatch):
    monkeypatch.setattr(middleware, "LARGEST_DRAINED", 1000)
    assert left_after(2000) == 2000


@pytest.mark.parametrize("length", ["", "-1", "beaucoup"])
def test_an_odd_length_is_let_be(length):
    assert left_after(10, headers={"content-length": length}) in (0, 10)
