"""The text of a document: extracted in a process of its own, kept page by page."""

from __future__ import annotations

import dataclasses
import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Annotated

import msgspec
from django.conf import settings
from django.db import transaction

from core.documents.extraction.pages import Bounds
from core.documents.models import Document, PageText
from core.documents.signals import text_read
from core.sandbox.client import Cause, Failed, Limits, Text, decoded, run
from core.web.connections import release_connections
from core.web.locks import locked

LONGEST_FRAME = 4_000_000
# Of characters at their widest in JSON, and of what else is said of each page.
LONGEST_ANSWER = 400_000_000
# A page takes seconds: a scan of several hundred pages is read as far as half an hour goes.
RECOGNITION = Bounds(seconds=3_600, cpu_seconds=1_800, memory=1_500_000_000, pages=2_000)
Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Message(msgspec.Struct, forbid_unknown_fields=True):
    """A page and its text, how many pages there are, or why nothing can be read; `notes` say what is missing."""

    page: Number = 0
    text: Text = ""
    pages: Number | None = None
    notes: list[Text] = []
    failure: Text = ""


DECODER = msgspec.msgpack.Decoder(Message)


@dataclass
class Extraction:
    """Result of a reading: `failure` when nothing was read, `notes` on what is missing otherwise."""

    page_count: int = 0
    has_text: bool = False
    # Its words were recognised on images.
    is_recognised: bool = False
    notes: list[str] = field(default_factory=list)
    failure: str = ""


def extract(
    path: Path,
    kind: str,
    on_page: Callable[[int, str], None],
    *,
    bounds: Bounds | None = None,
    recognise: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> Extraction:
    """Give each page that holds text to `on_page(number, text)`, in order. Raises Stopped or NotStarted.

    With `recognise`, the words are those seen on the images of a PDF.
    """
    bounds = bounds or (RECOGNITION if recognise else Bounds())
    limits = Limits(
        bounds.seconds, bounds.cpu_seconds, bounds.memory, LONGEST_FRAME, LONGEST_ANSWER, niceness=5
    )
    options = {"kind": kind, "bounds": dataclasses.asdict(bounds), "recognise": recognise}
    extraction, last = Extraction(), 0
    try:
        with path.open("rb") as file:
            for frame in run(
                "core.documents.extraction.worker", file, limits=limits, should_stop=should_stop, **options
            ):
                said = decoded(DECODER, frame)
                if said == Message():
                    raise Failed(Cause.GARBLED)
                if said.page:
                    last, extraction.has_text = said.page, True
                    on_page(said.page, said.text)
                extraction.page_count = max(extraction.page_count, said.pages or 0, said.page)
                extraction.notes += said.notes
                extraction.failure = extraction.failure or said.failure
    except Failed as failed:
        # Stopped by a limit: what it had sent is good.
        words = "trop longue ou trop gourmande en mémoire"
        if failed.cause == Cause.GARBLED:
            extraction.failure = "la lecture du fichier a rendu n’importe quoi"
        elif last:
            extraction.notes = [f"lecture arrêtée après la page {last}\u00a0: {words}"]
        else:
            extraction.failure = f"lecture {words}"
    return extraction


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

        outcome = extract(
            document.file_path, document.kind.code, write, bounds=bounds, should_stop=should_stop
        )
        if outcome.failure:
            note_failure(document, outcome.failure)
            return
        is_scan = _state_after(document, outcome) == Document.TextState.NO_TEXT
        if settings.DOCUMENTS_OCR and is_scan:
            outcome = _recognise(document, write, outcome, should_stop)
        spool.seek(0)
        _keep(document, outcome, map(json.loads, spool))


def _recognise(
    document: Document,
    write: Callable[[int, str], None],
    scan: Extraction,
    should_stop: Callable[[], bool],
) -> Extraction:
    """Recognise words in the images; when that fails, the scan stays one without words."""
    outcome = extract(document.file_path, "pdf", write, recognise=True, should_stop=should_stop)
    if outcome.failure:
        logger.warning("Document %s is not recognised: %s", document.reference, outcome.failure)
        return scan
    outcome.is_recognised = outcome.has_text
    return outcome


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
