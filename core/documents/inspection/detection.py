"""Detect a file's kind from its bytes; refuse programs and traps, with the reason."""

from __future__ import annotations

import mmap
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.documents import file_names
from core.documents.inspection import office, pdf, text
from core.documents.inspection.signatures import ARCHIVE_HEADS, OLE_HEAD, image_code, is_program
from core.documents.kinds import EVERY_KIND, KINDS, Kind, listed_kinds
from core.documents.refusals import ARCHIVE, PASSWORD, PROGRAM, WORKBOOK, Refused
from core.ui.french import spaced

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
    clean = file_names.safe_name(name)
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
    stem, extension = file_names.stem_and_extension(clean)
    sentences = [] if clean == name else [spaced(f"Le nom du fichier est devenu « {clean} ».")]
    if extension not in kind.extensions:
        kept = stem if extension in KNOWN_EXTENSIONS else clean
        clean = file_names.safe_name(f"{kept}.{kind.extensions[0]}")
        sentences = [spaced(f"Ce fichier est de type {kind.label} : son nom est devenu « {clean} ».")]
    return InspectedFile(kind, clean, kind.code == "pdf" and pdf.has_code(path), tuple(sentences))


def detect_kind(path: Path, name: str) -> str:
    """The code of a `core.documents.kinds.Kind`, for a file under this (safe) name. Raises Refused."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused("Ce fichier est vide.")
    if is_program(head) or file_names.stem_and_extension(name)[1] in PROGRAM_EXTENSIONS:
        raise Refused(PROGRAM)
    if head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-"):
        return _pdf(path)
    if code := image_code(head):
        return _image(path, code)
    if head.startswith(b"PK\x03\x04"):
        return office.detect_office_kind(path)
    if head.startswith(OLE_HEAD):
        raise Refused(PASSWORD if _holds(path, "EncryptedPackage".encode("utf-16-le")) else OLD_OFFICE)
    if head.startswith((*ARCHIVE_HEADS, b"PK")) or head[257:262] == b"ustar":
        raise Refused(ARCHIVE)
    if code := text.detect_text_kind(path, name):
        return code
    raise Refused(UNKNOWN)


def _pdf(path: Path) -> str:
    if pdf.is_encrypted(path):
        raise Refused(ENCRYPTED_PDF)
    return "pdf"


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
