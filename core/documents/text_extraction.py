"""The text of a document: extracted in a process of its own, kept page by page."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from itertools import batched
from typing import IO

from django.conf import settings
from django.db import transaction

from core.documents.extraction import sandboxed
from core.documents.extraction.pages import Bounds
from core.documents.extraction.sandboxed import Extraction
from core.documents.models import Document, PageText
from core.documents.signals import text_read
from core.ui.connections import release_connections
from core.ui.locks import locked

logger = logging.getLogger(__name__)
BATCH = 200


def extract_text(
    document: Document, *, bounds: Bounds | None = None, should_stop: Callable[[], bool] = lambda: False
) -> None:
    """Read and keep the text, whatever the file does. Raises Stopped when the worker is leaving."""
    if document.kind is None or not document.kind.has_text:
        _keep(document, Extraction(), iter(()))
        return
    if not document.file_path.exists():
        note_failure(document, "le fichier manque sur le disque")
        return
    # A long reading holds no connection to the database.
    release_connections()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:

        def write(number: int, text: str) -> None:
            json.dump([number, text], spool)
            spool.write("\n")

        outcome = sandboxed.extract(
            document.file_path, document.kind.code, write, bounds=bounds, should_stop=should_stop
        )
        if outcome.failure:
            note_failure(document, outcome.failure)
            return
        if settings.DOCUMENTS_OCR and _is_scan(document, outcome):
            outcome = _recognise(document, write, outcome, should_stop)
        spool.seek(0)
        _keep(document, outcome, _spooled(spool))


def _is_scan(document: Document, outcome: Extraction) -> bool:
    return _state_after(document, outcome) == Document.TextState.NO_TEXT


def _recognise(
    document: Document,
    write: Callable[[int, str], None],
    scan: Extraction,
    should_stop: Callable[[], bool],
) -> Extraction:
    """Recognise words in the images; when that fails, the scan stays one without words."""
    outcome = sandboxed.extract(document.file_path, "pdf", write, recognise=True, should_stop=should_stop)
    if outcome.failure:
        logger.warning("Document %s is not recognised: %s", document.reference, outcome.failure)
        return scan
    outcome.is_recognised = outcome.has_text
    return outcome


def _spooled(spool: IO[str]) -> Iterator[tuple[int, str]]:
    for line in spool:
        number, text = json.loads(line)
        yield number, text


@transaction.atomic
def _keep(document: Document, outcome: Extraction, pages: Iterator[tuple[int, str]]) -> None:
    """The pages, the state and what search makes of them exist together."""
    held = locked(Document.objects).filter(pk=document.pk).first()
    if held is None:
        return
    held.pages.all().delete()
    for batch in batched(pages, BATCH):
        PageText.objects.bulk_create(
            PageText(document=held, number=number, text=text) for number, text in batch
        )
    held.page_count = outcome.page_count or None
    held.text_error = " ; ".join(outcome.notes)[:300]
    held.text_state = _state_after(held, outcome)
    held.save(update_fields=["page_count", "text_error", "text_state"])
    if outcome.notes:
        # Not its name: the log is read by others than the document.
        logger.warning("Document %s: %s", held.reference, held.text_error)
    text_read.send(sender=Document, document=held)


def _state_after(document: Document, outcome: Extraction) -> Document.TextState:
    if outcome.has_text:
        return Document.TextState.RECOGNISED if outcome.is_recognised else Document.TextState.READ
    if document.kind is None or not document.kind.has_text:
        return Document.TextState.NOT_READ
    if outcome.notes:
        # Pages that could not be read are no proof of a scan.
        return Document.TextState.FAILED
    return Document.TextState.NO_TEXT if document.kind.code == "pdf" else Document.TextState.READ


def note_failure(document: Document, words: str) -> None:
    """Said where administrators look: the row, and the journal."""
    logger.error("Document %s cannot be read: %s", document.reference, words)
    Document.objects.filter(pk=document.pk).update(
        text_state=Document.TextState.FAILED, text_error=words[:300]
    )
