from __future__ import annotations

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


def is_program(head: bytes) -> bool:
    """By the first bytes; « MZ » may begin a text, which holds no NUL."""
    return (
        head.startswith(PROGRAM_HEADS)
        or (head.startswith(b"MZ") and b"\x00" in head)
        or head.startswith(b"#!")
    )


def image_code(head: bytes) -> str:
    """The code of the picture's kind; empty for anything else."""
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
