"""A form with files: nothing sent twice, nothing of anybody else's, and words for every refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from core.documents import actions, fields, tasks
from core.documents.models import Document, Upload
from core.people.models import Agent
from tests.documents import samples

pytestmark = pytest.mark.urls("tests.documents.site")
PDF = samples.pdf()


def file(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def client(author: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(author)


def send(client: Client, **values: Any) -> Any:
    return client.post("/essai-envoi/", {"title": "x", **values})


def test_without_script_the_form_sends_its_file(client, author):
    assert send(client, file=file()).text == "plan.pdf"
    document = Document.objects.get()
    assert document.stored_by == author
    assert document.file_path.read_bytes() == PDF


def test_what_is_accepted_is_said_before(client):
    page = client.get("/essai-envoi/").text
    assert "texte\u00a0: 50\u00a0Mo au plus." in page
    assert "Images\u00a0: 100\u00a0ko au plus." in page
    assert 'accept=".png,.jpg,.jpeg"' in page
    assert 'aria-describedby="id_file_helptext"' in page


@pytest.mark.parametrize("field", ["file", "annexes", "photo"])
def test_a_file_refused_ahead_of_its_form_refuses_the_form_once(client, field):
    refused = {f"{field}-refus": "acte.pdf : ce PDF est protégé par <un mot de passe>."}
    page = send(client, file=file(), **refused)
    assert page.text.count("acte.pdf : ce PDF est protégé par &lt;un mot de passe&gt;.") == 1
    assert not Document.objects.exists()
    assert send(client, **{"file-recu": Upload.objects.get().reference}).text == "plan.pdf"


def every_file_field() -> list[tuple[str, Any]]:
    """Of every form of the project that sends files ahead."""
    get_resolver().url_patterns  # noqa: B018  (loads every page, and its forms)
    forms, found = [BaseForm], []
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, fields._FileField):
                found.append((f"{form.__name__}.{name}", field))
    return found


def test_every_field_of_files_refuses_what_was_refused_ahead(author):
    found = dict(every_file_field())
    assert {"DeliberationForm.annexes", "PhotoForm.photo", "IdeaProposeForm.files"} <= found.keys()
    for field in found.values():
        field.widget.agent = author
        with pytest.raises(ValidationError, match=r"acte\.pdf est vide\."):
            field.clean(fields.Posted([], [], ["acte.pdf est vide."]))


def test_a_required_file_that_was_refused_ahead_keeps_its_reason(client):
    page = send(client, **{"file-refus": "acte.pdf est vide."}).text
    assert "acte.pdf est vide." in page
    assert "Choisissez un fichier." not in page


def test_a_failed_form_keeps_what_was_uploaded(client):
    failed = send(client, title="", file=file(), annexes=[file("a.pdf"), file("b.pdf")])
    assert failed.status_code == 200
    assert not Document.objects.exists()
    assert failed.text.count("déjà reçu") == 3
    keys = dict(Upload.objects.values_list("name", "reference"))
    again = send(client, **{"file-recu": keys["plan.pdf"], "annexes-recu": [keys["a.pdf"], keys["b.pdf"]]})
    assert again.text == "plan.pdf a.pdf b.pdf"


def test_a_good_file_beside_a_bad_one_is_kept(client):
    failed = send(client, file=file(), annexes=[file("a.pdf"), file("b.pdf", b"MZ\x00")])
    assert "programme" in failed.text
    assert "Erreur" in failed.text
    assert failed.text.count("déjà reçu") == 2
    assert "b.pdf" not in failed.text


def test_a_new_file_stands_for_the_one_already_there(client):
    send(client, title="", file=file("ancien.pdf"))
    key = Upload.objects.get().reference
    assert send(client, **{"file-recu": key, "file": file("nouveau.pdf")}).text == "nouveau.pdf"


def test_each_field_has_its_own_limits(client, author):
    assert "n’est pas accepté ici, seulement" in send(client, file=file(), photo=file()).text
    large = samples.image(size=(30, 30)) + bytes(120_000)
    assert "Ce fichier dépasse 100\u00a0ko." in send(client, file=file(), photo=file("a.png", large)).text


def test_sent_ahead_under_other_limits_a_file_is_judged_again(client, author):
    send(client, title="", file=file())
    key = Upload.objects.get().reference
    assert "n’est pas d’un type accepté ici" in send(client, **{"file-recu": key, "photo-recu": key}).text


def test_more_files_than_allowed(client):
    keys = [f"cle{number}" for number in range(fields.MOST_FILES + 1)]
    assert "Pas plus de 20 fichiers" in send(client, file=file(), **{"annexes-recu": keys}).text


# Somebody else's, gone, or nonsense


def test_another_s_file_does_not_exist(client, colleague, signed_in):
    send(signed_in(colleague), title="", file=file("secret.pdf"))
    key = Upload.objects.get().reference
    page = send(client, **{"file-recu": key}).text
    assert "n’est plus là" in page
    assert "secret" not in page
    upload = Upload.objects.get()
    with pytest.raises(PermissionDenied):
        actions.keep(upload, by=Agent.objects.exclude(pk=colleague.pk).first())  # type: ignore[arg-type]  # the author
    assert not Document.objects.exists()


@pytest.mark.parametrize("key", ["zzzzzzzzzzzz", "\x00", "x" * 10_000, "é", "1", "' OR 1=1"])
def test_a_key_that_is_none(client, key):
    response = send(client, **{"file-recu": key})
    assert response.status_code == 200
    assert "Choisissez" in response.text or "choisissez" in response.text


def test_a_key_expires(client):
    send(client, title="", file=file())
    Upload.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    assert "n’est plus là" in send(client, **{"file-recu": Upload.objects.get().reference}).text


def test_a_key_serves_once(client):
    """Twice within minutes is a double click, and gives the same document; later it is refused."""
    send(client, title="", file=file())
    key = {"file-recu": Upload.objects.get().reference}
    assert send(client, **key).text == send(client, **key).text == "plan.pdf"
    assert Document.objects.count() == 1
    Upload.objects.update(kept_at=timezone.now() - timedelta(minutes=16))
    assert "n’est plus là" in send(client, **key).text


# What waits and is never claimed


def test_what_waits_a_day_for_its_form_is_cleared(client, documents_dir):
    send(client, title="", file=file())
    upload = Upload.objects.get()
    path = upload.file_path
    assert tasks.clear() == 0
    assert path.exists()
    Upload.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    tasks.clear()
    assert not Upload.objects.exists()
    # A file is cleared by its own age, which a test cannot change: what counts is that it is seen.
    assert path.exists()


def test_the_agent_takes_a_file_back(client, author, django_capture_on_commit_callbacks):
    send(client, title="", file=file())
    upload = Upload.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(upload, by=author)
    assert not Upload.objects.exists()
    assert not upload.file_path.exists()


def test_kept_without_what_names_its_author(client, author, django_capture_on_commit_callbacks):
    send(
        client,
        title="",
        file=SimpleUploadedFile("acte.docx", samples.docx(extra={"docProps/core.xml": "Nadia"})),
    )
    upload = Upload.objects.get()
    actions.strip_ahead(upload)
    with django_capture_on_commit_callbacks(execute=True):
        document = actions.keep(upload, by=author, is_unsigned=True)
    assert not upload.file_path.exists()
    assert not upload.unsigned_path.exists()
    assert b"docProps" not in document.file_path.read_bytes()
    assert (document.name, document.stored_by) == ("acte.docx", author)
    # The same form sent twice.
    actions.strip_ahead(upload)
    assert actions.keep(upload, by=author, is_unsigned=True) == document
