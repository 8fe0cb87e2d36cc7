"""The text of a file, extracted in a process of its own: a hostile file harms only that process."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec

from core.documents.extraction.pages import Bounds
from core.sandbox.client import Failed, Limits, run
from core.sandbox.messages import Garbled, Text, decoded

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


DECODER = msgspec.json.Decoder(Message)


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
                __package__ + ".worker", file, limits=limits, should_stop=should_stop, **options
            ):
                said = decoded(DECODER, frame)
                if said == Message():
                    raise Garbled
                if said.page:
                    last, extraction.has_text = said.page, True
                    on_page(said.page, said.text)
                extraction.page_count = max(extraction.page_count, said.pages or 0, said.page)
                extraction.notes += said.notes
                extraction.failure = extraction.failure or said.failure
    except Garbled:
        extraction.failure = "la lecture du fichier a rendu n’importe quoi"
    except Failed:
        # Stopped by a limit: what it had sent is good.
        words = "trop longue ou trop gourmande en mémoire"
        if last:
            extraction.notes = [f"lecture arrêtée après la page {last}\u00a0: {words}"]
        else:
            extraction.failure = f"lecture {words}"
    return extraction
