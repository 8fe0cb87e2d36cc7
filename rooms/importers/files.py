"""Files as they come from other programs: how large they may be, and in which letters they are written."""

from __future__ import annotations

import re

from core.ui.french import NBSP, number

LARGEST = 20_000_000
# What goes on with the middle of a UTF-8 letter: some programs fold their lines by bytes.
SPLIT_LETTER = re.compile(rb"\r?\n[ \t](?=[\x80-\xbf])")
# By the sign that stands for a byte of no UTF-8 letter, what old Windows programs write by that byte.
OF_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)}


class Unreadable(ValueError):
    """Nothing can be read of the file; the message is a sentence."""


def check_size(size: int) -> None:
    if size > LARGEST:
        raise Unreadable(
            f"Ce fichier est trop lourd{NBSP}: {number(LARGEST // 1_000_000)}{NBSP}Mo au plus. "
            "Exportez l’agenda d’une seule salle, ou une période plus courte."
        )


def decoded(data: bytes) -> str:
    """UTF-8 as it should be, and, of bytes that are not, what old Windows programs write; lines end by a single sign.

    Both in one file as well: a dump of tables of two charsets, a file cut within a letter.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        text = SPLIT_LETTER.sub(b"", data).decode("utf-8-sig", errors="surrogateescape").translate(OF_WINDOWS)
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
