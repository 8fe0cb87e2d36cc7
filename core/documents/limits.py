"""Files that are accepted: their kinds, sizes and names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from core.french import NBSP, spaced, with_capital

LONGEST = 150
# What Windows refuses in a name; the rest of the path was cut before.
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}
NAMELESS = "document"


def stem_and_extension(name: str) -> tuple[str, str]:
    """« Plan.PDF » → (« Plan », « pdf »); the extension is empty when there is none."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > 10 or not extension.isalnum():
        return name, ""
    return stem, extension.lower()


def safe_name(name: str) -> str:
    """The name without path, control characters, invisible marks or reversed writing; never empty."""
    last = name.replace("\\", "/").rstrip("/ .").rpartition("/")[2]
    # Format characters (Cf) hold the bidirectional overrides that make « exe.fdp » read « pdf.exe ».
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in HIDDEN)
    words = " ".join(kept.translate(FORBIDDEN).split()).strip(". ")
    stem, extension = stem_and_extension(words)
    if stem.partition(".")[0].strip().lower() in RESERVED:
        stem = f"_{stem}"
    if not stem.strip("_. "):
        stem = NAMELESS
    room = LONGEST - len(extension) - 1
    return f"{stem[:room].rstrip()}.{extension}" if extension else stem[:room].rstrip()


# Control, format, surrogate, private use, line and paragraph separators.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


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


MEGABYTE = 1_000_000
SALT = "core.documents.limits"


@dataclass(frozen=True)
class Limits:
    """`largest` in bytes; `kinds` are codes of `core.documents.limits` (« pdf », « odt », « png »…)."""

    largest: int
    kinds: tuple[str, ...] = EVERY_KIND

    def __post_init__(self) -> None:
        if unknown := set(self.kinds) - set(KINDS):
            raise ValueError(f"Unknown kinds of documents: {sorted(unknown)}")

    @property
    def sentence(self) -> str:
        """« PDF, images : 50 Mo au plus. »"""
        return spaced(f"{with_capital(listed_kinds(self.kinds))} : {size_label(self.largest)} au plus.")

    @property
    def extensions(self) -> list[str]:
        """« .pdf », « .jpg »…: what a browser offers to choose from."""
        return [f".{extension}" for code in self.kinds for extension in KINDS[code].extensions]

    @property
    def token(self) -> str:
        """These limits for the page that uploads ahead of its form, signed against stretching."""
        return signing.dumps([self.largest, *self.kinds], salt=SALT, compress=True)

    @classmethod
    def of_token(cls, token: str) -> Limits:
        """Raises ValueError for a token that is not ours."""
        try:
            largest, *kinds = signing.loads(token, salt=SALT)
        except signing.BadSignature as error:
            raise ValueError("Not a token of limits") from error
        return cls(largest, tuple(kinds))


def size_label(size: int) -> str:
    """« 812 octets », « 14 ko », « 1,2 Mo »."""
    if size < 1000:
        return f"{size}{NBSP}octet{'s' if size > 1 else ''}"
    if size < MEGABYTE:
        return f"{size / 1000:.0f}{NBSP}ko"
    megabytes = f"{size / MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")
    return f"{megabytes}{NBSP}Mo"


EVERYDAY = Limits(settings.DOCUMENTS_EVERYDAY_MB * MEGABYTE)
DELIBERATION = Limits(settings.DOCUMENTS_DELIBERATION_MB * MEGABYTE)
DEFAULT = EVERYDAY
LARGEST = max(EVERYDAY.largest, DELIBERATION.largest)
