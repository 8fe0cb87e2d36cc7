"""Real threads and real commits: one form sent twice, one agent at many windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from core.documents import actions, fields
from core.documents.models import Document, Upload
from core.documents.refusals import Refused
from core.people.models import Agent
from tests.documents import samples
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def staged(agent: Agent) -> Upload:
    file = fields.streamed(ContentFile(samples.pdf(), name="plan.pdf"))
    try:
        return actions.stage(file, by=agent)
    finally:
        file.close()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_form_sent_several_times_at_once_keeps_one_document(documents_dir, together):
    agent = AgentFactory.create()
    upload = staged(agent)
    kept = together(*[lambda: actions.keep(Upload.objects.get(pk=upload.pk), by=agent)] * AT_ONCE)
    document = Document.objects.get()
    assert {each.pk for each in kept} == {document.pk}
    assert files_in(documents_dir) == [document.file_path]


def test_the_cap_holds_for_many_windows_at_once(documents_dir, monkeypatch, together):
    monkeypatch.setattr(actions, "MOST_WAITING", 2)
    agent = AgentFactory.create()
    results = together(*[lambda: staged(agent)] * AT_ONCE)
    assert sum(isinstance(result, Refused) for result in results) == AT_ONCE - 2
    assert Upload.objects.count() == 2
    assert {path.name for path in files_in(documents_dir)} == set(
        Upload.objects.values_list("reference", flat=True)
    )


def test_kept_and_taken_back_at_once_is_one_or_the_other(documents_dir, together):
    agent = AgentFactory.create()
    upload = staged(agent)
    results = together(
        *(lambda act=act: act(Upload(pk=upload.pk), by=agent) for act in [actions.keep, actions.discard] * 2)
    )
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, PermissionDenied | Refused) for error in errors)
    documents = Document.objects.all()
    assert files_in(documents_dir) == [document.file_path for document in documents]


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
