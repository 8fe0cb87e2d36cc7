"""The words on the images of a scanned PDF, recognised by Tesseract's library. Without Django.

The library is loaded into the confined process itself, which may begin no other.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from PIL import Image
from pypdf import PdfReader

from core.documents.extraction.pages import Enough, Pages, Unreadable

# Debian 12 and 13 ship the same name.
LIBRARY = "libtesseract.so.5"
LANGUAGE = b"fra"
MISSING = "tesseract n’est pas installé avec le français (paquets tesseract-ocr et tesseract-ocr-fra)"
# Pixels: of a side, beyond which a page takes long for no better words; smaller images are stamps and logos.
LONGEST_SIDE = 4_500
SMALLEST_SIDE = 300
DOTS_PER_INCH = 300
MOST_IMAGES = 12
# Of processor time kept back, so that what was recognised is sent before the limit.
RESERVE = 60


class Recogniser:
    """Raises Unreadable where the library or the language is missing."""

    def __init__(self) -> None:
        # One processor: threads are refused to a confined process.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        try:
            self._library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise Unreadable(MISSING) from error
        self._library.TessBaseAPICreate.restype = ctypes.c_void_p
        self._library.TessBaseAPIGetUTF8Text.restype = ctypes.c_void_p
        self._handle = ctypes.c_void_p(self._library.TessBaseAPICreate())
        if self._library.TessBaseAPIInit3(self._handle, None, LANGUAGE):
            raise Unreadable(MISSING)

    def close(self) -> None:
        self._library.TessBaseAPIDelete(self._handle)

    def text_of(self, image: Image.Image) -> str:
        grey = image.convert("L")
        if max(grey.size) > LONGEST_SIDE:
            grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        width, height = grey.size
        pixels = grey.tobytes()
        self._library.TessBaseAPISetImage(self._handle, pixels, width, height, 1, width)
        self._library.TessBaseAPISetSourceResolution(self._handle, DOTS_PER_INCH)
        found = ctypes.c_void_p(self._library.TessBaseAPIGetUTF8Text(self._handle))
        try:
            return (ctypes.string_at(found) if found else b"").decode("utf-8", "replace")
        finally:
            self._library.TessDeleteText(found)
            self._library.TessBaseAPIClear(self._handle)


def recognise_pdf(file: BinaryIO, pages: Pages) -> None:
    """Raises Enough or Unreadable; a page whose images cannot be decoded is noted, and the next one is tried."""
    recogniser = Recogniser()
    bad = 0
    reader = PdfReader(file)
    total = len(reader.pages)
    pages.expect(total)
    for number, page in enumerate(reader.pages, 1):
        if time.process_time() > pages.bounds.cpu_seconds - RESERVE:
            raise Enough(f"lecture arrêtée à la page {number} sur {total} : numérisation trop longue")
        try:
            text = "\n".join(recogniser.text_of(image) for image in _images_of(page))
        except MemoryError:
            raise
        except Exception:  # whatever one image does to its decoder, the other pages are read
            bad, text = bad + 1, ""
            pages.note(f"page {number} illisible")
        pages.add(text)
        if bad >= pages.bounds.bad_pages:
            raise Enough(f"lecture arrêtée à la page {number} sur {total} : trop de pages illisibles")


def _images_of(page: Any) -> Iterator[Image.Image]:
    """Yield the images turned as the page shows them."""
    for name in list(page.images.keys())[:MOST_IMAGES]:
        image = page.images[name].image
        if image is not None and min(image.size) >= SMALLEST_SIDE:
            yield image.rotate(-page.rotation, expand=True) if page.rotation else image
