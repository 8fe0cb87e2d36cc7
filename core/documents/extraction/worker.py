"""Answer, in the sandbox, for the process that opens a file; `sandboxed` asks. Without Django."""

from __future__ import annotations

import codecs
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from xml.sax import SAXException

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.sax import parse
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from core.documents.extraction import office, recognition
from core.documents.extraction.office import Words
from core.documents.extraction.pages import Bounds, Enough, Pages, Sheets, Unreadable
from core.web.encodings import BLOCK, encoding_of

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


def extract_plain_text(file: BinaryIO, pages: Pages) -> None:
    """Pieces of some pages' length, cut at the ends of lines. Raises Enough or Unreadable."""
    sheets = Sheets(pages)
    encoding = encoding_of(file)
    if not encoding:
        raise Unreadable("ce fichier n’est pas du texte")
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = ""
    while block := file.read(BLOCK):
        *lines, rest = (rest + decoder.decode(block)).split("\n")
        for line in lines:
            sheets.write(f"{line}\n")
        if len(rest) > BLOCK:
            sheets.write(rest)
            rest = ""
    sheets.write(rest)
    sheets.turn()


def extract_xml(file: BinaryIO, pages: Pages) -> None:
    sheets = Sheets(pages)

    class _Everything(Words):
        def endElement(self, name: str) -> None:
            self.write("\n")

        def characters(self, content: str) -> None:
            if content.strip():
                self.write(content)

    try:
        parse(file, _Everything(sheets.write, inside=(), after={}))
    except (SAXException, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("ce fichier XML est mal formé") from error
    sheets.turn()


def answer(
    file: BinaryIO, send: Callable[[bytes], None], *, kind: str, bounds: dict[str, Any], recognise: bool
) -> None:
    """The pages of one file, then what is to be said of them."""
    sys.setrecursionlimit(2_000)

    def say(**message: object) -> None:
        send(msgspec.msgpack.encode(message))

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
        extract_pdf(file, pages)
    elif kind == "xml":
        extract_xml(file, pages)
    elif kind in ("text", "csv"):
        extract_plain_text(file, pages)
    else:
        office.extract_office(file, kind, pages)
