"""From the stored file to the pages in the database, and what administrators are told."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config.worker import SHARED_QUEUES, queues_of
from core.documents import actions, tasks, text_extraction
from core.documents.extraction.pages import Bounds
from core.documents.models import Document, PageText
from core.documents.signals import text_read
from core.sandbox.client import NotStarted
from tests.documents import samples
from tests.documents.factories import DocumentFactory
from tests.documents.test_extraction import swollen_pdf
from tests.worker import run_worker

State = Document.TextState


@pytest.fixture
def heard() -> Iterator[list[Document]]:
    """The documents that the signal named."""
    documents: list[Document] = []

    def listen(document: Document, **kwargs: Any) -> None:
        documents.append(document)

    text_read.connect(listen)
    yield documents
    text_read.disconnect(listen)


def read(document: Document, **options: Any) -> Document:
    text_extraction.extract_text(document, **options)
    document.refresh_from_db()
    return document


def test_the_text_of_a_document_is_kept_page_by_page(db, heard):
    document = read(DocumentFactory.create(data=samples.pdf("Un", "", "Trois")))
    # Once more, its pages are there once.
    read(document)
    assert (document.text_state, document.page_count, document.text_error) == (State.READ, 3, "")
    assert list(document.pages.order_by("number").values_list("number", "text")) == [(1, "Un"), (3, "Trois")]
    assert heard == [document] * 2


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("scan.pdf", samples.scanned_pdf(), State.NO_TEXT),
        ("note.txt", b"Bonjour", State.READ),
        ("vide.odt", samples.odf(body=""), State.READ),
        ("spoilt.pdf", b"%PDF-1.7\nrien", State.FAILED),
        ("plan.png", samples.image(), State.NOT_READ),
    ],
)
def test_the_state_says_what_there_is(db, name, data, state):
    assert read(DocumentFactory.create(name=name, data=data)).text_state == state


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_a_pdf_cut_short_says_that_its_end_is_missing(db, cut):
    whole = samples.pdf("Un", "Deux")
    document = read(DocumentFactory.create(data=whole[: int(len(whole) * cut)]))
    assert document.text_state == State.FAILED
    assert "la fin du fichier manque\u00a0; ce PDF est" in document.text_error


def test_a_pdf_whose_last_revision_is_cut_is_not_read_without_a_word(db):
    revision = b"\n9 0 obj\n" + b"<</Length 9000>> stream\n" + b"x" * 6000
    document = read(DocumentFactory.create(data=samples.pdf("Un") + revision))
    assert (document.text_state, document.text_error) == (State.READ, "la fin du fichier manque")


def test_a_pdf_padded_with_zeros_is_whole(db):
    document = read(DocumentFactory.create(data=samples.pdf("Un") + bytes(10_000)))
    assert (document.text_state, document.text_error) == (State.READ, "")


def test_a_poisonous_file_is_told_on_its_row_and_in_the_journal(db, caplog):
    held = DocumentFactory.create(name="Licenciement Benali.pdf", data=swollen_pdf(60_000_000))
    document = read(held, bounds=Bounds(page_seconds=0.5))
    assert document.text_state == State.FAILED
    assert "page 1 illisible" in document.text_error
    assert document.reference in caplog.text
    assert "Benali" not in caplog.text


def test_a_missing_file_is_told(db, caplog):
    document = DocumentFactory.create(name="Licenciement Benali.pdf")
    document.file_path.unlink()
    assert read(document).text_error == "le fichier manque sur le disque"
    assert document.reference in caplog.text
    assert "Benali" not in caplog.text


# The queue


def jobs() -> list[tuple[str, str]]:
    return list(ProcrastinateJob.objects.values_list("queue_name", "task_name"))


def test_storing_asks_for_the_reading_on_a_queue_of_its_own(author):
    actions.store_bytes(samples.pdf(), name="a.pdf", by=author)
    assert jobs() == [("documents", "documents.read_text")]
    ProcrastinateJob.objects.all().delete()
    actions.store_bytes(samples.pdf(), name="a.pdf", by=author, read_text=False)
    actions.store_bytes(samples.image(), name="a.png", by=author)
    assert not jobs()


def context(attempts: int = 0) -> Any:
    """What the task looks at of its context."""
    return SimpleNamespace(job=SimpleNamespace(attempts=attempts), should_abort=lambda: False)


def run(document: Document, *, attempts: int = 0) -> Document:
    tasks.read_text(context(attempts), document_id=document.pk)
    document.refresh_from_db()
    return document


def test_the_task_reads_what_waits_and_nothing_else(db):
    document = run(DocumentFactory.create())
    assert document.text_state == State.READ
    PageText.objects.all().delete()
    assert not run(document).pages.exists()
    tasks.read_text(context(), document_id=0)


def test_a_file_that_takes_its_worker_down_is_not_tried_for_ever(db):
    document = run(DocumentFactory.create(), attempts=tasks.MOST_ATTEMPTS)
    assert document.text_state == State.FAILED
    assert "interrompue" in document.text_error


def test_a_sandbox_that_does_not_start_is_not_the_file_s_fault(db, monkeypatch):
    def refuse(*asked: Any, **options: Any) -> Any:
        raise NotStarted("bwrap is missing")

    monkeypatch.setattr("core.documents.text_extraction.run", refuse)
    document = run(DocumentFactory.create(), attempts=tasks.MOST_ATTEMPTS - 1)
    assert document.text_state == State.WAITING
    [later] = ProcrastinateJob.objects.all()
    assert later.scheduled_at > timezone.now()
    assert later.args == {"document_id": document.pk}


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_for_real():
    document = DocumentFactory.create()
    tasks.defer_reading(document)
    run_worker(tasks.QUEUE)
    document.refresh_from_db()
    assert document.text_state == State.READ


def test_every_queue_has_one_worker_but_mail_that_arrives_which_has_both():
    quick, slow = (queues_of(app, is_slow=is_slow) for is_slow in (False, True))
    assert {task.queue for task in app.tasks.values()} <= {*quick, *slow}
    assert set(quick) & set(slow) == {*SHARED_QUEUES} == {"mail.in"}
    assert {"mail", "people"} <= set(quick)
    assert "documents" in slow


# Once more, by an administrator


def test_an_administrator_has_it_read_again(administrator):
    document = DocumentFactory.create()
    text_extraction.note_failure(document, "x")
    actions.read_again(document, by=administrator)
    document.refresh_from_db()
    assert (document.text_state, document.text_error) == (State.WAITING, "")
    assert jobs() == [("documents", "documents.read_text")]
    with pytest.raises(ValidationError):
        actions.read_again(document, by=administrator)


@pytest.mark.parametrize("who", ["author", "moderator", "council_secretary", "directory_manager"])
def test_nobody_else_does(db, request, who):
    document = DocumentFactory.create()
    text_extraction.note_failure(document, "x")
    with pytest.raises(PermissionDenied):
        actions.read_again(document, by=request.getfixturevalue(who))
