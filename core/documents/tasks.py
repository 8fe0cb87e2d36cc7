"""Extracting the text of documents, on a queue of its own: mail never waits behind a long PDF."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted

from core.documents import storage, text_extraction
from core.documents.models import Document, Upload
from core.sandbox.client import NotStarted, Stopped
from core.web import locks

ARRIVAL_LIFE = 6 * 3600


def clear() -> int:
    """Remove expired uploads, their files, and arrivals that were cut; returns how many files."""
    Upload.objects.filter(sent_at__lt=timezone.now() - Upload.LIFE).delete()
    paths = [*abandoned()]
    for path in paths:
        storage.remove(path)
    return len(paths)


def abandoned() -> Iterator[Path]:
    """Files that wait for nothing any more: old enough that no request or form still has them in hand."""
    oldest_arrival = time.time() - ARRIVAL_LIFE
    yield from (path for path in _files("arriving") if path.stat().st_mtime < oldest_arrival)
    # Listed first: what leaves once a copy has begun is not among them.
    # « leaving » is its name in the version before.
    withdrawn = [*_files("withdrawn"), *_files("leaving")]
    if withdrawn and not locks.is_held(storage.COPYING):
        yield from withdrawn
    waiting = set(Upload.objects.filter(document=None).values_list("reference", flat=True))
    # A row is committed after its file is placed: what is fresh is left alone.
    oldest_staged = time.time() - Upload.LIFE.total_seconds()
    for path in _files("staged"):
        if path.name not in waiting and path.stat().st_ctime < oldest_staged:
            yield path


def _files(folder: str) -> list[Path]:
    """None before the first upload: looking makes no folder."""
    path = storage.root() / folder
    return sorted(path.iterdir()) if path.is_dir() else []


QUEUE = "documents"
# A worker that dies while it reads may have died of the file: not more often than this.
MOST_ATTEMPTS = 3
MINUTES_LATER = 10
logger = logging.getLogger(__name__)


def defer_reading(document: Document) -> None:
    """Queued in the same transaction as the document."""
    read_text.defer(document_id=document.pk)


@app.task(
    name="documents.read_text",
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, wait=30),
)
def read_text(context: JobContext, *, document_id: int) -> None:
    """Read one document's pages; a file that cannot be read is marked so on its row, and tried at most three times."""
    document = Document.objects.filter(pk=document_id, text_state=Document.TextState.WAITING).first()
    if document is None:
        return
    if context.job.attempts >= MOST_ATTEMPTS:
        text_extraction.note_failure(document, f"la lecture s’est interrompue {MOST_ATTEMPTS} fois")
        return
    try:
        text_extraction.extract_text(document, should_stop=context.should_abort)
    except Stopped as stop:
        raise JobAborted from stop
    except NotStarted as error:
        # The machine's fault (`manage.py doctor` names it): no attempt of this file's is spent.
        logger.error("Documents cannot be read: %s", error)
        read_text.configure(schedule_in={"minutes": MINUTES_LATER}).defer(document_id=document_id)


@app.periodic(cron="41 * * * *")
@app.task(name="documents.clear_uploads", queue=QUEUE, queueing_lock="documents.clear_uploads")
def clear_uploads(timestamp: int) -> None:
    """Each hour: what was sent ahead of a form that never came."""
    clear()
