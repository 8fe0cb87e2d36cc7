"""What is kept for long enough: its list, and its elimination with the visa of the departmental archives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from core.approvals import actions as approvals
from core.documents.actions import forget_unheld
from core.documents.models import Document
from core.history.context import action_context
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from core.ui.locks import locked
from memos import policies
from memos.models import Elimination, Memo
from memos.querysets import MemoQuerySet

NOT_SAME = (
    "La liste a changé depuis l’ouverture de cette page\u00a0: rien n’est éliminé. "
    "Relisez-la, et vérifiez que le visa la couvre."
)


def lines_of(memos: MemoQuerySet) -> list[dict[str, Any]]:
    """By kind: its name, how many, the days of the first and of the last."""
    by_kind = memos.order_by("kind__name").values("kind__name")
    rows = by_kind.annotate(count=Count("pk"), first=Min("created_at__date"), last=Max("created_at__date"))
    return [
        {"kind": row["kind__name"], "count": row["count"], "first": row["first"], "last": row["last"]}
        for row in rows
    ]


def stamp_of(pks: Iterable[int]) -> str:
    """Of these very notes."""
    return hashlib.sha256(",".join(map(str, sorted(pks))).encode()).hexdigest()[:32]


@transaction.atomic
def eliminate(*, by: Agent, visa_on: date, visa_reference: str, shown: str) -> Elimination:
    """Erase the notes that reached their term, with their files, visas and questions; a trace stays.

    `shown` is the stamp of the notes that the list counted: no others are ever eliminated in their place.
    """
    if not policies.is_hr(by):
        raise PermissionDenied("Seules les ressources humaines éliminent les notes.")
    if visa_on > timezone.localdate():
        raise ValidationError({"visa_on": "Le visa des archives est daté d’aujourd’hui ou d’avant."})
    memos = list(locked(Memo.objects.expired().order_by("pk")))
    if not memos or stamp_of([memo.pk for memo in memos]) != shown:
        raise ValidationError(NOT_SAME)
    rows = Memo.objects.filter(pk__in=[memo.pk for memo in memos])
    trace = Elimination(visa_on=visa_on, visa_reference=visa_reference, by=by, lines=lines_of(rows))
    trace.full_clean()
    trace.save()
    documents = list(Document.objects.filter(memo_files__memo__in=memos).distinct())
    about = {
        "content_type": ContentType.objects.get_for_model(Memo),
        "object_id__in": [memo.pk for memo in memos],
    }
    with action_context("a éliminé la note", by=by):
        for memo in memos:
            approvals.erase(memo)
        Notification.objects.filter(**about).delete()
        OutgoingMail.objects.filter(**about).delete()
        rows.delete()
    # One that another note still holds stays with it.
    forget_unheld(documents, by=by)
    return trace
