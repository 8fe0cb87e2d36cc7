"""Text that two programs encoded one after the other: « Ã© » for « é »."""

from __future__ import annotations

import re

from core.ui.french import NBSP, count_of

# The bytes 0x80 to 0xBF as Windows-1252 writes them; the five that it leaves out, as Latin-1 does.
_CONTINUATIONS = {
    bytes([byte]).decode("cp1252", errors="ignore") or chr(byte): byte for byte in range(0x80, 0xC0)
} | {chr(byte): byte for byte in range(0x80, 0xA0)}
_ANY = f"[{re.escape(''.join(_CONTINUATIONS))}]"
# Only what French is written with: accented letters, œ and Ÿ, quotes, dashes, « … », « € ». None of these sequences
# stands in a French word; others, such as « É… », do.
_DOUBLED = re.compile(
    f"Ã{_ANY}|Â[\x80-\xbf]|Å[“’\x92\x93¸¡½¾]|â[€\x80]{_ANY}|â[‚\x82]¬|â[„\x84]¢|Ë[†\x86]|ï»¿"
)
LOST = "\ufffd"
# A file may have gone through as many programs.
_MOST = 3


def repaired(text: str) -> str:
    """The text as it was before it was encoded once more; the very same string when it was not."""
    for _ in range(_MOST):
        mended = _DOUBLED.sub(_decoded, text)
        if mended == text:
            break
        text = mended
    return text


def _decoded(found: re.Match[str]) -> str:
    first, others = found[0][0], list(found[0][1:])
    try:
        letter = bytes([ord(first), *(_CONTINUATIONS[other] for other in others)]).decode("utf-8")
    except (UnicodeDecodeError, KeyError):
        return found[0]
    return "" if letter == "\ufeff" else letter


def notes_on(repaired_lines: int, lost_lines: int) -> list[str]:
    """What an import says of the lines that it repaired, and of those whose letters were lost before it."""
    notes = []
    if repaired_lines:
        notes.append(
            f"Texte encodé deux fois («{NBSP}Ã©{NBSP}» au lieu de «{NBSP}é{NBSP}») à "
            f"{count_of(repaired_lines, 'ligne')}{NBSP}: il est corrigé."
        )
    if lost_lines:
        notes.append(
            f"Attention{NBSP}: des lettres sont perdues dans le fichier lui-même («{NBSP}{LOST}{NBSP}») à "
            f"{count_of(lost_lines, 'ligne')}. Exportez-le de nouveau, en UTF-8."
        )
    return notes
