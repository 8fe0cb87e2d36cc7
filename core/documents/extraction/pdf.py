"""The text of a PDF, page by page."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from core.documents.extraction.pages import Enough, Pages, Unreadable

# Its remarks on spoilt files fill the journal.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
# What the library keeps of the pages already read is let go of this often.
PAGES_BETWEEN_CLEANINGS = 200


# Readers look for the end mark there; a program that pads the file with zeros after it is forgiven.
LENGTH_OF_END = 4096
NO_END = "la fin du fichier manque"


class TooLong(BaseException):
    """Not an Exception: the library catches those, and would go on."""


def extract_pdf(file: BinaryIO, pages: Pages) -> None:
    """Raises Enough or Unreadable; a page that cannot be read is noted, and the next one is tried."""
    if not _has_end(file):
        # An earlier revision may still be read, or the first pages: never without a word.
        pages.note(NO_END)
    try:
        with _within(pages.bounds.page_seconds * 2):
            # Given a path, the library reads the whole file into memory.
            reader = PdfReader(file)
            if reader.is_encrypted:
                raise Unreadable("ce PDF est chiffré")
            total = len(reader.pages)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        TooLong,
    ) as error:
        raise Unreadable("\u00a0; ".join([*pages.notes, "ce PDF est abîmé ou trop compliqué"])) from error
    pages.expect(total)
    _read_pages(reader, total, pages)


def _has_end(file: BinaryIO) -> bool:
    size = file.seek(0, os.SEEK_END)
    end = b""
    while size and not end.strip(b"\x00"):
        start = max(0, size - LENGTH_OF_END)
        file.seek(start)
        end, size = file.read(size - start), start
    file.seek(0)
    return b"%%EOF" in end


def _read_pages(reader: Any, total: int, pages: Pages) -> None:
    bad = 0
    for number in range(1, total + 1):
        try:
            with _within(pages.bounds.page_seconds):
                text = reader.pages[number - 1].extract_text()
        except FileNotDecryptedError as error:
            raise Unreadable("ce PDF est chiffré") from error
        except (Exception, TooLong):  # whatever one page does, the others are read
            bad, text = bad + 1, ""
            pages.note(f"page {number} illisible")
        pages.add(text)
        if bad >= pages.bounds.bad_pages:
            raise Enough(f"lecture arrêtée à la page {number} sur {total} : trop de pages illisibles")
        if number % PAGES_BETWEEN_CLEANINGS == 0:
            getattr(reader, "resolved_objects", {}).clear()


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raises TooLong, and again every second, should the first be caught on its way."""

    def ring(number: int, frame: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
