"""Detect a file's kind from its bytes; refuse programs and traps, with the reason."""

from __future__ import annotations

import mmap
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from core.documents import limits
from core.documents.inspection import office, pdf
from core.documents.inspection.signatures import ARCHIVE_HEADS, OLE_HEAD, image_code, is_program
from core.documents.limits import EVERY_KIND, KINDS, Kind, listed_kinds
from core.documents.refusals import ARCHIVE, PASSWORD, PROGRAM, WORKBOOK, Refused
from core.french import spaced
from core.web.encodings import encoding_of

BLOCK = 262_144
# Possessive: what was passed over is not tried otherwise, or a few comments would cost hours.
WEB_START = re.compile(
    r"\s*+(?:<\?xml[^>]{0,500}>)?+\s*+(?:<!--(?>.{0,2000}?-->)\s*+)*+<(?:!doctype\s+(?:html|svg)|(?:\w+:)?(?:html|head|body|script|iframe|svg|base|meta|link|form)\b)",
    re.IGNORECASE | re.DOTALL,
)
PROGRAM_START = re.compile(r"\s*(?:<\?php|<%|@echo\s+off)", re.IGNORECASE)
DEEPEST_XML = 500

WEB_PAGE = spaced(
    "C’est une page web ou un dessin SVG, qui peut exécuter du code : enregistrez-la en PDF, ou en PNG pour une image."
)
BROKEN_XML = spaced("Ce fichier XML est mal formé : il ne peut pas être lu.")
ENTITIES = spaced(
    "Ce fichier XML déclare des entités : elles peuvent faire lire d’autres fichiers ou épuiser la mémoire. "
    "Il n’est pas accepté."
)


def detect_text_kind(path: Path, name: str) -> str:
    """« text », « csv » or « xml »; nothing when the file is not text. Raises Refused for code and traps."""
    with path.open("rb") as file:
        encoding = encoding_of(file)
        if not encoding:
            return ""
        file.seek(0)
        start = file.read(BLOCK).decode(encoding, "ignore")
    if WEB_START.match(start):
        raise Refused(WEB_PAGE)
    if PROGRAM_START.match(start):
        raise Refused(PROGRAM)
    extension = limits.stem_and_extension(name)[1]
    if start.lstrip("\ufeff \t\r\n").startswith("<?xml") or (
        extension == "xml" and start.lstrip().startswith("<")
    ):
        _check_xml(path)
        return "xml"
    return "csv" if extension == "csv" else "text"


class _Shape(ContentHandler):
    """Looks at the elements as they pass; keeps none."""

    depth = 0

    def startElement(self, name: str, attrs: Any) -> None:
        self.depth += 1
        if self.depth > DEEPEST_XML:
            raise Refused(BROKEN_XML)
        if self.depth == 1 and name.rpartition(":")[2].lower() in ("html", "svg", "xhtml"):
            raise Refused(WEB_PAGE)

    def endElement(self, name: str) -> None:
        self.depth -= 1


def _check_xml(path: Path) -> None:
    try:
        with path.open("rb") as file:
            parse(file, _Shape())
    except DefusedXmlException as error:
        raise Refused(ENTITIES) from error
    except (SAXException, ValueError, LookupError) as error:
        raise Refused(BROKEN_XML) from error


HEAD = 4096
MOST_PIXELS = 170_000_000
UNKNOWN = spaced("Le contenu de ce fichier n’est d’aucun type accepté : l’enregistrer en PDF suffit souvent.")
ENCRYPTED_PDF = spaced(
    "Ce PDF est chiffré ou protégé par un mot de passe : l’intranet ne pourrait ni le lire ni le vérifier. "
    "Enregistrez-le sans protection."
)
OLD_OFFICE = spaced(
    "C’est un ancien format de Microsoft Office : enregistrez-le en .docx, .xlsx ou .pptx, ou en PDF."
)
TOO_MANY_PIXELS = spaced(
    "Cette image est trop grande, plus de 170 millions de points : réduisez-la avant de l’envoyer."
)
# What runs when it is opened, whatever its bytes: scripts are plain text.
_SCRIPTS = "bat|cmd|com|hta|js|jse|mjs|php|pl|ps1|psm1|py|rb|reg|sh|vb|vbe|vbs|wsf|wsh"
_PROGRAMS = "apk|app|chm|class|cpl|dll|exe|jar|lnk|msi|msp|pif|scf|scr|sys|url|xll"
PROGRAM_EXTENSIONS = frozenset(f"{_SCRIPTS}|{_PROGRAMS}".split("|"))
SPREADSHEETS = {"xlsx", "ods"}
# Replaced by the right one; « v2 » in « plan.v2 » is part of the name.
OTHERS = (
    "doc docm dot dotx rtf xls xlsm xlsb ppt pptm pps ott ots otp html htm svg bmp heic jfif zip tmp bin dat"
)
KNOWN_EXTENSIONS = frozenset(extension for kind in KINDS.values() for extension in kind.extensions) | set(
    OTHERS.split()
)


@dataclass(frozen=True)
class InspectedFile:
    """A file that was inspected; `mended` says in sentences what was changed in its name.

    `has_code`: a viewer might run something of it, so that it is never shown, only saved.
    """

    kind: Kind
    name: str
    has_code: bool = False
    mended: tuple[str, ...] = ()


def inspect_file(path: Path, name: str, *, allowed: Iterable[str] = EVERY_KIND) -> InspectedFile:
    """Identify the file at `path`, under a safe name. Raise Refused (a ValidationError) with the reason."""
    clean = limits.safe_name(name)
    allowed = tuple(allowed)
    is_table = "csv" in allowed and not SPREADSHEETS & set(allowed)
    try:
        kind = KINDS[detect_kind(path, clean)]
    except Refused as refusal:
        if is_table and refusal.messages == [OLD_OFFICE]:
            raise Refused(WORKBOOK) from refusal
        raise
    if is_table and kind.code in SPREADSHEETS:
        raise Refused(WORKBOOK)
    if kind.code not in allowed:
        raise Refused(
            spaced(f"« {clean} » : {kind.label} n’est pas accepté ici, seulement : {listed_kinds(allowed)}.")
        )
    stem, extension = limits.stem_and_extension(clean)
    sentences = [] if clean == name else [spaced(f"Le nom du fichier est devenu « {clean} ».")]
    if extension not in kind.extensions:
        kept = stem if extension in KNOWN_EXTENSIONS else clean
        clean = limits.safe_name(f"{kept}.{kind.extensions[0]}")
        sentences = [spaced(f"Ce fichier est de type {kind.label} : son nom est devenu « {clean} ».")]
    return InspectedFile(kind, clean, kind.code == "pdf" and pdf.has_code(path), tuple(sentences))


def detect_kind(path: Path, name: str) -> str:
    """The code of a `core.documents.limits.Kind`, for a file under this (safe) name. Raises Refused."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused("Ce fichier est vide.")
    if is_program(head) or limits.stem_and_extension(name)[1] in PROGRAM_EXTENSIONS:
        raise Refused(PROGRAM)
    if head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-"):
        if pdf.is_encrypted(path):
            raise Refused(ENCRYPTED_PDF)
        return "pdf"
    if code := image_code(head):
        return _image(path, code)
    if head.startswith(b"PK\x03\x04"):
        return office.detect_office_kind(path)
    if head.startswith(OLE_HEAD):
        raise Refused(PASSWORD if _holds(path, "EncryptedPackage".encode("utf-16-le")) else OLD_OFFICE)
    if head.startswith((*ARCHIVE_HEADS, b"PK")) or head[257:262] == b"ustar":
        raise Refused(ARCHIVE)
    if code := detect_text_kind(path, name):
        return code
    raise Refused(UNKNOWN)


def _holds(path: Path, needle: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(needle) >= 0


def _image(path: Path, code: str) -> str:
    """The header must be whole and its size bearable; the picture itself is never decoded here."""
    # Importing it costs 60 ms.
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path, formats=[code]) as image:
            width, height = image.size
    except Image.DecompressionBombError as error:
        raise Refused(TOO_MANY_PIXELS) from error
    except Exception as error:  # a library for pictures raises nearly anything on a spoilt one
        raise Refused("Cette image est abîmée : elle ne peut pas être lue.") from error
    if width * height > MOST_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
    return code
