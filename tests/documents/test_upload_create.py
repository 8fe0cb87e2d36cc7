from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.documents import actions
from core.documents.models import Document, Upload
from core.people.models import Agent

PDF = b"%PDF-1.4\n%%EOF\n"


def test_a_file_sent_ahead_waits_for_its_form(author: Agent, signed_in: Callable[[Agent], Client]) -> None:
    response = signed_in(author).post(
        reverse("documents:upload_create"), {"fichier": SimpleUploadedFile("plan.pdf", PDF)}
    )
    assert response.status_code == 201, response.content
    upload = Upload.objects.get()
    assert upload.file_path.read_bytes() == PDF
    document = actions.keep(upload, by=author)
    assert document.file_path.read_bytes() == PDF
    assert document == Document.objects.get()
    assert actions.keep(upload, by=author) == document


def test_store_keeps_a_copy(author: Agent) -> None:
    document = actions.store(BytesIO(PDF), name="../../plan.pdf", by=author)
    assert document.name == "plan.pdf"
    assert document.file_path.read_bytes() == PDF
