"""What the process that opens a file answers; run by `core.sandbox`, asked by `sandboxed`. Without Django."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import msgspec

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
        extract(file, "scan" if recognise else kind, pages)
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
    """Each kind loads its own libraries: the process lives for one file."""
    if kind == "scan":
        from core.documents.extraction.recognition import recognise_pdf

        recognise_pdf(file, pages)
    elif kind == "pdf":
        from core.documents.extraction.pdf import extract_pdf

        extract_pdf(file, pages)
    elif kind in ("xml", "text", "csv"):
        from core.documents.extraction import plain

        (plain.extract_xml if kind == "xml" else plain.extract_plain_text)(file, pages)
    else:
        from core.documents.extraction.office import extract_office

        extract_office(file, kind, pages)
