"""Extracting the text of documents, on a queue of its own: mail never waits behind a long PDF."""

from __future__ import annotations

import logging

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted

from core.documents import cleanup, text_extraction
from core.documents.models import Document
from core.sandbox.client import NotStarted, Stopped

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
    cleanup.clear()
