"""Guess the encoding of files that people send, in Python alone.

Files are UTF-8, what old Windows programs write (which holds Latin-1), both in one file put together from two sources,
or UTF-16. Some were encoded by two programs one after the other: « Ã© » for « é ».
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import IO

BLOCK = 262_144
# Neither tabs, line ends, page breaks nor escapes: no text holds them.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\ufffe]")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# By the sign that stands for a byte of no UTF-8 letter, what old Windows programs write by that byte.
_OF_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)}
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


@dataclass(frozen=True, slots=True)
class Decoded:
    """`is_windows`: bytes that are no UTF-8 were read as Windows-1252; `is_wide`: the file is in UTF-16."""

    text: str
    is_windows: bool = False
    is_wide: bool = False


def decoded(data: bytes) -> Decoded:
    """UTF-8 as it should be, and, of bytes that are not, what Windows writes; UTF-16 by its mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(data.decode("utf-16", errors="replace"), is_wide=True)
    return decoded_bytes(data.removeprefix(codecs.BOM_UTF8))


def decoded_bytes(data: bytes) -> Decoded:
    """`decoded` of a piece of a file: it has no mark."""
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError:
        return Decoded(data.decode(errors="surrogateescape").translate(_OF_WINDOWS), is_windows=True)


def encoding_of(file: IO[bytes], *, limit: int | None = None) -> str:
    """UTF-8 when all of it reads so, else UTF-16 by its mark, else what Windows writes; nothing for other bytes.

    `limit` stops the judgement after so many bytes.
    """
    start = file.read(4)
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return encoding if _reads(file, encoding, limit) else ""
    return next((encoding for encoding in ("utf-8", "cp1252") if _reads(file, encoding, limit)), "")


def _reads(file: IO[bytes], encoding: str, limit: int | None) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    try:
        while block := file.read(BLOCK):
            read += len(block)
            if CONTROLS.search(decoder.decode(block)):
                return False
            if limit and read >= limit:
                return True
        return not CONTROLS.search(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


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
