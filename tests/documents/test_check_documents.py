"""What administrators see of stored files: `manage.py check_documents`, and the list, where nobody reads any."""

from __future__ import annotations

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from core.documents import storage, tasks, text_extraction
from core.documents.models import Document
from tests.documents import samples
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def check(**options: bool) -> tuple[str, str]:
    """What it prints, and what it ends with; nothing when all is well."""
    out = StringIO()
    try:
        call_command("check_documents", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), f"{error} ({error.returncode})"
    return out.getvalue(), ""


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_all_is_well():
    DocumentFactory.create_batch(2)
    assert check(full=True) == ("2 documents : tout est à sa place.\n", "")


def test_a_row_without_its_file():
    document = DocumentFactory.create()
    document.file_path.unlink()
    said, end = check()
    assert f"Fiche sans fichier : {document.name} (clé {document.reference}" in said
    assert end == "1 document : 1 anomalie. (1)"
    assert Document.objects.exists()


def test_a_file_without_its_row(documents_dir):
    document = DocumentFactory.create()
    Document.objects.all().delete()
    before = everything(documents_dir)
    said, end = check()
    assert f"Fichier sans fiche : {storage.relative(document.sha256, document.reference)} (écrit " in said
    assert end == "0 document : 1 anomalie. (1)"
    assert everything(documents_dir) == before


def test_another_size():
    document = DocumentFactory.create()
    with document.file_path.open("ab") as file:
        file.write(b"x")
    assert "Taille différente" in check()[0]


def test_another_content_of_the_same_size_needs_a_full_reading():
    document = DocumentFactory.create()
    content = bytearray(document.file_path.read_bytes())
    content[-1] ^= 1
    document.file_path.write_bytes(content)
    assert not check()[1]
    assert "Empreinte différente" in check(full=True)[0]


def test_what_an_upload_left_behind(documents_dir):
    for folder, age in ((storage.arriving(), tasks.ARRIVAL_LIFE), (storage.staged(), 0)):
        (folder / "reste").write_bytes(b"x")
        os.utime(folder / "reste", (time.time() - age - 60,) * 2)
    # What waits for its form is judged by when it was placed: this one just was.
    said, end = check()
    assert said == "Reste d’un envoi : arriving/reste\n"
    assert end == "0 document : 1 anomalie. (1)"
    assert tasks.clear() == 1
    assert not (documents_dir / "arriving" / "reste").exists()
    assert (documents_dir / "staged" / "reste").exists()


LIST = "admin:documents_document_changelist"


def test_what_failed_is_found_and_read_again(administrator, signed_in):
    document, readable = DocumentFactory.create(), DocumentFactory.create()
    text_extraction.note_failure(document, "ce PDF est abîmé")
    client = signed_in(administrator)
    page = client.get(reverse(LIST), {"text_state__exact": "failed"})
    assert document.reference in page.text
    assert "ce PDF est abîmé" in page.text
    assert readable.reference not in page.text
    url = reverse("admin:documents_document_action", args=[document.pk, "lire"])
    assert "remis dans la file" in client.post(url, follow=True).text
    document.refresh_from_db()
    assert document.text_state == Document.TextState.WAITING


def test_what_a_document_says_is_not_shown(administrator, signed_in):
    document = DocumentFactory.create(data=samples.pdf("motsecret"))
    text_extraction.extract_text(document)
    client = signed_in(administrator)
    for address in (reverse(LIST), reverse("admin:documents_document_change", args=[document.pk])):
        assert "motsecret" not in client.get(address).text


@pytest.mark.parametrize("page", ["changelist", "search", "change", "history", "action"])
def test_the_name_of_a_file_is_its_rubric_s_to_show(administrator, signed_in, page):
    """A draft's files are named after what it decides."""
    document = DocumentFactory.create(name="licenciement-dupont.pdf")
    client, data = signed_in(administrator), {}
    if page in ("changelist", "search"):
        url, data = reverse(LIST), {"q": document.reference} if page == "search" else {}
    else:
        arguments = [document.pk, "lire"] if page == "action" else [document.pk]
        url = reverse(f"admin:documents_document_{page}", args=arguments)
    text_extraction.note_failure(document, "ce PDF est abîmé")
    answer = client.get(url, data)
    assert answer.status_code == 200
    assert document.reference in answer.text
    assert "licenciement" not in answer.text
    assert document.reference not in client.get(reverse(LIST), {"q": "licenciement"}).text
