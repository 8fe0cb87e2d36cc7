"""The kinds of documents that are accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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
KINDS = {kind.code: kind for kind in _ALL}
BY_TYPE = {kind.content_type: kind for kind in _ALL}
EVERY_KIND = tuple(KINDS)


def listed_kinds(codes: Iterable[str]) -> str:
    """« PDF, images, CSV », each family once."""
    return ", ".join(dict.fromkeys(KINDS[code].family for code in codes))
