"""The list of stored files: administrators see it, nobody writes in it, nobody reads a document there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.documents import text_extraction
from core.documents.models import Document
from tests.documents import samples
from tests.documents.factories import DocumentFactory

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
