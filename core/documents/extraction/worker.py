"""Answer, in the sandbox, for the process that opens a file; `sandboxed` asks. Without Django."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import msgspec

from core.documents.extraction import office, pdf, plain, recognition
from core.documents.extraction.pages import Bounds, Enough, Pages, Unreadable


def answer(
    file: BinaryIO, send: Callable[[bytes], None], *, kind: str, bounds: dict[str, Any], recognise: bool
) -> None:
    """The pages of one file, then what is to be said of them."""
    sys.setrecursionlimit(2_000)

    def say(**message: object) -> None:
        send(msgspec.json.encode(message))

    pages = Pages(
        lambda number, text: say(page=number, text=text), lambda total: say(pages=total), Bounds(**bounds)
    )
    try:
        if recognise:
            recognition.recognise_pdf(file, pages)
        else:
            extract(file, kind, pages)
    except Enough as stop:
        pages.notes.insert(0, str(stop))
    except Unreadable as error:
        say(failure=str(error))
        return
    except MemoryError:
        # What the file asked for is given back before anything is said.
        pages.notes.insert(0, "lecture arrêtée\u00a0: le document demande trop de mémoire")
    say(pages=pages.count, notes=pages.notes)


def extract(file: BinaryIO, kind: str, pages: Pages) -> None:
    if kind == "pdf":
        pdf.extract_pdf(file, pages)
    elif kind == "xml":
        plain.extract_xml(file, pages)
    elif kind in ("text", "csv"):
        plain.extract_plain_text(file, pages)
    else:
        office.extract_office(file, kind, pages)
