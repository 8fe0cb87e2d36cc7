"""Which encoding a text is written in, judged by reading it; without Django, for the reader's process."""

from __future__ import annotations

import codecs
import re
from typing import IO

BLOCK = 262_144
# Neither tabs, line ends, page breaks nor escapes: no text holds them.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\ufffe]")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


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
