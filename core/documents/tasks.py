"""Reading the text of documents, on a queue of its own: no mail ever waits behind a long PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from core.documents.models import Document

QUEUE = "documents"


def defer_reading(document: Document) -> None:
    """Queued in the same transaction as the document."""
    read_text.defer(document_id=document.pk)


@app.task(name="documents.read_text", queue=QUEUE)
def read_text(*, document_id: int) -> None:
    """Read one document's pages."""
