"""Files as they come from other programs: how large they may be, and in which letters they are written."""

from __future__ import annotations

from core.ui.french import NBSP, number

LARGEST = 20_000_000


class Unreadable(ValueError):
    """Nothing can be read of the file; the message is a sentence."""


def check_size(size: int) -> None:
    if size > LARGEST:
        raise Unreadable(
            f"Ce fichier est trop lourd{NBSP}: {number(LARGEST // 1_000_000)}{NBSP}Mo au plus. "
            "Exportez l’agenda d’une seule salle, ou une période plus courte."
        )


def decoded(data: bytes) -> str:
    """UTF-8 as it should be, or what old Windows programs write; lines end by a single sign."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
