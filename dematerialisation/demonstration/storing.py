"""Files of the demonstration, read by the worker once the rows that hold them are there."""

from datetime import datetime
from functools import partial

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from core.documents.actions import store_bytes
from core.documents.limits import DELIBERATION
from core.documents.models import Document
from core.documents.tasks import defer_reading, read_text
from core.people.models import Agent


def store(data: bytes, *, name: str, by: Agent, at: datetime | None) -> Document:
    document = store_bytes(data, name=name, by=by, at=at, limits=DELIBERATION, read_text=False)
    # Within a worker's task, a job is queued by another connection: it would start before this transaction ends, find
    # no document, and be done.
    transaction.on_commit(partial(defer_reading, document))
    return document


def read_what_was_forgotten() -> None:
    """Queue the reading of whatever waits for one without a job: a run was killed between the two."""
    waiting = Document.objects.filter(text_state=Document.TextState.WAITING)
    queued = ProcrastinateJob.objects.filter(task_name=read_text.name, status__in=("todo", "doing"))
    asked = set(queued.values_list("args__document_id", flat=True))
    for document in waiting.exclude(pk__in=asked):
        defer_reading(document)
