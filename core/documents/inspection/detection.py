"""Which kind a file is, from its bytes; programs and traps are refused here, with words."""

from __future__ import annotations

import mmap
import warnings
from pathlib import Path

from core.documents import file_names
from core.documents.inspection import office, pdf, text
from core.documents.refusals import ARCHIVE, PASSWORD, PROGRAM, Refused
from core.ui.french import NBSP

HEAD = 4096
MOST_PIXELS = 170_000_000
UNKNOWN = f"Le contenu de ce fichier n’est d’aucun type accepté{NBSP}: l’enregistrer en PDF suffit souvent."
ENCRYPTED_PDF = (
    f"Ce PDF est chiffré ou protégé par un mot de passe{NBSP}: l’intranet ne pourrait ni le lire ni le vérifier. "
    "Enregistrez-le sans protection."
)
OLD_OFFICE = (
    f"C’est un ancien format de Microsoft Office{NBSP}: enregistrez-le en .docx, .xlsx ou .pptx, ou en PDF."
)
TOO_MANY_PIXELS = (
    f"Cette image est trop grande, plus de 170 millions de points{NBSP}: réduisez-la avant de l’envoyer."
)
PROGRAM_HEADS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
ARCHIVE_HEADS = (
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"MSCF",
    b"\x28\xb5\x2f\xfd",
)
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What runs when it is opened, whatever its bytes: scripts are plain text.
_SCRIPTS = "bat|cmd|com|hta|js|jse|mjs|php|pl|ps1|psm1|py|rb|reg|sh|vb|vbe|vbs|wsf|wsh"
_PROGRAMS = "apk|app|chm|class|cpl|dll|exe|jar|lnk|msi|msp|pif|scf|scr|sys|url|xll"
PROGRAM_EXTENSIONS = frozenset(f"{_SCRIPTS}|{_PROGRAMS}".split("|"))


def detect_kind(path: Path, name: str) -> str:
    """The code of a `core.documents.kinds.Kind`, for a file under this (mended) name. Raises Refused."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused("Ce fichier est vide.")
    if is_program(head) or file_names.stem_and_extension(name)[1] in PROGRAM_EXTENSIONS:
        raise Refused(PROGRAM)
    if head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-"):
        return _pdf(path)
    if code := _image_code(head):
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


def is_program(head: bytes) -> bool:
    """By the first bytes; « MZ » may begin a text, which holds no NUL."""
    return (
        head.startswith(PROGRAM_HEADS)
        or (head.startswith(b"MZ") and b"\x00" in head)
        or head.startswith(b"#!")
    )


def _pdf(path: Path) -> str:
    if pdf.is_encrypted(path):
        raise Refused(ENCRYPTED_PDF)
    return "pdf"


def _holds(path: Path, needle: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(needle) >= 0


def _image_code(head: bytes) -> str:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return "tiff"
    return ""


def _image(path: Path, code: str) -> str:
    """The header must be whole and its size bearable; the picture itself is never decoded here."""
    # Costs 60 ms, for whoever sends a picture.
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
