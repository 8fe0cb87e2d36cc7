"""Manuals that are files, through the real form and the real bytes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.documents.models import Document
from manuals.models import Manual, Software
from tests.manuals.factories import BODY, PDF, ManualFactory, page_data

# With real commits: what is sent ahead waits on the disk until then.
pytestmark = pytest.mark.django_db(transaction=True)


def url(name: str, row: Manual | Software) -> str:
    return reverse(f"manuals:{name}", args=[row.reference])


def file_data(name: str = "notice.pdf", content: bytes = PDF, **changes: object) -> dict[str, object]:
    data = page_data(**changes)
    del data["body"]
    return {**data, "upload": SimpleUploadedFile(name, content)}


def test_add_read_download(software, referent, outsider, signed_in):
    client = signed_in(referent)
    page = client.get(url("manual_add_file", software)).text
    assert "50\u00a0Mo au plus" in page
    assert 'enctype="multipart/form-data"' in page
    response = client.post(url("manual_add_file", software), file_data())
    manual = Manual.objects.get()
    assert response.url == manual.get_absolute_url()
    assert manual.document.stored_by == referent
    reader = signed_in(outsider)
    shown = reader.get(url("manual_file", manual))
    assert shown.getvalue() == PDF
    assert shown.headers["Content-Disposition"].startswith("inline")
    saved = reader.get(url("manual_file", manual), {"telecharger": 1})
    assert saved.headers["Content-Disposition"] == 'attachment; filename="notice.pdf"'
    saved.close()


def test_replace_by_a_file_and_correct_it(software, referent, signed_in):
    old = ManualFactory.create(software=software)
    client = signed_in(referent)
    client.post(url("manual_replace_file", old), file_data("neuf.pdf"))
    new = Manual.objects.get(replaces=old)
    assert new.document.name == "neuf.pdf"
    data = file_data(title="Corrigé")
    del data["upload"]
    client.post(url("manual_correct", new), data)
    client.post(url("manual_correct", new), file_data("juste.pdf", title="Corrigé", body=BODY))
    new.refresh_from_db()
    assert (new.title, new.document.name, new.body) == ("Corrigé", "juste.pdf", "")
    # The file sent by mistake is stored for ever, as every file.
    assert set(Document.objects.values_list("name", flat=True)) == {"neuf.pdf", "juste.pdf"}
