"""Manuals that are files, through the real form and the real bytes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.documents.models import Document, Upload
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


def test_a_failed_form_keeps_the_file(software, referent, signed_in):
    client, path = signed_in(referent), url("manual_add_file", software)
    failed = client.post(path, file_data(title=""))
    assert "Donnez un titre" in failed.text
    assert "notice.pdf" in failed.text
    assert "déjà reçu" in failed.text
    upload = Upload.objects.get()
    data = file_data()
    del data["upload"]
    assert client.post(path, {**data, "upload-recu": upload.reference}).status_code == 302
    assert Manual.objects.get().document.name == "notice.pdf"


def test_a_file_is_asked_for_and_judged(software, referent, signed_in):
    client, path = signed_in(referent), url("manual_add_file", software)
    nothing = file_data()
    del nothing["upload"]
    assert "Choisissez le fichier du manuel." in client.post(path, nothing).text
    refused = client.post(path, file_data(content=b"MZ\x90\x00" + b"\x00" * 200))
    assert refused.status_code == 200
    assert "<title>Erreur" in refused.text
    assert not Manual.objects.exists()
    assert not Document.objects.exists()


def test_the_file_of_somebody_else_is_nobody_s(software, referent, it_referent, signed_in):
    path = url("manual_add_file", software)
    signed_in(it_referent).post(path, file_data(title=""))
    data = file_data()
    del data["upload"]
    response = signed_in(referent).post(path, {**data, "upload-recu": Upload.objects.get().reference})
    assert response.status_code == 200
    assert not Manual.objects.exists()


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


def test_the_form_sent_twice_keeps_one_file(software, referent, signed_in):
    client, path = signed_in(referent), url("manual_add_file", software)
    client.post(path, file_data(title=""))
    data = file_data(submission_key="6f1d2f0a-2a06-4f3f-9d2c-6b0a9f2c7e11")
    del data["upload"]
    data["upload-recu"] = Upload.objects.get().reference
    assert client.post(path, data).url == client.post(path, data).url
    assert (Manual.objects.count(), Document.objects.count()) == (1, 1)
