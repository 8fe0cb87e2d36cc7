"""Files as they come from other programs: how large they may be, and in which letters they are written."""

from __future__ import annotations

import codecs
import re

from core.imports.tables import Unreadable
from core.ui.encodings import decoded
from core.ui.french import NBSP, number

LARGEST = 20_000_000
# In UTF-16 these bytes say something else.
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What goes on with the middle of a UTF-8 letter: some programs fold their lines by bytes.
SPLIT_LETTER = re.compile(rb"\r?\n[ \t](?=[\x80-\xbf])")


def check_size(size: int) -> None:
    if size > LARGEST:
        raise Unreadable(
            f"Ce fichier est trop lourd{NBSP}: {number(LARGEST // 1_000_000)}{NBSP}Mo au plus. "
            "Exportez l’agenda d’une seule salle, ou une période plus courte."
        )


def text_of(data: bytes) -> str:
    """Whatever it is encoded in, a letter cut by the end of a line included; lines end by a single sign."""
    text = decoded(data if data.startswith(WIDE) else SPLIT_LETTER.sub(b"", data)).text
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
