"""What the process that opens a file loads and answers; run by `core.sandbox`, asked by `sandboxed`. Without Django."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from core.documents.extraction import office, pdf, plain, recognition, wire
from core.documents.extraction.pages import Enough, Pages, Unreadable


def warm_up() -> None:
    """The libraries are loaded with this module."""


def answer(request: bytes, send: Callable[[bytes], None]) -> None:
    """The pages of one file, then what is to be said of them."""
    asked = wire.REQUEST.decode(request)
    sys.setrecursionlimit(2_000)

    def say(message: wire.Message) -> None:
        send(wire.encode(message))

    pages = Pages(
        lambda number, text: say(wire.Page(number, text)),
        lambda total: say(wire.Expected(total)),
        asked.bounds,
    )
    try:
        if asked.recognise:
            recognition.recognise_pdf(Path(asked.path), pages)
        else:
            extract(Path(asked.path), asked.kind, pages)
    except Enough as stop:
        pages.notes.insert(0, str(stop))
    except Unreadable as error:
        say(wire.Refused(str(error)))
        return
    except MemoryError:
        # What the file asked for is given back before anything is said.
        pages.notes.insert(0, "lecture arrêtée\u00a0: le document demande trop de mémoire")
    say(wire.Done(pages.count, pages.notes))


def extract(path: Path, kind: str, pages: Pages) -> None:
    if kind == "pdf":
        pdf.extract_pdf(path, pages)
    elif kind == "xml":
        plain.extract_xml(path, pages)
    elif kind in ("text", "csv"):
        plain.extract_plain_text(path, pages)
    else:
        office.extract_office(path, kind, pages)
