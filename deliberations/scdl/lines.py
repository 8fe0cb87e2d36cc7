"""From the bytes of a file to lines of text, whatever wrote it; memory stays flat."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from core.imports.tables import Unreadable
from core.ui.encodings import LOST, decoded_bytes, repaired
from core.ui.french import spaced

# Longer than the seventeen columns at their fullest: past this, the line is not one of a table.
LONGEST_LINE = 100_000
BLOCK = 65_536

# What people send instead of a CSV, by the first bytes.
OTHER_KINDS: list[tuple[bytes, str]] = [
    (b"%PDF", "un PDF"),
    (b"PK\x03\x04", "un classeur ou une archive (xlsx, ods, zip)"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur (xls)"),
    (b"{\\rtf", "un texte RTF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"\x1f\x8b", "une archive"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
]
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg")


@dataclass(slots=True)
class FileEncoding:
    """How the file turned out to be written; complete once it is read."""

    encoding: str = "utf-8"
    has_mark: bool = False
    utf8_lines: int = 0
    windows_lines: int = 0
    repaired_lines: int = 0
    lost_lines: int = 0


@dataclass(frozen=True, slots=True)
class PhysicalLine:
    """`number` counts from 1; a line that is too long comes cut."""

    number: int
    text: str
    is_cut: bool = False


def physical_lines(file: BinaryIO, writing: FileEncoding) -> Iterator[PhysicalLine]:
    """Each line with its end, as « \\n »; raises Unreadable for what is no text at all.

    In files put together from two sources, each line is decoded by itself.
    """
    head = file.read(BLOCK)
    _refuse_other_kinds(head)
    writing.encoding, mark = _encoding_of(head)
    writing.has_mark = bool(mark)
    file.seek(len(mark))
    if writing.encoding == "utf-8":
        ends = b"\r" if b"\r" in head and b"\n" not in head else b"\n"
        chunks = _byte_lines(file) if ends == b"\n" else _split(file, ends)
        for number, (raw, is_cut) in enumerate(chunks, 1):
            yield PhysicalLine(number, _repaired(_decoded(raw, writing), writing), is_cut)
        return
    reader = codecs.getreader(writing.encoding)(file, "replace")
    for line in _wide_lines(reader):
        yield PhysicalLine(line.number, _repaired(line.text, writing), line.is_cut)


def _refuse_other_kinds(head: bytes) -> None:
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise Unreadable("Ce fichier est vide.")
    kind = next((name for start, name in OTHER_KINDS if head.startswith(start)), "")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(MARKUP):
        kind = "une page web ou un fichier XML"
    if kind:
        raise Unreadable(
            spaced(
                f"Ce fichier n’est pas un CSV : c’est {kind}. Dans votre tableur, choisissez "
                f"« Enregistrer sous », puis « CSV UTF-8 »."
            )
        )


def _encoding_of(head: bytes) -> tuple[str, bytes]:
    """The family of the encoding, and the mark that says so."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return encoding, mark
    # Without a mark, every other byte of French text in UTF-16 is zero.
    start = head[:4096]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) / 4 and even < len(start) / 40:
        return "utf-16-le", b""
    if even > len(start) / 4 and odd < len(start) / 40:
        return "utf-16-be", b""
    if even + odd > len(start) / 4:
        raise Unreadable(spaced("Ce fichier n’est pas un CSV : il ne contient pas du texte."))
    return "utf-8", b""


def _byte_lines(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    while raw := file.readline(LONGEST_LINE):
        is_cut = len(raw) == LONGEST_LINE and not raw.endswith(b"\n")
        yield raw, is_cut
        rest = raw
        while is_cut and rest and not rest.endswith(b"\n"):
            rest = file.readline(BLOCK)


def _split(file: BinaryIO, end: bytes) -> Iterator[tuple[bytes, bool]]:
    """Lines of a file whose ends are the old Macintosh's."""
    pending, skipping = b"", False
    while block := file.read(BLOCK):
        *whole, pending = (pending + block).split(end)
        for raw in whole:
            if not skipping:
                yield raw[:LONGEST_LINE] + b"\n", len(raw) > LONGEST_LINE
            skipping = False
        if len(pending) > LONGEST_LINE:
            if not skipping:
                yield pending[:LONGEST_LINE], True
            pending, skipping = b"", True
    if pending and not skipping:
        yield pending, False


def _wide_lines(reader: codecs.StreamReader) -> Iterator[PhysicalLine]:
    """Lines of UTF-16, whose ends only show once decoded."""
    number, pending, skipping = 0, "", False
    while block := reader.read(BLOCK):
        *whole, pending = (pending + block.replace("\r\n", "\n")).split("\n")
        for text in whole:
            if not skipping:
                number += 1
                yield PhysicalLine(number, _one_line(text), len(text) > LONGEST_LINE)
            skipping = False
        if len(pending) > LONGEST_LINE:
            if not skipping:
                number += 1
                yield PhysicalLine(number, pending[:LONGEST_LINE], True)
            pending, skipping = "", True
    if pending and not skipping:
        yield PhysicalLine(number + 1, _one_line(pending))


def _one_line(text: str) -> str:
    return text.rstrip("\r")[:LONGEST_LINE].replace("\r", " ") + "\n"


def _repaired(text: str, writing: FileEncoding) -> str:
    if text.isascii():
        return text
    if (fixed := repaired(text)) != text:
        writing.repaired_lines += 1
    if LOST in fixed:
        writing.lost_lines += 1
    return fixed


def _decoded(raw: bytes, writing: FileEncoding) -> str:
    # A carriage return that is not at the end does not end a line.
    raw = raw[:-2].replace(b"\r", b" ") + b"\n" if raw.endswith(b"\r\n") else raw.replace(b"\r", b" ")
    if raw.isascii():
        return raw.decode("ascii")
    found = decoded_bytes(raw)
    if found.is_windows:
        writing.windows_lines += 1
    else:
        writing.utf8_lines += 1
    return found.text
