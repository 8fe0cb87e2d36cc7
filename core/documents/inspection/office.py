"""Office files are zip archives: opened here with limits, so that none unfolds into gigabytes or carries a program."""

from __future__ import annotations

import errno
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.documents.inspection.signatures import is_program
from core.documents.refusals import ARCHIVE, PASSWORD, Refused
from core.french import spaced

BLOCK = 65_536
MOST_ENTRIES = 10_000
MOST_DIRECTORY = 4_000_000
MOST_UNFOLDED = 500_000_000
# Sheets of one repeated value fold a hundredfold; bombs a thousandfold.
MOST_RATIO = 200
RATIO_MATTERS_FROM = 10_000_000
DEEPEST = 2
LONGEST_LIST = 1_000_000

DAMAGED = spaced("Ce document est abîmé : il ne peut pas être ouvert. Réenregistrez-le avant de l’envoyer.")
BOMB = spaced(
    "Ce document est démesuré une fois décompressé : il pourrait bloquer les postes qui l’ouvriraient. "
    "Il n’est pas accepté."
)
MACROS = spaced(
    "Ce document contient des macros : enregistrez-le sans macros (.docx, .xlsx, .pptx, .odt…) ou en PDF."
)
PROGRAM_INSIDE = "Ce document renferme un programme : il n’est pas accepté."

ODF_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.graphics": "odg",
}
MAIN = "application/vnd.openxmlformats-officedocument."
OOXML_TYPES = {
    f"{MAIN}wordprocessingml.document.main+xml": "docx",
    f"{MAIN}spreadsheetml.sheet.main+xml": "xlsx",
    f"{MAIN}presentationml.presentation.main+xml": "pptx",
}
CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"


@dataclass
class Budget:
    """Bytes that a file and everything nested in it may still unfold."""

    left: int = MOST_UNFOLDED

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refused(BOMB)


def detect_office_kind(path: Path) -> str:
    """The code of the office kind. Raises Refused for everything else, and for macros, programs and zip bombs."""
    with path.open("rb") as file:
        return _checked(file, Budget(), depth=0)


def _checked(file: IO[bytes], budget: Budget, *, depth: int) -> str:
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_names(archive)
            kind = _office_kind(archive)
            for entry in archive.infolist():
                _check_entry(archive, entry, budget, depth=depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError) as error:
        raise Refused(DAMAGED) from error
    except (ParseError, DefusedXmlException) as error:
        raise Refused(DAMAGED) from error
    except OSError as error:
        # An entry said to begin before the file does; a full disk is another matter.
        if error.errno != errno.EINVAL:
            raise
        raise Refused(DAMAGED) from error
    if not kind and not depth:
        raise Refused(ARCHIVE)
    return kind


def _check_directory(file: IO[bytes]) -> None:
    """The list of entries is read whole into memory by the library: it must be short, and say so itself."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    length = min(size, 65_536 + 22)
    file.seek(size - length)
    tail = file.read(length)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Refused(DAMAGED)
    entries, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    # The extended form is for archives of gigabytes; a lie there would be believed.
    if tail[max(at - 20, 0) : at].startswith(b"PK\x06\x07") or entries == 0xFFFF or directory == 0xFFFFFFFF:
        raise Refused(BOMB)
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise Refused(BOMB)
    file.seek(0)


def _check_names(archive: zipfile.ZipFile) -> None:
    names = [entry.filename.lower() for entry in archive.infolist()]
    if len(set(names)) < len(names) or len(names) > MOST_ENTRIES:
        raise Refused(DAMAGED)
    if any(_is_macro(name) for name in names):
        raise Refused(MACROS)


def _is_macro(name: str) -> bool:
    if name.rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml") or "/macrosheets/" in f"/{name}":
        return True
    # LibreOffice writes these lists even when no module follows.
    is_list = name.rpartition("/")[2] in (
        "script-lc.xml",
        "script-lb.xml",
        "dialog-lc.xml",
        "dialog-lb.xml",
        "",
    )
    return f"/{name}".startswith(("/basic/", "/scripts/", "/dialogs/")) and not is_list


def _office_kind(archive: zipfile.ZipFile) -> str:
    """The code of the kind; nothing when the archive is no office file."""
    names = set(archive.namelist())
    if "mimetype" in names:
        return _odf_kind(archive, names)
    if CONTENT_TYPES in names:
        types = [element.get("ContentType", "") for element in fromstring(_short(archive, CONTENT_TYPES))]
        if any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in types):
            raise Refused(MACROS)
        return next((OOXML_TYPES[kind] for kind in types if kind in OOXML_TYPES), "")
    return ""


def _odf_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    kind = ODF_TYPES.get(_short(archive, "mimetype").strip(), "")
    if kind and MANIFEST in names and b"encryption-data" in _short(archive, MANIFEST):
        raise Refused(PASSWORD)
    return kind


def _short(archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.flag_bits & 1:
        raise Refused(PASSWORD)
    _check_compression(entry)
    with archive.open(entry) as file:
        content = file.read(LONGEST_LIST + 1)
    if len(content) > LONGEST_LIST:
        raise Refused(BOMB)
    return content


def _check_compression(entry: zipfile.ZipInfo) -> None:
    """The other methods ask for gigabytes of memory at will, and no office program writes them."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(DAMAGED)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, *, depth: int) -> None:
    """Unfold one entry, counting: what its header says of its size is not believed."""
    if entry.flag_bits & 1:
        raise Refused(PASSWORD)
    _check_compression(entry)
    with archive.open(entry) as file:
        head = file.read(BLOCK)
        budget.spend(len(head))
        if is_program(head) and not head.startswith(b"#!"):
            raise Refused(PROGRAM_INSIDE)
        blocks = _counted(file, entry, budget, len(head))
        if head.startswith(b"PK\x03\x04"):
            _check_nested(head, blocks, budget, depth=depth)
        else:
            for _ in blocks:
                pass


def _counted(file: IO[bytes], entry: zipfile.ZipInfo, budget: Budget, size: int) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        size += len(block)
        budget.spend(len(block))
        if size > RATIO_MATTERS_FROM and size > MOST_RATIO * max(entry.compress_size, 1):
            raise Refused(BOMB)
        yield block


def _check_nested(head: bytes, blocks: Iterator[bytes], budget: Budget, *, depth: int) -> None:
    """A workbook inside a report is usual; archives inside archives inside archives are a trap."""
    if depth >= DEEPEST:
        raise Refused(BOMB)
    with tempfile.TemporaryFile() as copy:
        copy.write(head)
        for block in blocks:
            copy.write(block)
        _checked(copy, budget, depth=depth + 1)
