"""What is stored is there for ever: row and file together, never rewritten, whatever is sent twice or at once."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from core.documents import actions, fields, storage, tasks
from core.documents.limits import EVERYDAY, Limits, size_label
from core.documents.models import Document, Upload
from core.documents.refusals import Refused
from core.history.entries import history_of
from core.people.models import Agent
from core.web import locks
from tests.documents import samples
from tests.documents.factories import DocumentFactory
from tests.factories import AgentFactory


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_row_says_what_the_file_is(author, documents_dir):
    content = samples.pdf()
    document = actions.store(BytesIO(content), name="../Plan.PDF", by=author)
    assert (document.name, document.size, document.content_type) == (
        "Plan.pdf",
        len(content),
        "application/pdf",
    )
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.stored_by == author
    assert document.stored_at
    path = document.file_path
    first, second = document.sha256[:2], document.sha256[2:4]
    assert path == documents_dir / "stored" / first / second / f"{document.sha256}-{document.reference}"
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o777 == 0o640
    # Nothing is left of its arrival.
    assert stored_files(documents_dir) == [path]


def test_a_path_is_copied_and_stays(author, tmp_path):
    source = tmp_path / "plan.pdf"
    source.write_bytes(samples.pdf())
    document = actions.store(source, name=source.name, by=author)
    assert source.exists()
    assert document.file_path.stat().st_nlink == 1


def test_the_same_content_twice_is_two_documents(author):
    one, two = (DocumentFactory.create(by=author, data=b"pareil", name="a.txt") for _ in range(2))
    assert one.sha256 == two.sha256
    assert one.file_path != two.file_path


@pytest.mark.parametrize("field", ["name", "size", "content_type", "sha256", "reference"])
def test_a_row_is_never_rewritten(db, field):
    document = DocumentFactory.create()
    value: Any = document.size + 1 if field == "size" else "a" * 64 if field == "sha256" else "autre"
    with pytest.raises((InternalError, ProgrammingError), match="keeps its content"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**{field: value})


def test_what_its_reading_found_may_change(db):
    document = DocumentFactory.create()
    document.page_count = 3
    document.save()
    assert len(history_of(document)) == 1


def test_a_file_is_never_overwritten(db, tmp_path):
    document = DocumentFactory.create()
    other = tmp_path / "other"
    other.write_bytes(b"autre")
    with pytest.raises(FileExistsError):
        storage.place(other, document.file_path)
    assert document.file_path.read_bytes() != b"autre"


@pytest.mark.parametrize(
    ("content", "limits", "words"),
    [
        (b"", EVERYDAY, "vide"),
        (b"x" * 101, Limits(100), "dépasse 100"),
        (b"MZ\x00", EVERYDAY, "programme"),
    ],
)
def test_a_refusal_leaves_nothing(author, documents_dir, content, limits, words):
    with pytest.raises(Refused, match=words):
        actions.store_bytes(content, name="a.txt", by=author, limits=limits)
    assert not Document.objects.exists()
    assert not stored_files(documents_dir)


def test_a_row_that_cannot_be_written_leaves_no_file(author, documents_dir, monkeypatch):
    first = DocumentFactory.create(by=author)
    monkeypatch.setattr(actions, "random_key", lambda: first.reference)
    with pytest.raises(IntegrityError):
        actions.store_bytes(b"x", name="a.txt", by=author)
    assert stored_files(documents_dir) == [first.file_path]


@pytest.mark.parametrize("reference", ["../../../x", "/../../../x", "a b", "a.b", ""])
def test_no_row_leads_a_backup_astray(author, reference):
    """Whoever writes rows only writes no file of a set, and makes no set that a restore would refuse."""
    known = {"name": "a.txt", "size": 1, "content_type": "text/plain", "sha256": "a" * 64}
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(reference=reference, **known)


def test_forgetting_erases_the_row_then_the_file(author, django_capture_on_commit_callbacks):
    document = DocumentFactory.create()
    path = document.file_path
    with django_capture_on_commit_callbacks() as callbacks:
        actions.forget(document, by=author)
    assert not Document.objects.exists()
    # The transaction may still fail.
    assert path.exists()
    for callback in callbacks:
        callback()
    assert not path.exists()


@pytest.mark.parametrize(
    ("size", "label"),
    [
        (1, "1\u00a0octet"),
        (812, "812\u00a0octets"),
        (14_200, "14\u00a0ko"),
        (1_240_000, "1,2\u00a0Mo"),
        (50_000_000, "50\u00a0Mo"),
    ],
)
def test_sizes_as_people_say_them(size, label):
    assert size_label(size) == label


def test_limits_are_said_and_signed():
    photo = Limits(5_000_000, ("png", "jpeg"))
    assert photo.sentence == "Images\u00a0: 5\u00a0Mo au plus."
    assert photo.extensions == [".png", ".jpg", ".jpeg"]
    assert Limits.of_token(photo.token) == photo
    with pytest.raises(ValueError):
        Limits.of_token(photo.token + "x")
    with pytest.raises(ValueError):
        Limits(5, ("exe",))
    assert EVERYDAY.sentence.startswith("PDF, documents bureautiques")


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_the_disk_during_a_copy(documents_dir):
    erased, other = DocumentFactory.create(), DocumentFactory.create()
    with locks.alone(storage.COPYING):
        actions.forget(erased, by=None)
        assert not erased.file_path.exists()
        assert storage.left_path(erased.file_path).exists()
        assert tasks.clear() == 0
    assert tasks.clear() == 1
    actions.forget(other, by=None)
    assert [path for path in documents_dir.rglob("*") if path.is_file()] == []


AT_ONCE = 4


def staged(agent: Agent) -> Upload:
    file = fields.streamed(ContentFile(samples.pdf(), name="plan.pdf"))
    try:
        return actions.stage(file, by=agent)
    finally:
        file.close()


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_several_times_at_once_keeps_one_document(documents_dir, together):
    agent = AgentFactory.create()
    upload = staged(agent)
    kept = together(*[lambda: actions.keep(Upload.objects.get(pk=upload.pk), by=agent)] * AT_ONCE)
    document = Document.objects.get()
    assert {each.pk for each in kept} == {document.pk}
    assert stored_files(documents_dir) == [document.file_path]


@pytest.mark.django_db(transaction=True)
def test_the_cap_holds_for_many_windows_at_once(documents_dir, monkeypatch, together):
    monkeypatch.setattr(actions, "MOST_WAITING", 2)
    agent = AgentFactory.create()
    results = together(*[lambda: staged(agent)] * AT_ONCE)
    assert sum(isinstance(result, Refused) for result in results) == AT_ONCE - 2
    assert Upload.objects.count() == 2
    assert {path.name for path in stored_files(documents_dir)} == set(
        Upload.objects.values_list("reference", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_kept_and_taken_back_at_once_is_one_or_the_other(documents_dir, together):
    agent = AgentFactory.create()
    upload = staged(agent)
    results = together(
        *(lambda act=act: act(Upload(pk=upload.pk), by=agent) for act in [actions.keep, actions.discard] * 2)
    )
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, PermissionDenied | Refused) for error in errors)
    documents = Document.objects.all()
    assert stored_files(documents_dir) == [document.file_path for document in documents]


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_the_file_waiting():
    agent = AgentFactory.create()
    upload = staged(agent)
    content = upload.file_path.read_bytes()
    with transaction.atomic():
        actions.keep(upload, by=agent)
        transaction.set_rollback(True)
    assert not Document.objects.exists()
    assert upload.file_path.read_bytes() == content
    assert actions.keep(Upload.objects.get(), by=agent).file_path.read_bytes() == content
