"""What reached its term: its list, its elimination, and that nothing of the content is left anywhere."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from core.approvals.models import Approval
from core.documents.actions import store_bytes
from core.documents.models import Document
from core.history.entries import history_of
from core.people.models import Agent
from core.people.roles import Role
from core.retention.elimination import stamp_of
from core.search.registry import KINDS
from memos import actions, treatment
from memos.models import Elimination, Memo, MemoFile, MemoKind, State
from tests.factories import AgentFactory
from tests.memos.factories import SECRET, approve, memo_in, places_of, refuse

VISA: dict[str, Any] = {"visa_reference": "AD 31-2026-118"}


def stamp() -> str:
    """Of the notes that the list counts now."""
    return stamp_of(Memo.objects.expired().values_list("pk", flat=True))


@pytest.fixture
def old(author: Agent, hr: Agent, kind: MemoKind, documents_dir: Any) -> Memo:
    """Filed six years ago, with all that a note may have, about a person whose name is the secret."""
    person = AgentFactory.create(last_name=f"Nom{SECRET}")
    with time_machine.travel(timezone.now() - timedelta(days=6 * 366), tick=True):
        memo = memo_in(State.IN_CIRCUIT, author=author, kind=kind, people=[person])
        memo = refuse(memo, SECRET)
        add_file(memo)
        actions.change(memo, by=author, text=f"Corrigé {SECRET}")
        memo = approve(actions.send(memo, by=author))
        treatment.take(memo, by=hr)
        treatment.ask(memo, by=hr, text=SECRET)
        actions.reply(memo, by=author, text=SECRET)
        treatment.open_to_person(memo, by=hr)
        treatment.answer(memo, by=hr, text=SECRET, opinion="favourable")
        treatment.file(memo, by=hr)
    return Memo.objects.get(pk=memo.pk)


def add_file(memo: Memo) -> Document:
    document = store_bytes(f"{SECRET} du fichier".encode(), name=f"{SECRET}.txt", by=memo.author)
    MemoFile.objects.create(memo=memo, document=document)
    return document


def test_an_elimination_leaves_its_trace_and_nothing_of_the_content(old, author, hr):
    path = old.files.get().document.file_path
    young = memo_in(State.FILED, author=author, hr=hr, kind=old.kind, subject="Récente", text="Récente")
    assert path.is_file()
    before = places_of(SECRET)
    assert before >= {"memos_memo", "memos_memoquestion", "approvals_approvalcontent"}
    assert not {table for table in before if table.endswith("event")}
    assert {"a écrit la note", "a répondu à la note"} <= {entry.action for entry in history_of(old)}
    trace = treatment.eliminate(by=hr, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    assert list(Memo.objects.all()) == [young]
    assert not Approval.objects.filter(object_id=old.pk).exists()
    # The person keeps their name, the answer of the young note its words.
    assert places_of(SECRET) - {"people_agent", "memos_memo", "search_entry"} == set()
    assert "Réponse" in Memo.objects.get().answer
    trace.refresh_from_db()
    day = timezone.localdate(old.created_at)
    assert trace.dated_lines == [{"kind": "demande", "count": 1, "first": day, "last": day}]


def test_a_document_of_two_notes_stays_with_the_other(old, author, hr):
    shared = old.files.get().document
    other = memo_in(State.DRAFT, author=author)
    MemoFile.objects.create(memo=other, document=shared)
    treatment.eliminate(by=hr, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    assert other.files.get().document == shared


def test_human_resources_alone_eliminate(old, author):
    """tests/mailroom/test_retention.py asks what the visa must be: `check_visa` is one for all."""
    for by in (author, AgentFactory.create(roles=[Role.ADMINISTRATOR])):
        with pytest.raises(PermissionDenied):
            treatment.eliminate(by=by, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    assert Memo.objects.count() == 1


def test_an_elimination_lists_the_notes_before_its_button(old, hr, signed_in):
    """tests/mailroom/test_retention.py asks the rest of these pages."""
    client, path = signed_in(hr), reverse("memos:retention")
    sent = {"shown": stamp(), "visa_on": str(timezone.localdate()), "visa_reference": "AD 1"}
    page = client.post(path, sent).text
    assert old.label in page
    assert f"<td>du\u00a0{timezone.localdate(old.created_at):%d/%m/%Y}<br>au\u00a0" in page
    # Not every HR agent reads each note: neither its words nor its person.
    assert SECRET not in page
    assert Memo.objects.exists()
    client.post(path, sent | {"geste": "eliminer"})
    assert Elimination.objects.exists()
    assert not Memo.objects.exists()


def test_a_note_is_kept_as_long_as_its_kind_says(old):
    assert list(Memo.objects.expired()) == [old]
    MemoKind.objects.update(retention_years=7)
    assert not Memo.objects.expired().exists()


def test_what_is_not_over_never_reaches_its_term(author):
    with time_machine.travel(timezone.now() - timedelta(days=4000), tick=True):
        for state in set(State) - {State.FILED, State.WITHDRAWN}:
            memo_in(state, author=author)
    assert not Memo.objects.expired().exists()


def test_figures_leave_without_a_word_or_a_name(old, author, hr, signed_in):
    table = b"".join(signed_in(hr).get(reverse("memos:memo_export")).streaming_content).decode()
    assert old.label in table
    assert "avis favorable" in table
    assert SECRET not in table
    assert author.last_name not in table


def test_no_model_of_notes_is_searched():
    searched = {kind.model._meta.app_label for kind in KINDS.values()}
    assert "memos" in {config.label for config in apps.get_app_configs()}
    assert not searched & {"memos", "approvals"}
