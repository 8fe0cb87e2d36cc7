"""The kinds of documents that are taken in, judged by what a file holds and never by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.documents import file_names
from core.documents.inspection import pdf
from core.documents.refusals import WORKBOOK, Refused
from core.ui.french import NBSP


@dataclass(frozen=True)
class Kind:
    """`extensions`: the first is given to names that have none of them; `family` groups kinds in a sentence."""

    code: str
    content_type: str
    label: str
    family: str
    extensions: tuple[str, ...]
    is_shown: bool = False
    has_text: bool = False


ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."
_OFFICE = "documents bureautiques (ODF, Word, Excel, PowerPoint)"
_ALL = [
    Kind("pdf", "application/pdf", "PDF", "PDF", ("pdf",), is_shown=True, has_text=True),
    Kind("odt", f"{ODF}text", "texte ODF", _OFFICE, ("odt",), has_text=True),
    Kind("ods", f"{ODF}spreadsheet", "classeur ODF", _OFFICE, ("ods",), has_text=True),
    Kind("odp", f"{ODF}presentation", "présentation ODF", _OFFICE, ("odp",), has_text=True),
    Kind("odg", f"{ODF}graphics", "dessin ODF", _OFFICE, ("odg",), has_text=True),
    Kind("docx", f"{OOXML}wordprocessingml.document", "Word", _OFFICE, ("docx",), has_text=True),
    Kind("xlsx", f"{OOXML}spreadsheetml.sheet", "Excel", _OFFICE, ("xlsx",), has_text=True),
    Kind("pptx", f"{OOXML}presentationml.presentation", "PowerPoint", _OFFICE, ("pptx",), has_text=True),
    Kind("png", "image/png", "image PNG", "images", ("png",), is_shown=True),
    Kind("jpeg", "image/jpeg", "image JPEG", "images", ("jpg", "jpeg"), is_shown=True),
    Kind("gif", "image/gif", "image GIF", "images", ("gif",), is_shown=True),
    Kind("webp", "image/webp", "image WebP", "images", ("webp",), is_shown=True),
    Kind("tiff", "image/tiff", "image TIFF", "images", ("tif", "tiff")),
    Kind("csv", "text/csv", "CSV", "CSV", ("csv",), is_shown=True, has_text=True),
    Kind("xml", "application/xml", "XML", "XML", ("xml",), has_text=True),
    Kind("text", "text/plain", "texte", "texte", ("txt", "text", "md", "log"), is_shown=True, has_text=True),
]
SPREADSHEETS = {"xlsx", "ods"}
KINDS = {kind.code: kind for kind in _ALL}
BY_TYPE = {kind.content_type: kind for kind in _ALL}
EVERY_KIND = tuple(KINDS)


@dataclass(frozen=True)
class InspectedFile:
    """What a file is; `mended` says in sentences what was changed in its name.

    `has_code`: a viewer might run something of it, so that it is never shown, only saved.
    """

    kind: Kind
    name: str
    has_code: bool = False
    mended: tuple[str, ...] = ()


def listed_kinds(codes: Iterable[str]) -> str:
    """« PDF, images, CSV », each family once."""
    return ", ".join(dict.fromkeys(KINDS[code].family for code in codes))


def inspect_file(path: Path, name: str, *, allowed: Iterable[str] = EVERY_KIND) -> InspectedFile:
    """What the file at `path` is, under a safe name. Raises Refused (a ValidationError) with the reason."""
    from core.documents.inspection.detection import OLD_OFFICE, detect_kind

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
            f"«{NBSP}{clean}{NBSP}» : {kind.label} n’est pas accepté ici, seulement : {listed_kinds(allowed)}."
        )
    stem, extension = file_names.stem_and_extension(clean)
    sentences = [] if clean == name else [f"Le nom du fichier est devenu «{NBSP}{clean}{NBSP}»."]
    if extension not in kind.extensions:
        kept = stem if extension in KNOWN_EXTENSIONS else clean
        clean = file_names.safe_name(f"{kept}.{kind.extensions[0]}")
        sentences = [f"Ce fichier est de type {kind.label} : son nom est devenu «{NBSP}{clean}{NBSP}»."]
    return InspectedFile(kind, clean, kind.code == "pdf" and pdf.has_code(path), tuple(sentences))


# Replaced by the right one; « v2 » in « plan.v2 » is part of the name.
OTHERS = (
    "doc docm dot dotx rtf xls xlsm xlsb ppt pptm pps ott ots otp html htm svg bmp heic jfif zip tmp bin dat"
)
KNOWN_EXTENSIONS = frozenset(extension for kind in _ALL for extension in kind.extensions) | set(
    OTHERS.split()
)
