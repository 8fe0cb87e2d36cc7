"""The text of a file, extracted in a process of its own: a hostile file harms only that process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.documents.extraction import wire
from core.documents.extraction.pages import Bounds
from core.sandbox.client import Failed, Pool
from core.sandbox.limits import Limits
from core.sandbox.messages import Garbled, decoded

LONGEST_FRAME = 4_000_000
# Of characters at their widest in JSON.
LONGEST_ANSWER = 1_000_000_000


def pool_for(bounds: Bounds) -> Pool:
    limits = Limits(
        wall_seconds=bounds.seconds,
        cpu_seconds=bounds.cpu_seconds,
        memory=bounds.memory,
        files=64,
        frame=LONGEST_FRAME,
        answer=LONGEST_ANSWER,
        niceness=5,
    )
    return Pool("core.documents.extraction.worker", limits)


POOL = pool_for(Bounds())
# A page takes seconds: a scan of several hundred pages is read as far as half an hour goes.
RECOGNITION = Bounds(seconds=3_600, cpu_seconds=1_800, memory=1_500_000_000, pages=2_000)


@dataclass
class Extraction:
    """What came of a reading: `failure` when nothing was read, `notes` on what is missing otherwise."""

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
    """Give each page that holds text to `on_page(number, text)`, in order. Raises Stopped.

    With `recognise`, the words are those seen on the images of a PDF.
    """
    if recognise and bounds is None:
        bounds = RECOGNITION
    extraction, total, last = Extraction(), 0, 0

    def take(frame: bytes) -> None:
        nonlocal total, last
        match decoded(wire.MESSAGE, frame):
            case wire.Page(number, text):
                last = number
                extraction.has_text = True
                on_page(number, text)
            case wire.Expected(pages):
                total = pages
            case wire.Refused(reason):
                extraction.failure = reason
            case wire.Done(pages, notes):
                extraction.page_count, extraction.notes = max(pages, total), notes

    pool = POOL if bounds is None else pool_for(bounds)
    asked = wire.Request(str(path.resolve()), kind, bounds or Bounds(), recognise)
    try:
        pool.run(wire.encode(asked), take, should_stop=should_stop)
    except Garbled:
        extraction.failure = "la lecture du fichier a rendu n’importe quoi"
    except Failed:
        # Stopped by a limit: what it had sent is good.
        extraction.page_count = max(total, last)
        if last:
            extraction.notes = [
                f"lecture arrêtée après la page {last}\u00a0: trop longue ou trop gourmande en mémoire"
            ]
        else:
            extraction.failure = "lecture trop longue ou trop gourmande en mémoire"
    finally:
        if pool is not POOL:
            pool.close()
    return extraction
