"""The text of ODF and OOXML files: their XML, streamed, without what was deleted or annotated."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from typing import IO, Any, BinaryIO
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from core.documents.extraction.pages import Enough, Pages, Sheets, Unreadable

MOST_UNFOLDED = 500_000_000
MOST_STRINGS = 20_000_000
PAGED_BY_SLIDE = ("odp", "odg")
SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")


class _Bounded:
    """A part of the archive that stops before it unfolds into gigabytes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, MOST_UNFOLDED

    def read(self, size: int = 65_536) -> bytes:
        block = self._file.read(65_536 if size < 0 else size)
        self._left -= len(block)
        if self._left < 0:
            raise Enough("lecture arrêtée : document démesuré")
        return block

    def close(self) -> None:
        self._file.close()


class Words(ContentHandler):
    """Writes the text of chosen elements; names are taken without their prefix.

    `inside`: only there; `but_not`: never there; `after`: what is written at the end of an element.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        inside: Iterable[str],
        but_not: Iterable[str] = (),
        after: dict[str, str],
        starts: dict[str, Callable[[Any], None]] | None = None,
    ) -> None:
        super().__init__()
        self.write, self.after, self.starts = write, after, starts or {}
        self.inside, self.but_not = frozenset(inside), frozenset(but_not)
        self._in = self._out = 0

    def startElement(self, name: str, attrs: Any) -> None:
        name = name.rpartition(":")[2]
        self._in += name in self.inside
        self._out += name in self.but_not
        if name in self.starts:
            self.starts[name](attrs)

    def endElement(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._in -= name in self.inside
        self._out -= name in self.but_not
        if name in self.after and not self._out:
            self.write(self.after[name])

    def characters(self, content: str) -> None:
        if self._in and not self._out:
            self.write(content)


class _Cells(ContentHandler):
    """A worksheet: each cell's value, its strings looked up."""

    def __init__(self, write: Callable[[str], None], strings: list[str]) -> None:
        super().__init__()
        self.write, self.strings = write, strings
        self._kind, self._value, self._is_value = "", "", False

    def startElement(self, name: str, attrs: Any) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._kind, self._value = attrs.get("t", ""), ""
        self._is_value = name in ("v", "t")

    def characters(self, content: str) -> None:
        if self._is_value:
            self._value += content

    def endElement(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._is_value = False
        if name == "c" and self._value:
            self.write(f"{self._shown()}\t")
        elif name == "row":
            self.write("\n")

    def _shown(self) -> str:
        if self._kind != "s":
            return self._value
        position = int(self._value) if self._value.strip().isdecimal() else -1
        return self.strings[position] if 0 <= position < len(self.strings) else ""


def extract_office(file: BinaryIO, kind: str, pages: Pages) -> None:
    """Raises Enough or Unreadable."""
    readers = {"docx": _docx, "xlsx": _xlsx, "pptx": _pptx}
    try:
        with zipfile.ZipFile(file) as archive:
            if kind in readers:
                readers[kind](archive, pages)
            else:
                _odf(archive, kind, pages)
    except (
        zipfile.BadZipFile,
        KeyError,
        SAXException,
        DefusedXmlException,
        ValueError,
        EOFError,
        OSError,
    ) as error:
        raise Unreadable("ce document est abîmé") from error


def _parse(archive: zipfile.ZipFile, name: str, handler: ContentHandler) -> None:
    with archive.open(name) as file:
        parse(_Bounded(file), handler)


def _docx(archive: zipfile.ZipFile, pages: Pages) -> None:
    sheets = Sheets(pages)
    present = set(archive.namelist())
    for part in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if part in present:
            _parse(
                archive, part, Words(sheets.write, inside=["t"], after={"p": "\n", "tab": "\t", "br": "\n"})
            )
    sheets.turn()


def _numbered(archive: zipfile.ZipFile, pattern: re.Pattern[str]) -> list[str]:
    found = [(int(match[1]), name) for name in archive.namelist() if (match := pattern.fullmatch(name))]
    return [name for _, name in sorted(found)]


def _pptx(archive: zipfile.ZipFile, pages: Pages) -> None:
    for name in _numbered(archive, SLIDE):
        parts: list[str] = []
        _parse(archive, name, Words(parts.append, inside=["t"], after={"p": "\n", "br": "\n"}))
        # A slide without words still is a page, or the others would be misnumbered.
        pages.add("".join(parts))


def _xlsx(archive: zipfile.ZipFile, pages: Pages) -> None:
    strings = _shared_strings(archive)
    for name in _numbered(archive, SHEET):
        sheets = Sheets(pages)
        _parse(archive, name, _Cells(sheets.write, strings))
        sheets.turn()


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    strings: list[str] = []
    parts: list[str] = []
    size = 0

    def write(text: str) -> None:
        nonlocal size
        size += len(text)
        if size > MOST_STRINGS:
            raise Enough("lecture arrêtée : classeur démesuré")
        if text == "\x00":
            strings.append("".join(parts))
            parts.clear()
        else:
            parts.append(text)

    if "xl/sharedStrings.xml" in archive.namelist():
        # XML holds no NUL: it marks the end of a string. « rPh » is how Japanese is pronounced.
        _parse(
            archive,
            "xl/sharedStrings.xml",
            Words(write, inside=["t"], but_not=["rPh"], after={"si": "\x00"}),
        )
    return strings


def _odf(archive: zipfile.ZipFile, kind: str, pages: Pages) -> None:
    sheets = Sheets(pages)
    begun = False

    def turn(attrs: Any) -> None:
        """A slide without words still is a page; a blank sheet of a workbook is not."""
        nonlocal begun
        if kind in PAGED_BY_SLIDE and begun:
            sheets.turn_always()
        elif kind == "ods":
            sheets.turn()
        begun = True

    mark = "table" if kind == "ods" else "page"
    after = {"p": "\n", "h": "\n", "table-row": "\n", "tab": "\t", "line-break": "\n", "s": " "}
    without = ["tracked-changes", "annotation", "notes"]
    words = Words(sheets.write, inside=["p", "h"], but_not=without, after=after, starts={mark: turn})
    _parse(archive, "content.xml", words)
    sheets.turn()
