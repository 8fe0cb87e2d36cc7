"""Eliminate notes at the end of their retention, with the visa of the departmental archives."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.approvals import actions as approvals
from core.documents.actions import forget_unheld
from core.documents.models import Document
from core.history.context import action_context
from core.people.models import Agent
from core.retention.elimination import at_once, check_visa, forget_messages, lines_of, row_of
from core.ui.locks import locked
from memos import policies
from memos.models import Elimination, Memo

DAY = "created_at__date"


@transaction.atomic
def eliminate(*, by: Agent, visa_on: date, visa_reference: str, shown: str) -> Elimination:
    """Erase the notes that reached their term, with their files, visas and questions; a trace stays."""
    if not policies.is_hr(by):
        raise PermissionDenied("Seules les ressources humaines éliminent les notes.")
    memos = list(locked(at_once(Memo.objects.expired()).order_by("pk")))
    pks = [memo.pk for memo in memos]
    check_visa(Memo.objects.expired().filter(pk__in=pks), shown=shown, visa_on=visa_on)
    rows = Memo.objects.filter(pk__in=pks)
    trace = Elimination(visa_on=visa_on, visa_reference=visa_reference, by=by, lines=lines_of(rows, day=DAY))
    trace.full_clean()
    trace.save()
    documents = list(Document.objects.filter(memo_files__memo__in=memos).distinct())
    with action_context("a éliminé la note", by=by):
        for memo in memos:
            approvals.erase(memo)
        forget_messages(Memo, pks)
        rows.delete()
    # One that another note still holds stays with it.
    forget_unheld(documents, by=by)
    return trace


def rows_to_confirm(memos: QuerySet[Memo]) -> list[dict[str, str]]:
    """Each note as the page that asks again shows it: not every HR agent may read its words or who it is about."""
    return [_row_of(memo) for memo in memos.select_related("kind").order_by("created_at", "pk")]


def _row_of(memo: Memo) -> dict[str, str]:
    closed = memo.filed_at or memo.withdrawn_at
    return row_of(
        number=memo.label,
        kind=memo.kind,
        received_on=timezone.localdate(memo.created_at),
        closed_on=timezone.localdate(closed) if closed else None,
    )
